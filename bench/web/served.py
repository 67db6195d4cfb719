"""A register of some size, with projects and a token, behind the product's own server in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from random import Random
from typing import Any

from bench import registers
from bench.places import Place
from bench.registers import AT, ON
from bench.web.load import Call
from bench.work import UNITS, Side
from tanpuhui.apps.ledger import queries, tally
from tanpuhui.apps.parties.actors import Actor

TOKEN = "a token of the bench, good for nothing else"  # noqa: S105
BLOCKS_A_PROJECT = 100
_keys = count(1)


class Served:
    """A register of `size` blocks, `size / 100` registered projects; `address`: where it is served. Close it."""

    def __init__(self, size: int) -> None:
        self.size, self.place = size, Place("postgresql")
        with self.place.use():
            by = registers.fill(size)
            _token(by)
            _projects(by, max(size // BLOCKS_A_PROJECT, 100))
            tally.fold()  # as the worker does within a minute
            registers._settle()
            self.serials = [
                queries.find(number) for number in range(1, size * registers.LENGTH, size * registers.LENGTH // 97)
            ]
        self.ours, self.other = Side(size, 0), Side(size, 1)
        self.random = Random(size)
        self._child = _serve(self.place)
        assert self._child.stdout
        self.address = self._child.stdout.readline().strip()
        if not self.address:
            raise RuntimeError("the server did not start")

    def close(self) -> None:
        """Ends the server and removes the database."""
        self._child.terminate()
        self._child.wait(timeout=30)
        self.place.drop()

    def look_again(self) -> None:
        """As `registers.look_again`."""
        with self.place.use():
            registers.look_again()

    def calls(self) -> dict[str, Callable[[], Call]]:
        """What is asked of the API and the pages, and of the raw endpoints."""
        token = {"Authorization": f"Bearer {TOKEN}"}
        pick = self.random.choice

        def transfer() -> Call:
            (item,) = self.ours.by_quantity(1)
            sent = {"source": item.source, "target": item.target, "series": item.series, "quantity": item.quantity}
            headers = token | {"Content-Type": "application/json", "Idempotency-Key": f"web-{next(_keys)}"}
            return Call("POST", "/api/v1/moves", _json({"act": "transfer", "items": [sent]}), headers)

        def raw_transfer() -> Call:
            (item,) = self.other.by_quantity(1)
            sent: dict[str, object] = {
                "source": item.source, "target": item.target, "series": item.series, "quantity": UNITS,
            }  # fmt: skip
            sent["key"] = f"raw-{next(_keys)}"
            return Call("POST", "/raw/transfer", _json(sent), {"Content-Type": "application/json"})

        def serial() -> str:
            return str(self.random.randint(1, self.size * registers.LENGTH))

        return {
            "transfer": transfer,
            "raw transfer": raw_transfer,
            "project list": lambda: Call("GET", "/api/v1/projects?limit=100"),
            "raw project list": lambda: Call("GET", "/raw/projects"),
            "account statement": lambda: Call(
                "GET", f"/api/v1/postings?account={pick(self.ours.givers)}", headers=token
            ),
            "raw account statement": lambda: Call("GET", f"/raw/statement?account={pick(self.ours.givers)}"),
            "serial search": lambda: Call("GET", f"/api/v1/serials/{pick(self.serials)}"),
            "page: projects": lambda: Call("GET", "/en/projects"),
            "page: statistics": lambda: Call("GET", "/en/statistics"),
            "page: serial search": lambda: Call("GET", f"/en/serials?q={serial()}"),
        }


def _json(what: dict[str, Any]) -> bytes:
    return json.dumps(what).encode()


def _serve(place: Place) -> subprocess.Popen[str]:
    environment = place.database.environment | {
        "TANPUHUI_API_RATE": "1000000/s",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "bench.web.server"], env=environment, stdout=subprocess.PIPE, text=True
    )


def _token(by: Actor) -> None:
    """Somebody who may do all that an account manager may, and the token that acts as them."""
    from tanpuhui.apps.parties.models import Membership, Person, Token, User

    person = Person.objects.create(name="Bench", created_at=AT)
    user = User.objects.create(login="bench", display_name="Bench", person=person, created_at=AT)
    Membership.objects.create(
        user=user, organisation_id=by.organisation_id, role="account_manager", starts_on=ON, created_at=AT,
        created_by_id=by.user_id,
    )  # fmt: skip
    Token.objects.create(
        user=user, organisation_id=by.organisation_id, label="bench", scopes=["accounts:read", "ledger:transfer"],
        standing=True,
        digest=sha256(TOKEN.encode()).hexdigest(), starts_on=ON, ends_on=date(2999, 1, 1), created_at=AT,
    )  # fmt: skip


def _projects(by: Actor, wanted: int) -> None:
    """Registered projects with one owner each."""
    from tanpuhui.apps.projects.models import Owner, Project, Step, Terms

    entered = {"by_id": by.user_id, "organisation_id": by.organisation_id, "on": ON, "at": AT, "journal_id": 1}
    projects = Project.objects.bulk_create(
        [
            Project(
                reference=f"PRJ-{n:06}", applicant_id=by.organisation_id, area=f"44{n % 20 + 1:02}00", opened_on=ON,
                state="registered", since=ON, acted_on=ON, steps=1,
            )
            for n in range(1, wanted + 1)
        ],
        batch_size=5_000,
    )  # fmt: skip
    terms = Terms.objects.bulk_create(
        [
            Terms(
                project=project, version=1, title_zh=f"项目 {n}", title_en=f"Project {n}", area=project.area,
                methodology="forestry_2020", edition_zh="2020", edition_en="2020", first=ON,
                last=ON + timedelta(days=3650), **entered,
            )
            for n, project in enumerate(projects, 1)
        ],
        batch_size=5_000,
    )  # fmt: skip
    Owner.objects.bulk_create(
        [Owner(terms=one, organisation_id=by.organisation_id, share="1") for one in terms], batch_size=5_000
    )
    Step.objects.bulk_create(
        [
            Step(
                project=project,
                number=1,
                act="register",
                before="forwarded",
                after="registered",
                who="province",
                **entered,
            )
            for project in projects
        ],
        batch_size=5_000,
    )
