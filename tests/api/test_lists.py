"""What is exported re-imports unchanged, a list costs no more the longer the register, and nobody reads what is not theirs."""

import io
import json
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanpuhui.apps.projects.boundary import parcels_in
from tanpuhui.interfaces.lists import files
from tanpuhui.interfaces.lists.catalogue import listings
from tanpuhui.interfaces.lists.listing import Listing, Query, Value
from tests.api.world import BOUNDARY, ROLES, Program, World, content
from tests.projects.days import LATER

BARE = {"payments", "contested_claims", "jobs", "notices"}
"""Lists of which the world has no row."""


def asked(world: World, listing: Listing, login: str, **more: Any) -> Query:
    filters = {"account": "V-1"} if listing.code in ("postings", "payments") else {}
    return Query(LATER, filters=filters, by=world.actor(login) if listing.needs else None, **more)


def readers(world: World, listing: Listing) -> list[str]:
    """Who of the world may ask for a list."""
    able = [login for login in ROLES if not listing.needs or listing.needs in world.actor(login).permissions]
    if listing.code in ("postings", "payments"):
        return ["vmgr", "rita"]
    return able if listing.needs else able[:1]


def test_every_list_reads_back_from_every_format_as_it_was(world: World) -> None:
    rows_of: dict[str, int] = {}
    for listing in listings().values():
        for login in readers(world, listing):
            rows = [list(row) for row in listing.all(asked(world, listing, login))]
            rows_of[listing.code] = max(len(rows), rows_of.get(listing.code, 0))
            if not rows and login != readers(world, listing)[0]:
                continue
            for format in files.FORMATS:
                file = io.BytesIO()
                files.write(listing, asked(world, listing, login), format, file)
                file.seek(0)
                assert list(files.read_back(listing, format, file)) == rows, (listing.code, login, format)
    assert {code for code, rows in rows_of.items() if not rows} | {"jobs"} == BARE, (
        "lists of which nothing was read back"
    )


def test_pages_of_one_row_give_the_same_as_the_whole(world: World) -> None:
    for listing in listings().values():
        if (login := next(iter(readers(world, listing)), "")) == "":
            continue
        whole = list(listing.all(asked(world, listing, login)))[:6]
        after = ""
        found: list[Sequence[Value]] = []
        while len(found) < len(whole):
            page = listing.page(asked(world, listing, login, limit=1, after=after))
            found += page.rows
            if (after := page.next or "") == "":
                break
        assert [list(row) for row in found] == [list(row) for row in whole], listing.code


def test_boundaries_are_taken_in_again_as_the_parcels_they_were(world: World, api: Program) -> None:
    document = content(api.get("projects.geojson"))
    features = json.loads(document)["features"]
    assert {feature["properties"]["reference"] for feature in features} == {world.mapped}
    before, after = parcels_in(BOUNDARY, "before"), parcels_in(document, "after")
    assert [(key, outline.sha256) for key, outline in after] == [(key, outline.sha256) for key, outline in before]
    again = world.cast.open()
    taken = world.cast.file(document, "projects.geojson", "application/geo+json")
    world.cast.document(again, "boundary", evidence=taken)
    assert content(api.get("projects.geojson?state=draft")).count(b"Feature") == 1, "only the collection itself"


def test_a_page_costs_the_same_however_many_rows_it_has(world: World) -> None:
    for listing in listings().values():
        for login in readers(world, listing)[:3]:
            counts = []
            for limit in (1, 1000):
                with CaptureQueriesContext(connection) as caught:
                    listing.page(asked(world, listing, login, limit=limit))
                counts.append(len(caught))
            assert counts[1] <= counts[0] + 2, (listing.code, login, counts)
            assert counts[1] <= 10, (listing.code, counts)


def test_a_stranger_finds_nothing_of_others_in_any_kept_list(world: World) -> None:
    for listing in listings().values():
        if not listing.needs:
            continue
        for login in ("otto", "carl", "vera"):
            if listing.code in ("postings", "payments") or listing.needs not in world.actor(login).permissions:
                continue
            told = json.dumps([[str(v) for v in row] for row in listing.all(asked(world, listing, login))])
            for private in ("VILLAGE", "V-1", "ann", world.checked, world.draft):
                assert f'"{private}"' not in told or listing.code in ("objections", "tasks"), (listing.code, login)


@pytest.mark.parametrize("path", ["values?status=official", "retirements?purpose=voluntary", "projects?q=林"])
def test_filters_narrow(api: Program, path: str) -> None:
    code = path.split("?")[0]
    some, all = (json.loads(api.get(each).content)["rows"] for each in (path + "&limit=1000", f"{code}?limit=1000"))
    assert 0 < len(some) <= len(all)
    assert api.get(path.replace("=", "=x-")).status_code in (200, 400)


def test_a_day_that_is_not_yet_shows_in_the_tag_and_a_write_changes_it(world: World, api: Program) -> None:
    first = api.get("projects")
    assert api.get("projects", **{"if-none-match": first["ETag"]}).status_code == 304
    world.cast.project_at("disclosed")
    again = api.get("projects", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again["ETag"] != first["ETag"]) == (200, True)
    assert int(again["X-Journal"]) == json.loads(again.content)["journal"] > int(first["X-Journal"])
