"""The site behind gunicorn: started by a program, on loopback unless told otherwise."""

import socket
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.utils.module_loading import import_string
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from tanpuhui.apps.ledger.queries import is_demonstration
from tanpuhui.apps.records import keys
from tanpuhui.interfaces import background, mailing
from tanpuhui.interfaces.web.refusals import refuse

LOOPBACK, PORT = "127.0.0.1", 8000
WORKERS, THREADS = 2, 4


def _print(address: str) -> None:
    print(address, flush=True)


def serve(host: str = LOOPBACK, port: int = PORT, *, ready: Callable[[str], object] = _print) -> None:
    """Serves the site, and works on what waits behind it, until it is stopped (Ctrl-C, SIGTERM). Port 0: any free one.

    `ready` is told the address once the site answers there; without it the address is printed.
    Refuses `signing_key_missing`, `signing_key_weak` (but for a demonstration) and `address_not_free`.
    """
    _check_key()
    _check_free(host, port)
    connections.close_all()  # a connection must not be shared with the children
    with background.working(mailing.deliver):
        _Server(_options(host, port, ready)).run()


class _Server(BaseApplication):  # type: ignore[misc]
    """The product's application with our options; no file and no command line is read."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Takes the options; one that this gunicorn does not know is left out."""
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """The application that the settings name."""
        application: WSGIHandler = import_string(settings.WSGI_APPLICATION)
        return application


def _options(host: str, port: int, ready: Callable[[str], object]) -> dict[str, Any]:
    return {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": WORKERS,
        "threads": THREADS,
        "worker_class": "gthread",
        "preload_app": True,
        "timeout": 60,
        "graceful_timeout": 10,
        "loglevel": "error",
        "control_socket_disable": True,
        "when_ready": partial(_tell, ready),
    }


def _tell(ready: Callable[[str], object], server: Any) -> None:
    """Tells where the site is: the port may have been chosen by the system."""
    host, port = server.LISTENERS[0].getsockname()[:2]
    ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")


def _check_key() -> None:
    try:
        key = settings.SECRET_KEY  # an empty one is refused by Django when it is read
    except ImproperlyConfigured as why:
        raise refuse("signing_key_missing") from why
    if keys.weak(key) and not is_demonstration():
        raise refuse("signing_key_weak", least=keys.LEAST)


def _check_free(host: str, port: int) -> None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as why:
        reason = why.strerror if isinstance(why, OSError) and why.strerror else str(why)
        raise refuse("address_not_free", host=host, port=port, why=reason) from why
