"""Tests of the room of dated, cited values."""
