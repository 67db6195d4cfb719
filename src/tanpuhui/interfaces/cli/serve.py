"""`serve`: the web pages. `links`: the ways into a demonstration, one for each of its people."""

from dataclasses import asdict
from importlib import import_module
from typing import Annotated

import typer

from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.commands import command
from tanpuhui.interfaces.cli.screen import Screen

app = typer.Typer()
_SERVING = Text("网页：{address} ，按 Ctrl-C 停止。", "The pages are at {address} ; stop with Ctrl-C.")


@command(app, "serve", Text("启动网页", "Serve the web pages"))
def serve(
    screen: Screen,
    host: Annotated[str, typer.Option(help="监听地址 / Address to listen on")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="端口，0 为任一空闲端口 / Port; 0: any that is free")
    ] = 8000,
) -> None:
    """Serve until interrupted."""
    server = import_module("tanpuhui.interfaces.web.server")  # heavy, so only now

    def ready(address: str) -> None:
        screen.answer({"address": address}, lambda: screen.say(_SERVING, address=address))
        screen.out.file.flush()

    server.serve(host, port, ready=ready)


@command(
    app,
    "links",
    Text("演示中每个人的一次性登录链接", "One-time links into a demonstration, one for each of its people"),
)
def links(
    screen: Screen,
    site: Annotated[
        str, typer.Option(metavar="ADDRESS", help="网页地址 / Where the pages are served")
    ] = "http://127.0.0.1:8000/",
) -> None:
    """Print new links for everybody."""
    from tanpuhui.interfaces.cli import entering

    found = entering.links(screen.lang)
    whole = [asdict(link) | {"address": f"{site.rstrip('/')}/{link.address}"} for link in found]
    screen.answer({"links": whole}, lambda: entering.show(screen, found, site))
