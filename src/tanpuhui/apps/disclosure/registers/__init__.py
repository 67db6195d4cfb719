"""The lists of the register, as rows: what everybody may read, and what somebody may read because of who they are."""
