"""What was read from foreign registers, row by row, as it was read."""

from django.db import models


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
