"""Cycling (named in the deck of 2021): a working model until the document itself has been read."""

SHORT_NAMES = ("cycling",)
