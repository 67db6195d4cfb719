"""The API: every write of the house and every list, under `/api/v1`, with one way of saying no."""
