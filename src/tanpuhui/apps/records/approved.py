"""Whether a second person allowed exactly what is about to be done."""

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.models import User
from tanpuhui.apps.records.models import Approval, Decision, Journal
from tanpuhui.apps.records.refusals import refuse


def check(approval: int | None, operation: str, body_hash: str, by: Actor) -> None:
    """The approval allows exactly this act, was given by somebody other than who acts, and was not used."""
    if approval is None:
        raise refuse("approval_missing", operation=operation)
    asked = Approval.objects.filter(pk=approval).select_related("decision__by").first()
    if asked is None:
        raise refuse("unknown_approval", approval=approval)
    if (asked.operation, asked.body_hash) != (operation, body_hash):
        raise refuse("approval_for_something_else", approval=approval)
    decision: Decision | None = getattr(asked, "decision", None)
    if decision is None or not decision.allowed:
        raise refuse("approval_not_given", approval=approval)
    if same_person(decision.by, by):
        raise refuse("self_approval")
    if {asked.organisation_id, decision.organisation_id} != {by.organisation_id}:
        raise refuse("approval_of_another_house", approval=approval)
    if Journal.objects.filter(approval=approval).exists():
        raise refuse("approval_used", approval=approval)


def same_person(user: User, actor: Actor) -> bool:
    """Whether the user is, by this or another login, the natural person who acts."""
    return user.pk == actor.user_id or (user.person_id is not None and user.person_id == actor.person_id)
