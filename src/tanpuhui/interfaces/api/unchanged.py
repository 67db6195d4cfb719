"""`If-Match`: a case is written only if its dossier is still the one that was read, held fast while it is written."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from tanpuhui.apps.projects import queries
from tanpuhui.apps.projects.models import Project
from tanpuhui.apps.records.models import Journal
from tanpuhui.interfaces.api.refusals import refuse
from tanpuhui.interfaces.deeds.deed import Given


@contextmanager
def unchanged(case: str, tags: str, given: Given) -> Iterator[None]:
    """A block in which a write is done. Refuses `draft_changed` if none of the `tags` is the case's dossier now.

    A key that was used before passes: it gets its first answer again, though the dossier has changed by just that.
    """
    if not tags or not case:
        yield
        return
    with transaction.atomic():
        project, _ = queries.find(case)
        Project.objects.select_for_update().get(pk=project.pk)
        mine = Journal.objects.filter(organisation=given.by.organisation_id, key=given.key)
        wanted = {tag.strip().removeprefix("W/").strip('"') for tag in tags.split(",")}
        if not mine.exists() and wanted.isdisjoint({queries.dossier(case), "*"}):
            raise refuse("draft_changed", case=case)
        yield
