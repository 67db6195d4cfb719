"""Pure double entry over serial-numbered units and over money; the closed, ordered list of refusals."""
