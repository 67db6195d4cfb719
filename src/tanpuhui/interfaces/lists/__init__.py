"""The lists of the house as doors offer them: one catalogue, from which come pages, endpoints, and tables to take away."""
