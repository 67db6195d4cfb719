"""The OpenAPI document: every write has an example that fits, every status that comes is in it, every answer has its shape."""

import json
from itertools import cycle
from typing import Any, cast

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi import checks as of_openapi

from tanpuhui.core.refusals import Refusals
from tanpuhui.interfaces.deeds.catalogue import deeds
from tanpuhui.interfaces.lists.catalogue import listings
from tests.api.world import ROLES, Program, World, content
from tests.support.long import counts, once


def operations(document: Any) -> dict[str, Any]:
    return {one["operationId"]: one for item in document["paths"].values() for one in item.values()}


def test_every_list_and_deed_is_in_the_document_with_every_status_it_may_have(document: Any) -> None:
    told = operations(document)
    assert document["openapi"].startswith("3.1")
    for code in listings():
        statuses = {int(status) for status in told[f"list_{code}"]["responses"]}
        assert {200, 400, 404, 422, 429, 503} <= statuses
        assert ({401, 403} <= statuses) == bool(listings()[code].needs)
        row = told[f"list_{code}"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert row, code
    for code, deed in deeds().items():
        statuses = {int(status) for status in told[code]["responses"]}
        assert {200, 202, 400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503} <= statuses, deed.code
        assert told[code]["security"] == [{"Token": []}]
        named = {parameter["name"] for parameter in told[code]["parameters"]}
        assert "Idempotency-Key" in named
        assert ("approval" in named) == deed.second_person


def test_the_example_of_every_write_fits(document: Any) -> None:
    for code, deed in deeds().items():
        operation = operations(document)[code]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example", {})
        in_path = {one["name"]: one["schema"] for one in operation["parameters"] if one["in"] == "path"}
        given = {name: 1 if schema.get("type") == "integer" else "x" for name, schema in in_path.items()}
        deed.read(body | given)


@once("postgresql")
def test_everybody_calling_at_random_gets_only_what_the_document_says(
    world: World, api: Program, document: Any
) -> None:
    who = cycle(["", *ROLES])
    named = ("status_code_conformance", "response_schema_conformance")
    wanted = [checks.not_a_server_error, *(getattr(of_openapi, name) for name in named)]
    for result in schemathesis.openapi.from_dict(document).get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]

        @settings(
            max_examples=counts(1, 40), phases=[Phase.generate], deadline=None, database=None,
            suppress_health_check=list(HealthCheck), derandomize=True,
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def call(case: Any) -> None:
            login = next(who)
            with world.database.scratch():
                response = answered(case, api, login)
                try:
                    case.validate_response(response, checks=wanted)
                except FailureGroup as wrong:
                    said = response.content[:300]
                    raise AssertionError(f"{case.method} {case.path} as {login}: {wrong.exceptions} {said!r}") from None

        call()


def answered(case: Any, api: Program, login: str) -> Response:
    """The answer to a case, as the program called it in process."""
    sent = requests.Request(**case.as_transport_kwargs(base_url="http://127.0.0.1")).prepare()
    head: dict[str, Any] = {
        name: value
        for name, value in sent.headers.items()
        if name.lower() not in ("authorization", "x-legal-day", "x-proof")
    }
    said = api.client.generic(
        case.method,
        sent.path_url,
        cast(Any, sent.body or b""),
        cast(Any, sent.headers.get("Content-Type", "")),
        headers=head | api.head(login),
    )
    told = {name.lower(): [value] for name, value in said.items()}
    return Response(said.status_code, told, content(said), sent, 0.1, verify=True)


NUL = '{"label": "a\\u0000b", "scopes": [], "digest": "", "ends_on": "2024-06-01"}'
HUGE = '{"label": "x", "scopes": [], "digest": "", "ends_on": 1e999}'


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ("{", "application/json", 400, "call_malformed"),
        ("", "application/json", 422, "request_not_understood"),
        ("[1]", "application/json", 422, "request_not_understood"),
        (NUL, "application/json", 422, "request_not_understood"),
        (HUGE, "application/json", 422, "request_not_understood"),
        ("[" * 100_000, "application/json", 400, "call_malformed"),
        ('{"label": "' + "x" * 6_000_000 + '"}', "application/json", 413, "call_too_large"),
        ("a=1", "application/x-www-form-urlencoded", 415, "media_type_unknown"),
        ("{}", "text/plain", 415, "media_type_unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_problem_with_a_code(
    api: Program, body: str, kind: str, status: int, code: str
) -> None:
    head = api.head("ann", **{"idempotency-key": "k"})
    said = api.client.post("/api/v1/tokens", body, content_type=kind, headers=head)
    told = json.loads(said.content)
    assert (said.status_code, told["code"]) == (status, code), said.content[:300]
    assert said["Content-Type"] == "application/problem+json"
    known = {one.code for room in Refusals.everywhere.values() for one in room}
    assert told["code"] in known
    assert json.loads(api.get(f"problems/{code}").content)["status"] == status
