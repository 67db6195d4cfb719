"""What a signing key must be: long and not simple. `doctor` says so, and `serve` asks it before it serves."""

LEAST, SIGNS = 50, 5
"""Characters, and different ones among them: as Django's own check asks."""


def weak(key: str) -> bool:
    """Whether a key is too short or too simple to sign with."""
    return len(key) < LEAST or len(set(key)) < SIGNS or key.startswith("django-insecure-")
