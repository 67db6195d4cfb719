"""Forest management (national, 2014), volume route: a neighbour's formula on the same engine."""

SHORT_NAMES = ("national-forest",)
