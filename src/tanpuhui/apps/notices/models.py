"""The outbox. Thin: fields and constraints only."""

from django.db import models
from django.db.models import Q

from tanpuhui.apps.notices.messages import CHANNELS


class Message(models.Model):
    """One thing told to one recipient, an organisation or a user; `facts` fill the template of its `code`.

    `try_at` is the instant before which nobody tries to send it; `attempts` counts the tries and decides who may.
    """

    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey("parties.User", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=60)
    facts = models.JSONField()
    key = models.CharField(max_length=200)
    channel = models.CharField(max_length=10)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    try_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    failure = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notices_one_recipient",
                condition=Q(organisation__isnull=True, user__isnull=False)
                | Q(organisation__isnull=False, user__isnull=True),
            ),
            models.CheckConstraint(name="notices_known_channel", condition=Q(channel__in=CHANNELS)),
            models.UniqueConstraint(
                name="notices_once_organisation", fields=["organisation", "channel", "code", "key"]
            ),
            models.UniqueConstraint(name="notices_once_user", fields=["user", "channel", "code", "key"]),
        ]
        indexes = [models.Index(name="notices_waiting", fields=["channel", "try_at"], condition=Q(delivered_at=None))]
