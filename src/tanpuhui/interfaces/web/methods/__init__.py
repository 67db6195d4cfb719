"""A methodology for people: its page, the calculator, the tables that are sent to it."""
