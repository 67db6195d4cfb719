"""The first table of jobs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("args", models.JSONField()),
                ("key", models.CharField(max_length=200)),
                ("on", models.DateField()),
                ("state", models.CharField(default="queued", max_length=8)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(null=True)),
                ("message_zh", models.TextField(blank=True)),
                ("message_en", models.TextField(blank=True)),
                ("lease_owner", models.CharField(blank=True, max_length=200)),
                ("lease_until", models.DateTimeField(null=True)),
                ("attempts", models.IntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=100)),
                ("result", models.JSONField(null=True)),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.organisation"
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "lease_until"], name="jobs_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "kind", "key"), name="jobs_once_per_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "running", "stopping", "stopped", "done", "failed"])
                        ),
                        name="jobs_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_until__isnull", False), ("state__in", ["running", "stopping"])),
                            models.Q(
                                models.Q(("state__in", ["running", "stopping"]), _negated=True),
                                ("lease_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="jobs_held_until",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done__gte", 0), ("done__lte", models.F("total"))), name="jobs_progress"
                    ),
                ],
            },
        ),
    ]
