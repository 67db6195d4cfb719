"""Settings and wiring. The only room that sees everything."""
