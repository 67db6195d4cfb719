"""The shape of the database: brought up to date, guards included, and what is still missing."""

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tanpuhui.apps.records import guards
from tanpuhui.apps.records.tables import product_apps


def migrate() -> None:
    """Applies every migration and puts the guards in place. Safe to repeat; the only way a register is migrated."""
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        guards.install()


def unapplied() -> list[str]:
    """The migrations the database lacks, as `app.name`, in the order they would be applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def applied() -> dict[str, list[str]]:
    """The product's migrations that the database has, by app, in order of their names."""
    done = MigrationExecutor(connection).loader.applied_migrations
    return {app.label: sorted(name for label, name in done if label == app.label) for app in product_apps()}
