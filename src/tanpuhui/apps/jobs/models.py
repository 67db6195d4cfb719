"""The table of jobs. Thin: fields and constraints only."""

from django.db import models
from django.db.models import F, Q

from tanpuhui.apps.jobs.workflow import HELD, STATES


class Job(models.Model):
    """One piece of long work: what, for whom, how far, and who holds it until when.

    `attempts` counts the claims and is the fence: a worker whose claim is not the last one can write nothing more.
    """

    kind = models.CharField(max_length=60)
    args = models.JSONField()
    key = models.CharField(max_length=200)
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    started_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    on = models.DateField()
    state = models.CharField(max_length=8, default="queued")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    message_zh = models.TextField(blank=True)
    message_en = models.TextField(blank=True)
    lease_owner = models.CharField(max_length=200, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    failure = models.CharField(max_length=100, blank=True)
    result = models.JSONField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="jobs_once_per_key", fields=["organisation", "kind", "key"]),
            models.CheckConstraint(name="jobs_known_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(
                name="jobs_held_until",
                condition=Q(state__in=sorted(HELD), lease_until__isnull=False)
                | (~Q(state__in=sorted(HELD)) & Q(lease_until__isnull=True)),
            ),
            models.CheckConstraint(name="jobs_progress", condition=Q(done__gte=0) & Q(done__lte=F("total"))),
        ]
        indexes = [models.Index(name="jobs_by_state", fields=["state", "lease_until"])]
