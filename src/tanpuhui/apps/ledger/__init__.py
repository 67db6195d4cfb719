"""Accounts, blocks of serial numbers, postings, reservations, freezes. `posting.py` is the only writer of units and money."""
