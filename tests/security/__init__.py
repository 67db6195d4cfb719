"""What strangers, and people who are known but not trusted, try at the doors. A package, so that its register is dropped."""
