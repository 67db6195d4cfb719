"""What the tests stand on: databases of both vendors, a PostgreSQL server for one run, long and short counts."""
