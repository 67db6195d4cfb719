"""The site and the API under load, on PostgreSQL: beside endpoints of the same stack that only do raw SQL, and as the register grows."""
