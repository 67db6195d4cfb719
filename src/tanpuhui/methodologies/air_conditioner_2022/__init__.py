"""High-efficiency air conditioners (2022 revision): a working model of its general shape."""

SHORT_NAMES = ("air_conditioner",)
