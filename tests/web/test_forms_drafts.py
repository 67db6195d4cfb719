"""Drafts that two people have open, and statements whose hash the site works out."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.test_forms_done import Enter, enter, hidden, prove, words

if TYPE_CHECKING:
    from tests.projects.cast import Cast

__all__ = ["enter"]
SAID = {
    "said.area": "440200", "said.methodology": "forestry_2020", "said.crediting.first": "2011-01-01",
    "said.crediting.last": "2030-12-31", "said.owners.0.name": "VILLAGE", "said.owners.0.value": "1",
    "said.title.zh": "林", "said.title.en": "Wood",
}  # fmt: skip


@pytest.fixture
def people(standing: "Cast") -> "Cast":
    """Everybody of the tests of project mode, in an open register."""
    return standing


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unless_it_is_meant(
    people: "Cast", enter: Enter
) -> None:
    from tanpuhui.apps.projects.models import Terms

    project, ann = people.open(), enter("ann")
    address = f"/en/desk/do/revise_project?project={project}"
    first, second = hidden(ann.get(address)), hidden(ann.get(address))
    here = address.partition("?")[0]

    def titles() -> list[str]:
        return list(Terms.objects.filter(project__reference=project).order_by("pk").values_list("title_en", flat=True))

    before = titles()
    assert ann.post(here, first | SAID).status_code == 302
    assert ann.post(here, first | SAID).status_code == 302  # the same form twice is one act and no conflict
    late = ann.post(here, second | SAID | {"said.title.en": "Hill"})
    assert (late.status_code, titles()) == (412, [*before, "Wood"])
    assert "draft_changed" in words(late)
    assert ann.post(here, hidden(late) | SAID | {"said.title.en": "Hill"}).status_code == 302
    assert titles() == [*before, "Wood", "Hill"]


def test_the_hash_that_is_signed_is_worked_out_shown_and_no_longer_fits_other_words(
    people: "Cast", enter: Enter
) -> None:
    from tanpuhui.apps.parties import queries
    from tanpuhui.apps.projects.signing import Said, to_sign
    from tanpuhui.interfaces import clock

    vic, here = enter("vic"), "/en/desk/do/sign_statement"
    report = people.report_at("submitted")
    said: dict[str, Any] = {
        "said.report": report, "said.assurance": "reasonable", "said.opinion": "unqualified", "said.text": "true",
        "said.dossier": "a" * 64, "said.calculation": "b" * 64,
    }  # fmt: skip
    proven = prove(vic, vic.post(here, hidden(vic.get(here)) | said))
    form = vic.get(proven["Location"])
    user, place = queries.user(login="vic").id, queries.organisation(code="BODY").id
    wanted = to_sign(
        Said(**{name.removeprefix("said."): value for name, value in said.items()}),
        user=user, organisation=place, on=clock.today(),
    )  # fmt: skip

    assert hidden(form)["hash"] == wanted
    assert wanted in words(form)
    assert "signature_differs" in words(vic.post(here, hidden(form) | said | {"said.text": "false"}))
    assert "signature_differs" not in words(vic.post(here, hidden(form) | said))
