"""Once, only if unchanged, and not too often: keys, tags and counts over HTTP."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tanpuhui.interfaces.api.callers import Rate
from tanpuhui.interfaces.api.counting import Counter
from tests.api.world import API, Program, World

TOKEN = {"label": "mine", "scopes": ["accounts:read"], "digest": sha256(b"x").hexdigest(), "ends_on": "2024-06-01"}


def test_the_same_key_gives_the_first_answer_and_another_body_is_refused(world: World, api: Program) -> None:
    first, again = (api.post("tokens", TOKEN, "ann", **{"idempotency-key": "once"}) for _ in range(2))
    assert first.status_code == again.status_code == 200
    assert json.loads(first.content) == json.loads(again.content)
    other = api.post("tokens", TOKEN | {"label": "other"}, "ann", **{"idempotency-key": "once"})
    assert (other.status_code, json.loads(other.content)["code"]) == (409, "key_reused")
    assert (
        api.client.post(f"{API}tokens", TOKEN, content_type="application/json", headers=api.head("ann")).status_code
        == 422
    )


def test_a_draft_is_written_only_if_it_is_the_one_that_was_read(world: World, api: Program) -> None:
    path, paper = f"cases/{world.draft}/documents", {"kind": "tenure_proof", "evidence": world.cast.paper}
    read = api.get(f"projects/{world.draft}", "ann")
    tag = read["ETag"]
    assert tag == f'"{json.loads(read.content)["dossier"]}"'
    done = api.post(path, paper, "ann", **{"if-match": tag, "idempotency-key": "first"})
    assert done.status_code == 200, done.content
    late = api.post(path, paper | {"name": "b"}, "ann", **{"if-match": tag})
    assert (late.status_code, json.loads(late.content)["code"]) == (412, "draft_changed")
    lost = api.post(path, paper, "ann", **{"if-match": tag, "idempotency-key": "first"})
    assert json.loads(lost.content) == json.loads(done.content), (
        "a lost answer is given again, though its tag is old by that"
    )
    assert (
        api.post(
            path, paper | {"name": "b"}, "ann", **{"if-match": api.get(f"projects/{world.draft}", "ann")["ETag"]}
        ).status_code
        == 200
    )
    assert json.loads(late.content)["facts"] == {"case": world.draft}


@pytest.fixture
def five(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five calls a minute, whatever the server was started with."""
    monkeypatch.setattr(Rate, "num_requests", property(lambda self: 5, lambda self, said: None), raising=False)


def test_no_forged_address_escapes_the_count_and_a_token_has_its_own(api: Program, five: None) -> None:
    forged = [{"x-forwarded-for": f"10.0.0.{n}, 192.0.2.{n}", "x-real-ip": f"10.1.0.{n}"} for n in range(6)]
    said = [api.get("register", **head) for head in forged]
    assert [one.status_code for one in said] == [200] * 5 + [429]
    assert json.loads(said[-1].content)["code"] == "too_many_requests"
    assert 1 <= int(said[-1]["Retry-After"]) <= 60
    assert [api.get("me", "ann").status_code for _ in range(6)] == [200] * 5 + [429]
    assert api.get("me", "otto").status_code == 200


def test_guessing_tokens_is_counted_with_the_address(api: Program, five: None) -> None:
    api.tokens = {str(guess): f"guess {guess}" for guess in range(6)}
    assert [api.get("me", str(guess)).status_code for guess in range(6)] == [401] * 5 + [429]
    assert api.get("register").status_code == 429


def test_a_wrong_method_is_told_with_the_right_ones(api: Program) -> None:
    said = api.client.put(f"{API}projects", headers=api.head(""))
    assert (said.status_code, json.loads(said.content)["code"]) == (405, "method_not_allowed")
    assert set(said["Allow"].split(", ")) == {"GET", "POST"}
    nowhere = api.get("no/such/thing")
    assert (nowhere.status_code, json.loads(nowhere.content)["code"]) == (404, "endpoint_unknown")


def test_a_stranger_learns_nothing_of_a_case_by_naming_hashes(world: World, api: Program) -> None:
    path, paper = f"cases/{world.draft}/documents", {"kind": "tenure_proof", "evidence": world.cast.paper}
    tag = api.get(f"projects/{world.draft}", "ann")["ETag"]
    for case in (world.draft, world.project):
        said = [
            api.post(path.replace(world.draft, case), paper, "otto", **{"if-match": each, "idempotency-key": "one"})
            for each in (tag, '"' + "0" * 64 + '"', "*")
        ]
        assert {one.status_code for one in said} <= {403, 404}, case
        assert len({one.content for one in said}) == 1


@pytest.mark.parametrize(
    "path", ["retirements?acount=V-1", "statistics?unit=PHCER", "me?as=rita", "projects.csv?stat=draft"]
)
def test_a_parameter_that_nobody_knows_is_refused_with_those_that_are_known(api: Program, path: str) -> None:
    said = api.get(path, "ann")
    told = json.loads(said.content)
    assert (said.status_code, told["code"]) == (422, "parameter_unknown")
    assert told["facts"]["given"] in path
    assert ("unit_type" in told["facts"]["known"]) == (path.startswith(("retirements", "statistics")))


def test_totals_of_units_that_are_not_here_are_not_here(api: Program) -> None:
    assert api.get("statistics?unit_type=PHCER").status_code == 200
    said = api.get("statistics?unit_type=CABBAGE")
    assert (said.status_code, json.loads(said.content)["code"]) == (404, "unknown_unit_type")


def test_all_processes_count_calls_together_and_a_full_minute_helps_nobody(tmp_path: Path) -> None:
    one, other = Counter(tmp_path / "calls"), Counter(tmp_path / "calls")
    assert [each.allows("ann", 4, 60, now=600.0) for each in (one, other) * 3] == [True] * 4 + [False] * 2
    assert other.allows("ben", 4, 60, now=600.0)
    assert not one.allows("ann", 4, 60, now=661.0)
    assert [one.allows("ann", 4, 60, now=690.0) for _ in range(3)] == [True, True, False]
    broken = Counter(tmp_path)
    assert broken.allows("ann", 0, 60), "where nothing can be counted nobody is kept out"
