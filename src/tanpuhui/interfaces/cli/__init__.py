"""The command line, `tanpuhui …`: it translates words into one operation, and its answer into words or JSON."""

import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command that the process was started with. What the terminal cannot write is replaced, never fatal."""
    from tanpuhui.interfaces.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()
