"""The tables of project mode. Append-only, but for where a project or report stands and which period a report asks for."""

from django.db import models
from django.db.models import F, Q

from tanpuhui.apps.gazette.models import Entered
from tanpuhui.apps.projects.workflow import PROJECT, REPORT


def _evidence(*, null: bool = False) -> "models.ForeignKey[object, object]":
    """A filed document, by the hash of its content."""
    return models.ForeignKey("records.Evidence", models.PROTECT, to_field="sha256", null=null, related_name="+")


class Paper(Entered):
    """What may have come on paper, on the day `received_on`, and was entered by somebody else."""

    on_paper = models.BooleanField(default=False)
    received_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Project(models.Model):
    """A project and where it stands: `state` since `since`, after `steps` steps, the last `acted_on`; `applicant` leads."""

    reference = models.CharField(max_length=40, unique=True)
    applicant = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    area = models.CharField(max_length=6)
    opened_on = models.DateField()
    state = models.CharField(max_length=20, default="draft")
    since = models.DateField()
    acted_on = models.DateField()
    steps = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="projects_known_state", condition=Q(state__in=sorted(s.code for s in PROJECT.states))
            )
        ]
        indexes = [models.Index(fields=["state", "area", "reference"], name="projects_queue")]


class Terms(Paper):
    """One version of what a project is: title, city, methodology, crediting period. The newest holds.

    `answers`: of the methodology's conditions of applicability, by their code. `cobenefits`: what else is good about it.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="terms")
    version = models.IntegerField()
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    area = models.CharField(max_length=6)
    methodology = models.CharField(max_length=64)
    edition_zh = models.CharField(max_length=80)
    edition_en = models.CharField(max_length=80)
    first = models.DateField()
    last = models.DateField()
    answers = models.JSONField(default=dict)
    cobenefits_zh = models.TextField(blank=True)
    cobenefits_en = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="projects_one_version_of_terms"),
            models.CheckConstraint(name="projects_crediting_not_reversed", condition=Q(first__lte=F("last"))),
        ]


class Owner(models.Model):
    """An owner under some terms, with the share of the reduction: an exact decimal as text; they add up to one."""

    terms = models.ForeignKey(Terms, models.PROTECT, related_name="owners")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    share = models.CharField(max_length=45)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["terms", "organisation"], name="projects_owner_once")]


class Consultant(models.Model):
    """An organisation that advised on the project under some terms: it is disclosed, and never verifies."""

    terms = models.ForeignKey(Terms, models.PROTECT, related_name="consultants")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["terms", "organisation"], name="projects_consultant_once")]


class Report(models.Model):
    """A monitoring report for the days `first` to `last`, and where it stands."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="reports")
    reference = models.CharField(max_length=40, unique=True)
    first = models.DateField()
    last = models.DateField()
    opened_on = models.DateField()
    state = models.CharField(max_length=20, default="draft")
    since = models.DateField()
    acted_on = models.DateField()
    steps = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="projects_known_report_state", condition=Q(state__in=sorted(s.code for s in REPORT.states))
            ),
            models.CheckConstraint(name="projects_report_not_reversed", condition=Q(first__lte=F("last"))),
        ]
        indexes = [models.Index(fields=["state", "reference"], name="projects_report_queue")]


class Wish(Entered):
    """One version of what a report asks: its period, the methodology's settings, the profile of values. The newest holds."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="wishes")
    version = models.IntegerField()
    first = models.DateField()
    last = models.DateField()
    options = models.JSONField(default=dict)
    profile = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="projects_one_wish_a_version"),
            models.CheckConstraint(name="projects_wish_not_reversed", condition=Q(first__lte=F("last"))),
        ]


class Step(Entered):
    """One move of a project (`report` is empty) or of a report: from `before` to `after`, as `who`, why, on which `dossier`."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="history")
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="history")
    number = models.IntegerField()
    act = models.CharField(max_length=20)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    who = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    dossier = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"], condition=Q(report=None), name="projects_one_step_a_number"
            ),
            models.UniqueConstraint(fields=["report", "number"], name="projects_one_report_step_a_number"),
        ]


class Document(Paper):
    """One version of a document of a project (`report` is empty) or of a report; all versions stay."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="documents")
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="documents")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True)
    version = models.IntegerField()
    evidence = _evidence()
    visibility = models.CharField(max_length=20, default="private")
    signed_by = models.CharField(max_length=200, blank=True)
    signature = _evidence(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "name", "version"],
                condition=Q(report=None),
                name="projects_document_version",
            ),
            models.UniqueConstraint(
                fields=["report", "kind", "name", "version"], name="projects_report_document_version"
            ),
        ]


class Redaction(Entered):
    """The copy of a document that the public may see. The newest holds."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="redactions")
    evidence = _evidence()


