"""Whether a second person allowed exactly what is about to be done."""

from datetime import date

from tanpuhui.apps.parties import duties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.models import User
from tanpuhui.apps.parties.queries import who
from tanpuhui.apps.records.models import Approval, Decision, Journal, Withdrawal
from tanpuhui.apps.records.refusals import refuse


def check(approval: int | None, operation: str, body_hash: str, by: Actor, on: date) -> None:
    """The approval allows exactly this act on this day, was given by somebody other than who acts, and was not used."""
    if approval is None:
        raise refuse("approval_missing", operation=operation)
    asked = locked(approval)
    if (asked.operation, asked.body_hash) != (operation, body_hash):
        raise refuse("approval_for_something_else", approval=approval)
    decision: Decision | None = getattr(asked, "decision", None)
    if decision is None or not decision.allowed:
        raise refuse("approval_not_given", approval=approval)
    if same_person(decision.by, by):
        raise refuse("self_approval")
    if {asked.organisation_id, decision.organisation_id} != {by.organisation_id}:
        raise refuse("approval_of_another_house", approval=approval)
    duties.known_person(by)
    require_unused(approval)
    if decision.ends_on is not None and on > decision.ends_on:
        raise refuse("approval_ended", approval=approval, ends_on=decision.ends_on)


def locked(approval: int) -> Approval:
    """The request with its decision, held until the transaction ends: nobody takes back what is being done meanwhile."""
    found = Approval.objects.select_for_update(of=("self",)).select_related("decision__by").filter(pk=approval).first()
    if found is None:
        raise refuse("unknown_approval", approval=approval)
    return found


def require_unused(approval: int) -> None:
    """Refuse `approval_used` and `approval_withdrawn`. After `locked`."""
    if Journal.objects.filter(approval=approval).exists():
        raise refuse("approval_used", approval=approval)
    if Withdrawal.objects.filter(approval=approval).exists():
        raise refuse("approval_withdrawn", approval=approval)


def persons(approval: int | None) -> list[Actor]:
    """Who asked for an approval and who decided it: for `duties` of a case that those who approve know nothing of."""
    asked = Approval.objects.filter(pk=approval or 0).select_related("decision").first()
    decision: Decision | None = getattr(asked, "decision", None)
    return [who(user=row, organisation=place) for row, place in _named(asked, decision)]


def _named(asked: Approval | None, decision: Decision | None) -> list[tuple[int, int]]:
    asks = [(asked.asked_by_id, asked.organisation_id)] if asked else []
    return asks + ([(decision.by_id, decision.organisation_id)] if decision else [])


def same_person(user: User, actor: Actor) -> bool:
    """Whether the user is, by this or another login, the natural person who acts."""
    return user.pk == actor.user_id or (user.person_id is not None and user.person_id == actor.person_id)
