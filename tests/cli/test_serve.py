"""`serve` tells its address once it answers there, and stops at Ctrl-C."""

import json
import os
import signal
from urllib.request import urlopen

from tests.cli.shell import finish, process
from tests.support.databases import Database


def test_the_pages_answer_where_it_says_and_ctrl_c_ends_it(register: Database) -> None:
    child = process(register, "serve", "--port", "0", "--json")
    assert child.stdout is not None
    said = "".join(iter(child.stdout.readline, "}\n")) + "}"
    with urlopen(json.loads(said)["address"], timeout=30) as page:
        assert page.status == 200
    os.kill(child.pid, signal.SIGINT)
    told = finish(child)
    assert told.code in (0, 130)
    assert "Traceback" not in told.err
