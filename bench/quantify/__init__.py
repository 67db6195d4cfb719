"""Methodologies on millions of rows, beside the same query written by hand, and traced sheets beside a bare loop."""
