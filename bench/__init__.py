"""What the ledger costs: beside raw SQL that writes the same rows, as the register grows, and beside bare double entry."""
