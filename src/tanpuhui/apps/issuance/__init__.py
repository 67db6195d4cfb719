"""What makes units exist: a foreign register's row today, an approved report later."""
