"""Who acts: users, natural persons, organisations, roles, permissions, authorised representatives, entrustment."""
