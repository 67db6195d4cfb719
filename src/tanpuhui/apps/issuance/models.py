"""What was issued from which report, and what was read from foreign registers, row by row, as it was read."""

from django.db import models
from django.db.models import F, Q


class Issuance(models.Model):
    """An approved report that became units: once, by one entry of the journal. `result`: the hash of its calculation."""

    journal = models.OneToOneField("records.Journal", models.PROTECT, primary_key=True, related_name="+")
    report = models.CharField(max_length=40, unique=True)
    result = models.CharField(max_length=64)
    units = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(units__gte=1), name="issuance_of_some_units")]


class IssuedVintage(models.Model):
    """One year of an issuance: its grams are the tonnes issued and a `rest` that stays on the year."""

    journal = models.ForeignKey("records.Journal", models.PROTECT, related_name="+")
    vintage = models.SmallIntegerField()
    grams = models.BigIntegerField()
    units = models.BigIntegerField()
    rest = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journal", "vintage"], name="vintage_issued_once"),
            models.CheckConstraint(
                condition=Q(grams=F("units") * 1_000_000 + F("rest"), rest__gte=0, rest__lt=1_000_000, units__gte=0),
                name="no_gram_is_lost",
            ),
        ]


class ForeignFile(models.Model):
    """One table of a foreign register, known by the SHA-256 of its bytes; `state_on`: the day whose state it tells.

    `counted`: the columns whose rows statistics count by cell.
    """

    register = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    state_on = models.DateField()
    counted = models.JSONField(default=list)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "sha256"], name="file_read_once")]


class ForeignRow(models.Model):
    """One row as read (`cells`); `series` if it became units; `findings` as [code, about, facts]. Written once."""

    register = models.CharField(max_length=40)
    file = models.ForeignKey(ForeignFile, models.PROTECT, related_name="rows")
    line = models.IntegerField()
    foreign_id = models.CharField(max_length=120)
    content = models.CharField(max_length=64)
    cells = models.JSONField()
    series = models.ForeignKey("ledger.Series", models.PROTECT, null=True, related_name="+")
    findings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "foreign_id", "content"], name="row_read_once"),
        ]
