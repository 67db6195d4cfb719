"""Adopting a hash adopts exactly that set of value versions, for that scope, until it is revoked; and nothing else."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tanpuhui.apps.gazette import operations, queries
from tanpuhui.apps.gazette.models import Adoption, AdoptionLine, AdoptionRevocation
from tanpuhui.parameters import Value, hash_of_all, load
from tests.gazette.cast import DAY, NEXT, Cast, code_of
from tests.support.databases import Database
from tests.support.long import counts

SHIPPED = load()
KEYS = ("guangdong.deals.zhankeng.tonnes", "guangdong.forestry.benchmark_public", "guangdong.offset.local_share_base")
POOL = [value for key in KEYS for value in SHIPPED.known(key)]
SET = POOL[:2]
HASH = hash_of_all(SET)
SCOPE = operations.scope_of("forestry", "2020")
BEFORE = DAY.replace(day=5)


def adopt(cast: Cast, values: list[Value] = SET, *, on: Any = DAY, by: Any = None, **more: Any) -> str:
    said: dict[str, Any] = {"values": values, "hash": hash_of_all(values), "scope": SCOPE} | more
    approval = said.pop("approval", None) or cast.approved("gazette_adopt", operations.adopt_body(**said))
    return str(operations.adopt(**cast.write(by or cast.pia, on), **said, approval=approval)["adoption"])


def revoke(cast: Cast, adoption: str, *, on: Any = NEXT, reason: str = "a better source", by: Any = None) -> object:
    approval = cast.approved("gazette_revoke", operations.revoke_body(adoption=adoption, reason=reason))
    return operations.revoke(
        **cast.write(by or cast.pia, on), adoption=adoption, reason=reason, approval=approval
    )  # fmt: skip


def test_an_adoption_holds_from_its_day_for_its_hash_and_lists_what_was_adopted(cast: Cast) -> None:
    reference = adopt(cast, evidence=cast.paper)
    found = queries.adopted(HASH, DAY)
    assert found is not None
    assert (found.reference, found.scope, found.evidence, found.revoked_on) == (reference, SCOPE, cast.paper, None)
    assert {(key, hash) for key, hash, _, _ in found.values} == {(value.key, value.hash) for value in SET}
    assert {says for *_, says in found.values} == {value.says for value in SET}
    assert {status for _, _, status, _ in found.values} == {value.status.name.lower() for value in SET}
    assert queries.adopted(HASH, BEFORE) is None
    assert [row.reference for row in queries.adoptions()] == [reference]


def test_it_adopts_no_other_set_and_no_other_scope(cast: Cast) -> None:
    adopt(cast)
    assert queries.adopted(hash_of_all(POOL[:1]), DAY) is None
    assert queries.adopted(hash_of_all(POOL[:3]), DAY) is None
    assert queries.adopted(HASH, DAY, scopes=["REP-2024-000001"]) is None
    assert queries.adopted(HASH, DAY, scopes=[]) is None
    assert queries.adopted(HASH, DAY, scopes=["REP-2024-000001", SCOPE, "\0"]) is not None
    for other in ("", HASH.upper(), HASH[:-1], "\0" * 64, HASH + " "):
        assert queries.adopted(other, DAY) is None


@settings(max_examples=counts(15, 300))
@given(adopted=st.sets(st.integers(0, len(POOL) - 1), min_size=1), asked=st.sets(st.integers(0, len(POOL) - 1)))
def test_whatever_is_adopted_another_set_is_not(cast: Cast, db: Database, adopted: set[int], asked: set[int]) -> None:
    with db.scratch():
        adopt(cast, [POOL[n] for n in adopted])
        found = queries.adopted(hash_of_all(POOL[n] for n in asked), DAY)
        assert (found is not None) == ({POOL[n].hash for n in adopted} == {POOL[n].hash for n in asked})


def test_a_value_read_twice_is_one_value_of_the_set(cast: Cast) -> None:
    adopt(cast, [*SET, SET[0]])
    assert AdoptionLine.objects.count() == len(SET)
    assert queries.adopted(HASH, DAY) is not None


def test_a_revocation_ends_it_from_its_day_and_changes_nothing_before(cast: Cast) -> None:
    first = adopt(cast)
    revoke(cast, first)
    assert (queries.adopted(HASH, DAY), queries.adopted(HASH, NEXT)) != (None, None)
    assert queries.adopted(HASH, NEXT) is None
    found = queries.adopted(HASH, DAY)
    assert found is not None
    assert found.revoked_on == NEXT
    second = adopt(cast, on=NEXT)
    assert second != first
    again = queries.adopted(HASH, NEXT)
    assert again is not None
    assert again.reference == second


BAD: list[tuple[str, dict[str, Any]]] = [
    ("adoption_empty", {"values": []}),
    ("adoption_hash_differs", {"hash": "a" * 64}),
    ("adoption_hash_differs", {"hash": ""}),
    ("adoption_hash_differs", {"values": POOL[:1], "hash": HASH}),
    ("scope_malformed", {"scope": ""}),
    ("scope_malformed", {"scope": "all methodologies"}),
    ("scope_malformed", {"scope": "x" * 81}),
    ("scope_malformed", {"scope": "forestry:2020\n"}),
    ("evidence_not_found", {"evidence": "b" * 64}),
    ("evidence_not_found", {"evidence": "a drawer"}),
]


@pytest.mark.parametrize(("code", "more"), BAD, ids=[f"{n}-{bad[0]}" for n, bad in enumerate(BAD)])
def test_what_cannot_be_adopted_is_refused_and_nothing_stored(cast: Cast, code: str, more: dict[str, Any]) -> None:
    assert code_of(adopt, cast, **more) == code
    assert Adoption.objects.count() == AdoptionLine.objects.count() == 0


def test_the_same_is_adopted_once_for_a_scope(cast: Cast) -> None:
    adopt(cast)
    assert code_of(adopt, cast) == "adopted_already"
    adopt(cast, scope="REP-2024-000001")


def test_only_the_provinces_officer_adopts_and_revokes_and_never_alone(cast: Cast) -> None:
    reference = adopt(cast)
    for who in (cast.fay, cast.cara, cast.sam, cast.eva, cast.vic, cast.system):
        assert code_of(adopt, cast, by=who) == "not_permitted"
        assert code_of(revoke, cast, reference, by=who) == "not_permitted"
    alone: dict[str, Any] = {"values": SET, "hash": HASH, "scope": "other", "approval": None}
    assert code_of(operations.adopt, **cast.write(cast.pia), **alone) == "approval_missing"
    ended: dict[str, Any] = {"adoption": reference, "reason": "why", "approval": None}
    assert code_of(operations.revoke, **cast.write(cast.pia), **ended) == "approval_missing"


def test_the_approval_is_for_exactly_one_set(cast: Cast) -> None:
    other = operations.adopt_body(values=POOL[:1], hash=hash_of_all(POOL[:1]), scope=SCOPE)
    assert code_of(adopt, cast, approval=cast.approved("gazette_adopt", other)) == "approval_for_something_else"


def test_a_revocation_names_an_adoption_a_reason_and_a_day_not_before_it(cast: Cast) -> None:
    reference = adopt(cast)
    assert code_of(revoke, cast, reference, reason=" ") == "gazette_reason_missing"
    assert code_of(revoke, cast, "ADO-2024-999999") == "unknown_adoption"
    assert code_of(revoke, cast, "ADO-2024-000001\0") == "text_not_kept"  # nobody could approve it either
    assert code_of(revoke, cast, reference, on=BEFORE) == "revoked_before_adopted"
    revoke(cast, reference)
    assert code_of(revoke, cast, reference) == "adoption_revoked_already"


@pytest.mark.parametrize("model", [Adoption, AdoptionLine, AdoptionRevocation])
def test_an_adoption_never_changes(cast: Cast, model: Any) -> None:
    revoke(cast, adopt(cast))
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(id=99)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()
