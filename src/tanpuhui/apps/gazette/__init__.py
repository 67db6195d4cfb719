"""The gazette: notices that carry values, adoptions of value sets by hash, and methodologies on their way to publication."""
