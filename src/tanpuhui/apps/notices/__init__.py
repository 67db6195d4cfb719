"""The outbox: messages written in the same transaction as what they tell, delivered afterwards, at least once."""
