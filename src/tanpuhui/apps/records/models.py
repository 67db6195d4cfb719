"""Append-only tables: the database refuses to change or delete a row (see `guards.py`)."""

from django.db import models


class Journal(models.Model):
    """One entry for each operation that was carried out. `content` is its canonical bytes, `hash` their SHA-256."""

    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    operation = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    body_hash = models.CharField(max_length=64)
    content = models.BinaryField()
    hash = models.CharField(max_length=64)
    approval = models.OneToOneField("records.Approval", models.PROTECT, null=True, related_name="used_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "operation", "key"], name="once_per_key"),
        ]


class Approval(models.Model):
    """Somebody asks that a second person allow exactly this operation with exactly this body.

    `door`: how it was asked for at a door of the house (the deed, and what was said), so that it can be carried out as asked.
    """

    operation = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    body = models.BinaryField()
    door = models.JSONField(null=True)
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()


class Decision(models.Model):
    """The second person's answer to an `Approval`. There is at most one. `ends_on`: the last day of what it allows."""

    approval = models.OneToOneField(Approval, models.PROTECT, related_name="decision")
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    allowed = models.BooleanField()
    reason = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(allowed=True, ends_on__gte=models.F("on")) | models.Q(allowed=False, ends_on=None),
                name="what_is_allowed_ends",
            )
        ]


class Withdrawal(models.Model):
    """Who allowed something took that back before it was done."""

    approval = models.OneToOneField(Approval, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    reason = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()


class Evidence(models.Model):
    """A file known by the SHA-256 of its content; the bytes lie in the evidence store."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    filed_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(size__gte=0), name="evidence_has_a_size")]


class Filer(models.Model):
    """An organisation that filed a content, first or after others."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, to_field="sha256", related_name="+")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "organisation"], name="one_filer_of_each")]


class Counter(models.Model):
    """The last reference number given of a kind and year. It only ever grows by one."""

    kind = models.CharField(max_length=40)
    year = models.IntegerField()
    last = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="one_counter"),
            models.CheckConstraint(condition=models.Q(last__gte=1), name="counter_positive"),
        ]
