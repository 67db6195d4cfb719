"""Distributed photovoltaics (Guangdong, 2017): a working model until the document itself has been read."""

SHORT_NAMES = ("pv", "solar")
