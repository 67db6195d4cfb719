"""A mail server on the loopback that takes every mail and keeps it, or refuses to log anybody in."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread


@dataclass
class Postbox:
    """Where it listens, and the mails that came: the address each was for, and the mail."""

    port: int = 0
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuses: str = ""


@contextmanager
def postbox() -> Iterator[Postbox]:
    """A server of SMTP for a block. Mail to the address `refuses` is not taken for now."""
    box = Postbox()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 postbox\r\n")
            to = ""
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "RCPT":
                    to = line.partition("<")[2].partition(">")[0]
                if verb == "DATA":
                    self.wfile.write(b"354 go on\r\n")
                    lines = iter(self.rfile.readline, b".\r\n")
                    whole = b"".join(each.removeprefix(b".") if each.startswith(b"..") else each for each in lines)
                    box.mails.append((to, message_from_bytes(whole, policy=policy.default)))
                busy = verb == "RCPT" and to == box.refuses
                self.wfile.write(b"450 not now\r\n" if busy else b"221 bye\r\n" if verb == "QUIT" else b"250 ok\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        box.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
