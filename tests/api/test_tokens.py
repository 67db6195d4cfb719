"""What a token may: within its scopes and days, no more than its maker, and nothing that is its person's to sign."""

import json
import time
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from tests.api.world import Program, World
from tests.projects.days import LATER

SECRET = "JBSWY3DPEHPK3PXP"


def _made(secret: str, *scopes: str, days: int = 30, **more: Any) -> dict[str, Any]:
    digest, ends_on = sha256(secret.encode()).hexdigest(), (LATER + timedelta(days=days)).isoformat()
    return {
        "label": secret,
        "scopes": scopes or ("accounts:read", "api:token"),
        "digest": digest,
        "ends_on": ends_on,
    } | more


def _said(answer: Any) -> tuple[int, str]:
    return answer.status_code, json.loads(answer.content).get("code", "")


def _lot(world: World) -> dict[str, Any]:
    from tanpuhui.apps.ledger import queries

    return {"source": "V-1", "serial": next(queries.serials("V-1")).serial, "quantity": 1, "target": "H-1"}


def test_a_token_does_what_its_scopes_say_until_its_last_day(world: World, api: Program) -> None:
    api.tokens = {"bare": world.token(world.actor("vmgr"), "accounts:read")}
    assert json.loads(api.get("me", "bare").content)["permissions"] == ["accounts:read"]
    assert api.get("accounts", "bare").status_code == 200
    assert _said(api.post("moves/transfer", _lot(world), "bare")) == (403, "not_permitted")
    last = LATER + timedelta(days=30)
    for day, status in ((last, 200), (last + timedelta(days=1), 401), (LATER - timedelta(days=1), 401)):
        assert api.get("me", "bare", **{"x-legal-day": day.isoformat()}).status_code == status, day


def test_what_a_token_made_is_no_more_than_it_and_ends_with_it(world: World, api: Program) -> None:
    api.tokens = {"maker": world.token(world.actor("ann"), "accounts:read", "api:token")}
    for more, code in (
        ({"scopes": ["projects:apply"]}, "scope_not_yours"), ({"standing": True}, "standing_not_yours"),
        (_made("child", days=31), "token_outlives_its_maker"),
    ):  # fmt: skip
        assert _said(api.post("tokens", _made("child") | more, "maker"))[1] == code
    for maker, child in (("maker", "child"), ("child", "grandchild")):
        assert api.post("tokens", _made(child), maker).status_code == 200
        api.tokens |= {child: child}
    mine = world.token(world.actor("ann"), "api:token")
    number = next(row["pk"] for row in _rows() if row["digest"] == sha256(api.tokens["maker"].encode()).hexdigest())
    api.tokens |= {"mine": mine}
    assert api.post(f"tokens/{number}/end", {}, "mine").status_code == 200
    assert [api.get("me", who).status_code for who in ("maker", "child", "grandchild", "mine")] == [401, 401, 401, 200]


def _rows() -> Any:
    from tanpuhui.apps.parties.models import Token

    return Token.objects.values("pk", "digest")


def test_a_token_alone_signs_nothing(world: World, api: Program) -> None:
    for said, code in (("", "proof_needed"), ("it is me", "proof_wrong")):
        assert _said(api.post("moves/transfer", _lot(world), "vmgr", **{"x-proof": said})) == (403, code)
    assert api.post("moves/transfer", _lot(world), "vmgr").status_code == 200


def test_a_standing_token_moves_units_alone_and_nothing_else(world: World, api: Program) -> None:
    from tanpuhui.apps.parties import operations
    from tanpuhui.apps.records.journal import JOURNAL

    for login in ("vmgr", "rita"):
        by = replace(world.actor(login), identified=True)
        said = _made(f"night {login}", *sorted(by.permissions))
        operations.issue_token(
            **world.cast.write(by, LATER),
            journal=JOURNAL,
            **said | {"ends_on": LATER + timedelta(days=9), "standing": True},
        )
        api.tokens = {**api.tokens, login: f"night {login}"}
    alone = {"x-proof": ""}
    assert api.post("moves/transfer", _lot(world), "vmgr", **alone).status_code == 200
    for path, body, who in (
        ("tokens", _made("other"), "vmgr"),
        ("freezes?approval=ask", {"scope": "everything", "acts": [], "reason": "why"}, "rita"),
    ):
        assert _said(api.post(path, body, who, **alone)) == (403, "proof_needed"), path
    cancels = {"act": "cancel", "items": [], "words": {"reason": "why"}}
    assert _said(api.post("moves?approval=ask", cancels, "rita", **alone))[1] != "", "its door does not do more than it"


def test_a_code_of_the_person_holds_for_one_token_and_a_short_while(world: World, api: Program) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
    from django.core.cache import caches

    from tanpuhui.apps.parties.models import User

    caches["default"].clear()
    TOTP.activate(User.objects.get(login="vmgr"), SECRET)
    api.tokens = {**api.tokens, "other": world.token(world.actor("vmgr"), "ledger:transfer")}
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    said = [
        _said(api.post("moves/transfer", _lot(world), who, **{"x-proof": proof}))
        for who, proof in (
            ("vmgr", "demonstration"),
            ("vmgr", "000000"),
            ("vmgr", code),
            ("vmgr", ""),
            ("other", code),
            ("other", ""),
        )
    ]
    caches["default"].clear()
    wrong, needed = (403, "proof_wrong"), (403, "proof_needed")
    assert said == [wrong, wrong, (200, ""), (200, ""), wrong, needed]
    assert Authenticator.objects.get(user__login="vmgr").last_used_at is not None


@pytest.mark.parametrize("number", [True, 1.0, "1", 1.5, None, [1]])
def test_a_quantity_is_a_whole_number_and_nothing_that_looks_like_one(world: World, api: Program, number: Any) -> None:
    if number is not None:
        assert _said(api.post("moves/transfer", _lot(world) | {"quantity": number}, "vmgr"))[0] == 422
    assert (
        _said(
            api.post(
                "moves", {"act": "transfer", "items": [{"source": "V-1", "target": "H-1", "series": number}]}, "vmgr"
            )
        )[0]
        == 422
    )
