"""Papers to take away: what a certificate says, in both languages, for its page and for its PDF alike."""
