"""What everyone may see: statistics of the register, computed from the ledger each time."""
