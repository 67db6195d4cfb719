"""The tables of the ledger. The chain of blocks lets the database itself refuse an overlap or a gap (docs/decisions/0004)."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce


class Register(models.Model):
    """This register: one row. A register that began as a demonstration stays one for ever."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    jurisdiction = models.CharField(max_length=10)
    demonstration = models.BooleanField()
    operator = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    opened_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_register")]


class Account(models.Model):
    """A place where units or money lie. `needs_acceptance`: what is sent here waits until the owner accepts it."""

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20)
    owner = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    needs_acceptance = models.BooleanField(default=False)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)


class Series(models.Model):
    """Units of one type, project, vintage and issuance: the numbers `[first, next)` of the one number line."""

    unit_type = models.CharField(max_length=20)
    jurisdiction = models.CharField(max_length=10)
    methodology = models.CharField(max_length=40)
    project = models.CharField(max_length=40)
    vintage = models.SmallIntegerField()
    first = models.BigIntegerField(unique=True)
    next = models.BigIntegerField()
    issued_on = models.DateField()
    register = models.CharField(max_length=40, blank=True)
    foreign_id = models.CharField(max_length=120, blank=True)
    mirrored = models.BooleanField(default=False)
    labels = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(next__gt=F("first")), name="series_not_empty"),
            models.UniqueConstraint(
                fields=["register", "foreign_id"], condition=~Q(foreign_id=""), name="one_series_per_foreign_id"
            ),
        ]


class Reservation(models.Model):
    """Marks units of an account: for whom (`favour`), why, and until when. `ended_on` is empty while it holds."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    favour = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    reason = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=20, blank=True)


class Freeze(models.Model):
    """Stops acts (a list; empty: all) for an account, a series, a unit type or everything, `since` a day until lifted."""

    scope = models.CharField(max_length=20)
    target = models.CharField(max_length=60, blank=True)
    acts = models.JSONField(default=list)
    reason = models.TextField()
    since = models.DateField()
    lifted_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["lifted_on"], name="freezes_by_end")]


class Posting(models.Model):
    """Units `[first, next)` went from `source` (none: they came into being) to `target`. `previous`: where they came from."""

    journal = models.ForeignKey("records.Journal", models.PROTECT, related_name="+")
    line = models.IntegerField()
    act = models.CharField(max_length=20)
    series = models.ForeignKey(Series, models.PROTECT, db_index=False, related_name="+")
    first = models.BigIntegerField()
    next = models.BigIntegerField()
    source = models.ForeignKey(Account, models.PROTECT, null=True, db_index=False, related_name="+")
    target = models.ForeignKey(Account, models.PROTECT, db_index=False, related_name="+")
    reservation = models.ForeignKey(Reservation, models.PROTECT, null=True, db_index=False, related_name="+")
    previous = models.ForeignKey("self", models.PROTECT, null=True, db_index=False, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(next__gt=F("first")), name="posting_moves_units")]
        indexes = [
            models.Index(fields=["source", "id"], name="postings_out"),
            models.Index(fields=["target", "id"], name="postings_in"),
        ]


class Tally(models.Model):
    """Units that postings of a day, of series of one type and day of issuance, added to `what`, up to posting `upto`.

    See `tally`.
    """

    unit_type = models.CharField(max_length=20)
    issued_on = models.DateField()
    on = models.DateField()
    what = models.CharField(max_length=70)
    units = models.BigIntegerField()
    upto = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_type", "issued_on", "on", "what"], name="one_total_of_each"),
        ]


class Block(models.Model):
    """Units `[first, next)` lie in `account`. The blocks are a chain; the last is the sentinel: no `next`, no account."""

    first = models.BigIntegerField(primary_key=True)
    next = models.OneToOneField("self", models.PROTECT, null=True, db_column="next", related_name="+")
    series = models.ForeignKey(Series, models.PROTECT, null=True, db_index=False, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, db_index=False, related_name="+")
    reservation = models.ForeignKey(Reservation, models.PROTECT, null=True, db_index=False, related_name="+")
    posting = models.ForeignKey(Posting, models.PROTECT, null=True, db_index=False, related_name="+")
    since = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__gte=1), name="numbers_begin_at_one"),
            models.CheckConstraint(condition=Q(next__isnull=True) | Q(next__gt=F("first")), name="block_not_empty"),
            models.CheckConstraint(
                condition=Q(next__isnull=True, series__isnull=True, account__isnull=True, posting__isnull=True)
                | Q(
                    next__isnull=False, series__isnull=False, account__isnull=False,
                    posting__isnull=False, since__isnull=False,
                ),
                name="only_the_sentinel_is_empty",
            ),
            models.UniqueConstraint(Coalesce("next", 0), condition=Q(next__isnull=True), name="one_sentinel"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["account", "series", "first"], name="blocks_free", condition=Q(reservation=None)),
            models.Index(fields=["reservation"], name="blocks_reserved", condition=~Q(reservation=None)),
        ]


class Retirement(models.Model):
    """What a retirement was for, and for whom; one for each entry of the journal that retired units."""

    journal = models.OneToOneField("records.Journal", models.PROTECT, primary_key=True, related_name="+")
    purpose = models.CharField(max_length=40)
    beneficiary = models.TextField()
    note = models.TextField(blank=True)


class Duty(models.Model):
    """Who used units that were invalidated afterwards owes as many others of their type: the duty to replace."""

    journal = models.ForeignKey("records.Journal", models.PROTECT, related_name="+")
    debtor = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    unit_type = models.CharField(max_length=20)
    units = models.BigIntegerField()
    since = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(units__gte=1), name="duty_of_some_units")]


class Replacement(models.Model):
    """Units retired to meet a duty, in whole or in part."""

    journal = models.OneToOneField("records.Journal", models.PROTECT, primary_key=True, related_name="+")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="replacements")
    units = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(units__gte=1), name="replacement_of_some_units")]


class Payment(models.Model):
    """Money in fen (1/100 CNY) went from one account to another."""

    journal = models.ForeignKey("records.Journal", models.PROTECT, related_name="+")
    line = models.IntegerField()
    source = models.ForeignKey(Account, models.PROTECT, related_name="+")
    target = models.ForeignKey(Account, models.PROTECT, related_name="+")
    fen = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(fen__gte=1), name="payment_moves_money")]


class Balance(models.Model):
    """The money in an account, in fen, and the day of its newest payment. Only the settlement bank may be below zero."""

    account = models.OneToOneField(Account, models.PROTECT, primary_key=True, related_name="balance")
    fen = models.BigIntegerField()
    overdraft = models.BooleanField()
    since = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(overdraft=True) | Q(fen__gte=0), name="no_overdraft")]
