"""Reuse of used clothing (2022): a working model until the document itself has been read."""

SHORT_NAMES = ("used_clothing",)
