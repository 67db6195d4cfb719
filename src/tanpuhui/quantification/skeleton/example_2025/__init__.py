"""An example to begin with: electricity saved times an emission factor. Nothing in it comes from any document."""

SHORT_NAMES: tuple[str, ...] = ()
