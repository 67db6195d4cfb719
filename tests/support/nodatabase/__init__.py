"""The database of a test that asked for none."""
