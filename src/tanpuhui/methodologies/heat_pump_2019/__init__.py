"""Household air-source heat-pump water heaters (2019 revision, 2017005-V02): a working model of its general shape."""

SHORT_NAMES = ("heat_pump",)
