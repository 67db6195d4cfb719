"""State and use cases. Django lives here and above."""
