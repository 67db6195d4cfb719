"""Forestry carbon sink (Guangdong, 2020 revision): a working model until the document itself has been read."""

SHORT_NAMES = ("forestry",)
