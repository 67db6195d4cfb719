"""Every write of the site is a deed, and so an endpoint of the API."""

from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver

from tanpuhui.interfaces.deeds.catalogue import deeds
from tanpuhui.interfaces.web.frame import pages
from tests.web.sitting import Sitter, join

NO_DEED = {
    "do": "does deeds, and nothing else",
    "approval": "carries out a deed that a second person allowed",
    "upload": "files evidence ahead of its form, as POST /evidence",
    "prove": "proof that it is the person",
    "desk": "seat and day of the session",
    "organisation_invite": "makes a link, keeps nothing",
    "methodology_try": "tries a calculation, keeps nothing",
    "case_sheet": "tries a calculation, keeps nothing",
    "case_check": "tries a calculation, keeps nothing",
}
"""Pages that take POST."""


def test_a_page_that_takes_a_post_does_deeds_or_keeps_nothing() -> None:
    unknown = {page.name for page in pages() if page.writes} - NO_DEED.keys()

    assert unknown == set(), "make it a deed (interfaces/deeds), so that the API has it; or say here why it is none"


def test_all_that_takes_a_post_is_a_page_a_deed_or_a_way_of_logging_in() -> None:
    named = {page.name for page in pages()} | {code.replace("-", "_") for code in deeds()}

    for name, route in addresses(get_resolver().url_patterns):
        known = name in named or "account/" in route or route.startswith("api/v1/") or route in ("", "healthz")
        assert known, (name, route)


def addresses(patterns: Any, before: str = "") -> Iterator[tuple[str, str]]:
    for each in patterns:
        route = before + str(getattr(each.pattern, "_route", ""))
        if hasattr(each, "url_patterns"):
            yield from addresses(each.url_patterns, route)
        else:
            yield each.name or "", route


def test_a_table_of_another_register_is_sent_with_the_form_of_its_deed(cast: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tanpuhui.apps.jobs import queries
    from tanpuhui.apps.parties.queries import organisation
    from tests.issuance.test_import_by_deed import PART

    join(cast, "otto", "PROVINCE", "importer")
    otto = Sitter("otto")
    assert 'action="/en/desk/do/import_register"' in otto.get("desk/admin/jobs").content.decode()

    said = {"_key": "k", "_then": "/en/desk/admin/jobs", "register": "us_ca_cop"}
    sent = SimpleUploadedFile("table.csv", PART, "text/csv")
    answer = otto.client.post("/en/desk/do/import_register", said | {"table": sent})

    assert (answer.status_code, answer["Location"]) == (302, "/en/desk/admin/jobs")
    (job,) = queries.jobs(organisation=organisation(code="PROVINCE").id)
    assert "queued" in otto.text(f"desk/admin/jobs/{job.id}")
