"""`python -m tanpuhui.interfaces.cli`: the same as `tanpuhui`."""

from tanpuhui.interfaces.cli import main

main()
