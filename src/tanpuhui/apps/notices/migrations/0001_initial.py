"""The first table of the outbox."""

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
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("facts", models.JSONField()),
                ("key", models.CharField(max_length=200)),
                ("channel", models.CharField(max_length=10)),
                ("created_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(null=True)),
                ("try_at", models.DateTimeField()),
                ("attempts", models.IntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=100)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("delivered_at", None)), fields=["channel", "try_at"], name="notices_waiting"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("user__isnull", False)),
                            models.Q(("organisation__isnull", False), ("user__isnull", True)),
                            _connector="OR",
                        ),
                        name="notices_one_recipient",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ("inbox", "email"))), name="notices_known_channel"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "channel", "code", "key"), name="notices_once_organisation"
                    ),
                    models.UniqueConstraint(fields=("user", "channel", "code", "key"), name="notices_once_user"),
                ],
            },
        ),
    ]
