"""The site and the API under load, on PostgreSQL: beside endpoints that only do raw SQL, and as the register grows."""
