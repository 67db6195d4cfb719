"""The writes of the house as doors offer them: one catalogue of operations, from which site and API make forms and endpoints."""
