"""The tables of the room. The line of days lets the database itself refuse two claims of the same thing for the same day.

Every subject owns `SPAN` numbers of one number line, one for each day: day `d` of subject `s` is `s · SPAN + d`. A hold is
a run `[first, last]` of them and points back to the last day of the hold before it: `previous` is unique and a deferred
foreign key to another hold's `last`, `CHECK previous < first <= last`, all within the subject's own numbers; and of the
holds of a subject exactly one has no `previous`. So the holds of a subject are one chain in which each begins after the
one before has ended: the database proves that none overlap, on SQLite and PostgreSQL alike, without triggers, and a claim
of twenty years costs the two rows that a claim of one day costs. See docs/decisions/0004 for the like in the ledger.
"""

from django.db import models
from django.db.models import F, Q

from tanpuhui.apps.claims.kinds import KINDS, OUTCOMES, STATES

SPAN = 2**20
"""Numbers of a subject: a day's is its proleptic Gregorian ordinal (2200-12-31 is 803,531)."""


class Subject(models.Model):
    """A thing whose reductions may be claimed, known by a hash of its names only (see `identity`)."""

    kind = models.CharField(max_length=20)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "hash"], name="one_subject"),
            models.CheckConstraint(condition=Q(kind__in=sorted(KINDS)), name="subject_of_known_kind"),
        ]


class Reference(models.Model):
    """A project, report or foreign project under which one organisation claims; `scheme`: whose rules it follows."""

    scheme = models.CharField(max_length=40)
    code = models.CharField(max_length=120)
    claimant = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="one_reference")]


class Outline(models.Model):
    """The outline of a parcel in its one spelling (GeoJSON), once, however often it is claimed; area in cm²."""

    sha256 = models.CharField(max_length=64, unique=True)
    geojson = models.TextField()
    area_cm2 = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(area_cm2__gte=0), name="outline_has_an_area")]


class Claim(models.Model):
    """Under a reference, the reduction of a subject is claimed for the days `first` to `last`. Only its state changes."""

    reference = models.ForeignKey(Reference, models.PROTECT, related_name="claims")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="claims")
    outline = models.ForeignKey(Outline, models.PROTECT, null=True, related_name="+")
    first = models.DateField()
    last = models.DateField()
    state = models.CharField(max_length=12)
    filed_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="claim_not_reversed"),
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="claim_in_known_state"),
        ]


class Hold(models.Model):
    """A claim holds its subject's days `[first, last]` on the number line; `previous`: where the hold before it ended."""

    last = models.BigIntegerField(primary_key=True)
    first = models.BigIntegerField()
    previous = models.OneToOneField("self", models.DO_NOTHING, null=True, db_column="previous", related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    claim = models.OneToOneField(Claim, models.PROTECT, related_name="hold")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="hold_not_reversed"),
            models.CheckConstraint(
                condition=Q(previous__isnull=True) | Q(previous__lt=F("first")), name="hold_after_previous"
            ),
            models.CheckConstraint(
                condition=Q(first__gte=F("subject") * SPAN, last__lt=(F("subject") + 1) * SPAN)
                & (Q(previous__isnull=True) | Q(previous__gte=F("subject") * SPAN)),
                name="hold_within_its_subject",
            ),
            models.UniqueConstraint(fields=["subject"], condition=Q(previous__isnull=True), name="one_first_hold"),
        ]


class Event(models.Model):
    """What became of a claim, and by which entry of the journal. What was confirmed keeps its hold: the row refers to it."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="events")
    state = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    hold = models.OneToOneField(Hold, models.DO_NOTHING, null=True, related_name="+")
    on = models.DateField()
    journal = models.ForeignKey("records.Journal", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "state"], name="each_state_once"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(state__in=["confirmed", "released"]), name="confirmed_or_released"
            ),
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="event_of_known_state"),
            models.CheckConstraint(
                condition=Q(state="confirmed", hold__isnull=False) | (~Q(state="confirmed") & Q(hold__isnull=True)),
                name="confirmed_keeps_its_hold",
            ),
        ]


class Case(models.Model):
    """Two claims of one thing for common days (`first` to `last`), or whose outlines share `area_cm2` then.

    `earlier`: what came first, a corrected claim with the one it corrects.
    """

    earlier = models.ForeignKey(Claim, models.PROTECT, related_name="cases_as_earlier")
    later = models.ForeignKey(Claim, models.PROTECT, related_name="cases_as_later")
    same_subject = models.BooleanField()
    area_cm2 = models.BigIntegerField()
    first = models.DateField()
    last = models.DateField()
    opened_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="one_case_for_two"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="case_of_two"),
            models.CheckConstraint(condition=Q(same_subject=True) | Q(area_cm2__gt=0), name="case_about_something"),
        ]


class Ruling(models.Model):
    """How the authority decided a case, and why."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="ruling")
    outcome = models.CharField(max_length=20)
    reason = models.TextField()
    on = models.DateField()
    journal = models.ForeignKey("records.Journal", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=sorted(OUTCOMES)), name="ruling_of_known_outcome")
        ]


class Cell(models.Model):
    """A square of the spatial index (see `cells`) for one polygon of a live claim, with the polygon's bounds and the days."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="cells")
    square = models.BigIntegerField(db_index=True)
    west = models.BigIntegerField()
    south = models.BigIntegerField()
    east = models.BigIntegerField()
    north = models.BigIntegerField()
    first = models.DateField()
    last = models.DateField()


class Tile(models.Model):
    """A square that somebody has put a parcel in. Its row is what writers of parcels lock."""

    square = models.BigIntegerField(primary_key=True)
