"""What pages of the desk show of accounts, authority, gazette and administration: facts ready for their templates."""