class Disclosure(Entered):
    """A disclosure to the stakeholders: of what (`content`), for how many working `days`, `until` when; empty: not known."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="disclosures")
    content = models.CharField(max_length=64)
    days = models.IntegerField(null=True)
    until = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    rule_zh = models.TextField()
    rule_en = models.TextField()


class Objection(Paper):
    """What a stakeholder objected to a disclosure."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="objections")
    number = models.IntegerField()
    raised_by = models.CharField(max_length=200)
    text = models.TextField()
    evidence = _evidence(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="projects_one_objection_a_number")]


class ObjectionAnswer(Entered):
    """What the applicant answered to an objection."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="answers")
    text = models.TextField()
    evidence = _evidence(null=True)


class Calculation(Entered):
    """What a report pinned when it was submitted: inputs, settings, values, result. `on` is the day whose values hold.

    `tables`: input table → evidence; `things`: what is claimed, as `claims` writes it; `record`: the whole run as JSON.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="calculations")
    number = models.IntegerField()
    methodology = models.CharField(max_length=64)
    first = models.DateField()
    last = models.DateField()
    options = models.JSONField(default=dict)
    profile = models.CharField(max_length=20, blank=True)
    tables = models.JSONField(default=dict)
    things = models.JSONField(default=list)
    inputs_hash = models.CharField(max_length=64)
    values_hash = models.CharField(max_length=64)
    formula_hash = models.CharField(max_length=64)
    result_hash = models.CharField(max_length=64)
    all_hash = models.CharField(max_length=64)
    grams = models.BigIntegerField()
    vintages = models.JSONField(default=dict)
    status = models.CharField(max_length=20)
    record = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="projects_one_calculation_a_number")]


class Recalculation(Entered):
    """Somebody's own run of a pinned calculation at a `step` of the report, and the hash that came out."""

    calculation = models.ForeignKey(Calculation, models.PROTECT, related_name="repeated")
    step = models.IntegerField()
    who = models.CharField(max_length=20)
    all_hash = models.CharField(max_length=64)


class Accreditation(Entered):
    """An entry in the register of verification bodies: for which methodologies (`scope`), from `first` to `last`."""

    body = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40, unique=True)
    scope = models.JSONField(default=list)
    first = models.DateField()
    last = models.DateField()
    evidence = _evidence()

    class Meta:
        constraints = [
            models.CheckConstraint(name="projects_accreditation_not_reversed", condition=Q(first__lte=F("last")))
        ]


class AccreditationEvent(Entered):
    """From the day `on` an accreditation is suspended, restored, or ended for good."""

    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="events")
    act = models.CharField(max_length=20)
    reason = models.TextField()


class ConflictDeclaration(Entered):
    """A verification body says that it has an interest in another organisation's projects."""

    body = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    other = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    reason = models.TextField()


class Engagement(Entered):
    """The applicant engages a verification body for a report. The newest holds."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="engagements")
    body = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    evidence = _evidence(null=True)


class VerifierFinding(Entered):
    """Something the verification body found: a `correction` or a `clarification` is asked for."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="findings")
    number = models.IntegerField()
    kind = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="projects_one_finding_a_number")]


class FindingMessage(Entered):
    """A message in the thread of a finding: it was raised, answered or closed."""

    finding = models.ForeignKey(VerifierFinding, models.PROTECT, related_name="messages")
    line = models.IntegerField()
    act = models.CharField(max_length=20)
    text = models.TextField()
    evidence = _evidence(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "line"], name="projects_one_message_a_line")]


class Visit(Entered):
    """A site visit or a sampling: when, where, how many of how many were looked at, and what was seen."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="visits")
    kind = models.CharField(max_length=20)
    first = models.DateField()
    last = models.DateField()
    place = models.CharField(max_length=200)
    method = models.TextField()
    population = models.IntegerField(null=True)
    sample = models.IntegerField(null=True)
    seen = models.TextField()
    evidence = _evidence(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="projects_visit_not_reversed", condition=Q(first__lte=F("last")))]


class Statement(Entered):
    """What a verification body signed, a natural person for it: assurance, opinion, over dossier and calculation.

    `signed`: the hash of all that; `method`: how the person proved to be the one when signing.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="statements")
    number = models.IntegerField()
    body = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    assurance = models.CharField(max_length=20)
    opinion = models.CharField(max_length=20)
    text = models.TextField()
    dossier = models.CharField(max_length=64)
    calculation = models.CharField(max_length=64)
    signed = models.CharField(max_length=64)
    method = models.CharField(max_length=40)
    proved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="projects_one_statement_a_number")]
