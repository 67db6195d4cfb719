"""A repeated key gives the first answer; a refused act stores nothing; the tables refuse to be rewritten."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tanpuhui.apps.projects import operations, queries
from tanpuhui.apps.projects.guards import GUARDS
from tanpuhui.apps.projects.models import Calculation, Document, Statement
from tests.projects.cast import Cast, code_of
from tests.projects.days import LATER


def test_the_same_key_gives_the_first_answer_and_another_body_is_refused(cast: Cast) -> None:
    report = cast.report_at("returned")
    given: dict[str, Any] = cast.write(cast.ann, LATER)
    first = operations.submit(report=report, **given)
    assert operations.submit(report=report, **given) == first
    assert Calculation.objects.count() == 2
    other = cast.report(queries.report(report).project)
    assert code_of(operations.submit, report=other, **given) == "key_reused"


@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_nothing_that_was_handed_in_or_signed_can_be_rewritten(cast: Cast, verb: str) -> None:
    cast.report_at("verified")
    wrong = []
    for guard in GUARDS:
        if verb.split()[0].lower() not in guard.verbs:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {guard.table}")
            filled = cursor.fetchone()[0]
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(verb.format(guard.table))
            if filled:
                wrong.append(guard.table)
        except DatabaseError:
            pass
    assert not wrong
    assert Document.objects.count() > 5
    assert Statement.objects.count() == 1
