"""The doors: command line, web, interface for programs. They translate; each calls one operation, or reads only."""
