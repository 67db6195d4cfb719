"""Who writes in this room stands on ground of his own: rows locked in one order, so that nobody waits in a ring.

First references, then subjects, then tiles, each kind by its key. Who changes the state of a claim has locked its subject;
who adds claims to a reference has locked it; who puts a parcel in has locked the tiles it touches, so of two overlapping
parcels one sees the other. On SQLite, whose only writer is alone, the same statements lock nothing more.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from tanpuhui.apps.claims import cells
from tanpuhui.apps.claims.geometry import Outline
from tanpuhui.apps.claims.identity import Key
from tanpuhui.apps.claims.kinds import LIVE
from tanpuhui.apps.claims.models import Case, Claim, Reference, Subject, Tile


@dataclass(frozen=True, slots=True)
class Ground:
    """What is locked until the transaction ends."""

    references: dict[tuple[str, str], Reference]
    subjects: dict[Key, int]
    named: Sequence[Model] = ()
    """The references and subjects that an act names, for its entry: it may have made them."""

    def holds(self, subject: int) -> bool:
        """Whether the subject is locked."""
        return subject in self.subjects.values()


M = TypeVar("M", bound=Model)
Named = tuple[str, str, int]
"""A reference: scheme, code, claimant."""


def stand(
    *, new: Iterable[Named] = (), known: Iterable[tuple[str, str]] = (), claims: Iterable[int] = (),
    keys: Iterable[Key] = (), outlines: Iterable[Outline] = (),
) -> Ground:  # fmt: skip
    """Locks references (made if they are `new`) with all their live claims, these other `claims`, `keys`, and tiles.

    Claims that may take the place of those, because they contest it, are locked too. Call it in the transaction.
    """
    new = list(new)
    references = _references(new, list(known))
    own = Claim.objects.filter(reference__in=[r.pk for r in references.values()], state__in=LIVE)
    own_ids = {*claims, *own.values_list("pk", flat=True)}
    rivals = Case.objects.filter(earlier__in=own_ids, later__state="contested").values_list("later", flat=True)
    ids = Claim.objects.filter(pk__in=own_ids | set(rivals)).values_list("subject", flat=True)
    keys = set(keys)
    subjects = _subjects(keys, set(ids))
    _tiles({square for outline in outlines for box in outline.boxes for square in cells.tiles(box)})
    named = [*(references[scheme, code] for scheme, code, _ in new), *(subjects[key] for key in sorted(keys))]
    return Ground(references, {key: subject.pk for key, subject in subjects.items()}, named)


def _references(new: list[Named], known: list[tuple[str, str]]) -> dict[tuple[str, str], Reference]:
    Reference.objects.bulk_create(
        (Reference(scheme=s, code=c, claimant_id=who) for s, c, who in sorted(new)), ignore_conflicts=True
    )
    names = {(scheme, code) for scheme, code, _ in new} | set(known)
    found = Reference.objects.filter(scheme__in={s for s, _ in names}, code__in={c for _, c in names})
    wanted = [pk for pk, *name in found.values_list("pk", "scheme", "code") if tuple(name) in names]
    return {(r.scheme, r.code): r for r in _locked(Reference.objects.select_related("claimant"), wanted)}


def _subjects(keys: set[Key], ids: set[int]) -> dict[Key, Subject]:
    Subject.objects.bulk_create((Subject(kind=key.kind, hash=key.hash) for key in sorted(keys)), ignore_conflicts=True)
    named = Subject.objects.filter(hash__in=[key.hash for key in keys]).values_list("pk", "kind", "hash")
    wanted = ids | {pk for pk, kind, digits in named if Key(kind, digits) in keys}
    return {Key(s.kind, s.hash): s for s in _locked(Subject.objects.all(), wanted)}


def _tiles(squares: set[int]) -> None:
    Tile.objects.bulk_create((Tile(square=square) for square in sorted(squares)), ignore_conflicts=True)
    list(_locked(Tile.objects.all(), squares))


def _locked(rows: "QuerySet[M]", ids: Collection[int]) -> list[M]:
    return list(rows.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))) if ids else []
