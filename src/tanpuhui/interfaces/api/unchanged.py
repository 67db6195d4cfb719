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
    """A block in which a write is done. Refuses `draft_changed` if none of the `tags` was the case's dossier before it.

    What the write itself refuses comes first (RFC 9110, 13.2.1): a stranger learns nothing of a case by naming hashes. A key
    that was used before passes: it gets its first answer again, though the dossier has changed by just that.
    """
    if not tags or not case:
        yield
        return
    with transaction.atomic():
        project, _ = queries.find(case)
        Project.objects.select_for_update().get(pk=project.pk)
        used = Journal.objects.filter(organisation=given.by.organisation_id, key=given.key).exists()
        wanted = {tag.strip().removeprefix("W/").strip('"') for tag in tags.split(",")}
        same = used or not wanted.isdisjoint({queries.dossier(case), "*"})
        yield
        if not same:
            raise refuse("draft_changed", case=case)
