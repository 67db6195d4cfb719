"""Tables of people, organisations and what binds them. Thin: fields and constraints only."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from tanpuhui.apps.parties.kinds import AREA_BOUND, KINDS


class Person(models.Model):
    """A natural person; `document_hash` (keyed hash of an identity number) recognises the same one in two organisations."""

    name = models.CharField(max_length=100)
    document_hash = models.CharField(max_length=64, unique=True, null=True)
    created_at = models.DateTimeField()


class Users(BaseUserManager["User"]):
    """The least that Django's login asks of a manager; users are made by `operations.create_user` only."""


class User(AbstractBaseUser):
    """A way to log in. Several may belong to one person; only the user of set-up (`is_system`) belongs to none.

    Notices go to `email` by mail once it was confirmed there, unless they are not wanted. `identified_on`: the day on which
    somebody of another organisation saw, in the document `identity_evidence`, that this login is its person's.
    """

    login = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=100)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="users")
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    email = models.CharField(max_length=254, blank=True)
    email_confirmed = models.BooleanField(default=False)
    email_wanted = models.BooleanField(default=True)
    identified_on = models.DateField(null=True)
    identified_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    identity_evidence = models.CharField(max_length=64, blank=True)

    objects = Users()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="parties_user_is_a_person", condition=Q(is_system=True) ^ Q(person__isnull=False)
            ),
            models.UniqueConstraint(name="parties_one_system_user", fields=["is_system"], condition=Q(is_system=True)),
            models.CheckConstraint(
                name="parties_an_address_to_confirm", condition=Q(email_confirmed=False) | ~Q(email="")
            ),
            models.CheckConstraint(
                name="parties_identified_by_somebody",
                condition=Q(identified_on=None, identified_by=None, identity_evidence="")
                | Q(identified_on__isnull=False, identified_by__isnull=False, is_system=False)
                & ~Q(identity_evidence="")
                & ~Q(identified_by=F("id")),
            ),
        ]


class Organisation(models.Model):
    """A party that owns, verifies, decides or trades. `closed_on` is the first day on which it is closed."""

    code = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=30)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    credit_code = models.CharField(max_length=18, unique=True, null=True)
    area = models.CharField(max_length=6, blank=True)
    fictional = models.BooleanField(default=False)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="parties_known_kind", condition=Q(kind__in=sorted(KINDS))),
            models.CheckConstraint(name="parties_area_named", condition=~Q(kind__in=sorted(AREA_BOUND)) | ~Q(area="")),
            models.CheckConstraint(name="parties_closed_later", condition=Q(closed_on__gte=F("opened_on"))),
        ]


class Mandate(models.Model):
    """What holds from `starts_on` to `ends_on` (both included; none: open), and no longer from the day `revoked_on`."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(app_label)s_%(class)s_ends_later", condition=Q(ends_on__gte=F("starts_on")))
        ]


class Membership(Mandate):
    """A user acts for an organisation in a role."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)


class Representative(Mandate):
    """A user is the authorised representative for an organisation's accounts, by a document kept as evidence."""

    user = models.ForeignKey(User, models.PROTECT, related_name="representations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="representatives")
    evidence = models.CharField(max_length=64)


class Entrustment(Mandate):
    """An agent organisation acts for an owner, within `permissions`, by a written agreement kept as evidence."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="entrustments_given")
    agent = models.ForeignKey(Organisation, models.PROTECT, related_name="entrustments_held")
    permissions = models.JSONField()
    agreement = models.CharField(max_length=64)

    class Meta(Mandate.Meta):
        constraints = [
            *Mandate.Meta.constraints,
            models.CheckConstraint(name="parties_agent_is_another", condition=~Q(owner=F("agent"))),
            models.CheckConstraint(name="parties_agreement_given", condition=~Q(agreement="")),
        ]


class DueDiligence(models.Model):
    """One examination of an organisation before accounts are opened for it. Append-only: a new look is a new row."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="examinations")
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_on = models.DateField()
    evidence = models.CharField(max_length=64)
    outcome = models.CharField(max_length=8)
    expires_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="parties_known_outcome", condition=Q(outcome__in=["accepted", "refused"])),
            models.CheckConstraint(name="parties_vetting_expires_later", condition=Q(expires_on__gte=F("checked_on"))),
        ]


class Token(models.Model):
    """A program's way in: it acts as a user for an organisation, within `scopes`. Of the token itself only a hash is kept.

    `standing`: it moves the organisation's units and money without its person (`permissions.STANDING`). `parent`: the token
    by which it was made, which it does not outlive.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=100)
    scopes = models.JSONField()
    digest = models.CharField(max_length=64, unique=True)
    standing = models.BooleanField(default=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    starts_on = models.DateField()
    ends_on = models.DateField()
    revoked_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="parties_token_ends_later", condition=Q(ends_on__gte=F("starts_on")))
        ]
