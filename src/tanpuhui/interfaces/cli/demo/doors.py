"""The end of the demonstration on a terminal: the site is served, and everybody of the story has a way in."""

import os
import socket
import sys
from contextlib import suppress

from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli import entering, opening
from tanpuhui.interfaces.cli.demo.stage import prefix
from tanpuhui.interfaces.cli.screen import Screen
from tanpuhui.interfaces.web import server

FIRST, LAST = 8000, 8099
_OPEN = Text("网页已在 {address} 打开，按 Ctrl-C 停止。", "The pages are at {address} ; stop with Ctrl-C.")
_CLOSED = Text("网页已停止；再次启动：{command}", "The pages are closed; to open them again: {command}")


def watched(screen: Screen) -> bool:
    """Whether somebody sits at a terminal and reads."""
    return not screen.json and sys.stdin.isatty() and sys.stdout.isatty()


def open_doors(screen: Screen, port: int | None, *, named: bool) -> None:
    """Serve until Ctrl-C, on the port asked for or else the first free one from 8000 on. Refuses as `serve`."""
    opening.take_key()
    program, mine = prefix(named=named), os.getpid()
    found = entering.links(screen.lang)

    def ready(address: str) -> None:
        screen.line()
        entering.show(screen, found, address, f"{program} links --site {address}")
        screen.line()
        screen.say(_OPEN, "bold green", address=address)
        screen.out.file.flush()

    try:
        server.serve(server.LOOPBACK, free_port() if port is None else port, ready=ready)
    finally:
        if os.getpid() == mine:  # the server's own children leave here too
            screen.say(_CLOSED, command=f"{program} serve")


def free_port() -> int:
    """The first port from 8000 on that nobody listens on; 0, which means any, where there is none."""
    for port in range(FIRST, LAST + 1):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((server.LOOPBACK, port))
            return port
    return 0
