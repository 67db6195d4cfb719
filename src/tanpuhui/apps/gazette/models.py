"""The tables of the gazette: append-only but for the state of a filing. What took effect is never changed, only followed."""

from django.db import models
from django.db.models import F, Q

from tanpuhui.apps.gazette.workflow import FILING


class Entered(models.Model):
    """Who entered a row, for which organisation, on which legal day, at which instant, by which entry of the journal."""

    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    journal = models.ForeignKey("records.Journal", models.PROTECT, related_name="+")

    class Meta:
        abstract = True


def _evidence(*, null: bool = False) -> "models.ForeignKey[object, object]":
    """A filed document, by the hash of its content."""
    return models.ForeignKey("records.Evidence", models.PROTECT, to_field="sha256", null=null, related_name="+")


class Notice(Entered):
    """An authority's notice: its own `reference`, when it appeared and is in force, and the notice it withdraws, if any."""

    reference = models.CharField(max_length=100, unique=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    issuer_zh = models.CharField(max_length=200)
    issuer_en = models.CharField(max_length=200)
    document = _evidence()
    published_on = models.DateField(db_index=True)
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True)
    withdraws = models.OneToOneField("self", models.PROTECT, null=True, related_name="withdrawn_by")

    class Meta:
        constraints = [
            models.CheckConstraint(name="gazette_notice_ends_later", condition=Q(in_force_to__gte=F("in_force_from"))),
            models.CheckConstraint(name="gazette_withdraws_another", condition=~Q(withdraws=F("id"))),
        ]


class NoticeEntry(models.Model):
    """One value of a notice: text as written there, valid `first` to `last` (empty: open) on the axis of its key."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="entries")
    line = models.IntegerField()
    key = models.CharField(max_length=200)
    value = models.CharField(max_length=200)
    axis = models.CharField(max_length=20)
    first = models.CharField(max_length=10, blank=True)
    last = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "line"], name="gazette_one_entry_a_line")]
        indexes = [models.Index(fields=["key"], name="gazette_entries_of_a_key")]


class Adoption(Entered):
    """The authority adopts exactly the set of value versions with this hash, for a scope."""

    reference = models.CharField(max_length=40, unique=True)
    hash = models.CharField(max_length=64, db_index=True)
    scope = models.CharField(max_length=80)
    evidence = _evidence(null=True)


class AdoptionLine(models.Model):
    """One value version of an adopted set: its own hash, and what it said to a person."""

    adoption = models.ForeignKey(Adoption, models.PROTECT, related_name="lines")
    line = models.IntegerField()
    key = models.CharField(max_length=200)
    hash = models.CharField(max_length=64)
    status = models.CharField(max_length=20)
    says_zh = models.TextField()
    says_en = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["adoption", "line"], name="gazette_one_value_a_line")]


class AdoptionRevocation(Entered):
    """The end of an adoption, from the day `on`. There is at most one."""

    adoption = models.OneToOneField(Adoption, models.PROTECT, related_name="revocation")
    reason = models.TextField()


class Filing(models.Model):
    """A methodology somebody wants filed, and where it stands: `state` since `since`, after `steps` steps."""

    reference = models.CharField(max_length=40, unique=True)
    filer = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    area = models.CharField(max_length=6)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    revises = models.CharField(max_length=7, blank=True)
    opened_on = models.DateField()
    state = models.CharField(max_length=20, default="draft")
    since = models.DateField()
    steps = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="gazette_known_state", condition=Q(state__in=sorted(s.code for s in FILING.states))
            )
        ]
        indexes = [models.Index(fields=["state", "area", "reference"], name="gazette_queue")]


class FilingStep(Entered):
    """One move of a filing: from `before` to `after`, in which role (`who`), why, and on which `dossier`."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="history")
    number = models.IntegerField()
    act = models.CharField(max_length=20)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    who = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    opinions = models.IntegerField(null=True)
    dossier = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filing", "number"], name="gazette_one_step_a_number")]


class FilingDocument(Entered):
    """One version of a document; all versions stay. `sections`: where the design document treats what the outline asks."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True)
    version = models.IntegerField()
    evidence = _evidence()
    sections = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["filing", "kind", "name", "version"], name="gazette_one_document_a_version")
        ]


class FilingOpinion(Entered):
    """What one expert, a natural person, signed in one round of evaluation; `signed` is the hash of all that was signed."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="opinions")
    round = models.IntegerField()
    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20)
    text = models.TextField()
    dossier = models.CharField(max_length=64)
    signed = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["filing", "round", "person"], name="gazette_one_opinion_an_expert")
        ]


class Methodology(Entered):
    """A methodology as filed and published: its code and edition here, its official number, and the design document."""

    filing = models.OneToOneField(Filing, models.PROTECT, related_name="methodology")
    code = models.CharField(max_length=40)
    edition = models.CharField(max_length=20)
    number = models.CharField(max_length=11, unique=True)
    design = _evidence()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "edition"], name="gazette_one_methodology_an_edition")]
