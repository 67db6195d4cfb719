"""Quantities, serials, days, texts and refusals: what every other room stands on. Standard library only."""
