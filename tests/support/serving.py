"""The real server on a register: a process of its own on a free port of the loopback, ended by its number."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.databases import Database

SERVE = "import django; django.setup(); from tanpuhui.interfaces.web.server import serve; serve('127.0.0.1', 0)"
KEY = "for tests only: it signs nothing that anybody ever trusts"
"""The key with which the tests' own process signs, so that a link made here is good there."""


@contextmanager
def served(database: Database, **environment: str) -> Iterator[str]:
    """The address of the site, without a slash at its end. It ends in order, and whatever it said was wrong fails the test."""
    more = {
        "DJANGO_SETTINGS_MODULE": "tanpuhui.config.settings",
        "TANPUHUI_SECRET_KEY": KEY,
        "TANPUHUI_HOSTS": "127.0.0.1",
    }
    child = subprocess.Popen(
        [sys.executable, "-c", SERVE], env=database.environment | more | environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout
    try:
        yield child.stdout.readline().strip().removesuffix("/")
    finally:
        os.kill(child.pid, signal.SIGTERM)
        said = child.communicate(timeout=30)[1]
    assert (child.returncode, said) == (0, "")
