"""The writes of this room: keyword-only, one transaction, one permission, one journal entry each."""

from tanpuhui.apps.parties.operations.mandates import (
    appoint,
    appoint_manager,
    authorise_representative,
    end_appointment,
    entrust,
    revoke_entrustment,
)
from tanpuhui.apps.parties.operations.organisations import admit_organisation, close_organisation, vet
from tanpuhui.apps.parties.operations.people import create_user, identify, register_person
from tanpuhui.apps.parties.operations.setup import establish
from tanpuhui.apps.parties.operations.tokens import issue_token, revoke_token

__all__ = [
    "admit_organisation",
    "appoint",
    "appoint_manager",
    "authorise_representative",
    "close_organisation",
    "create_user",
    "end_appointment",
    "entrust",
    "establish",
    "identify",
    "issue_token",
    "register_person",
    "revoke_entrustment",
    "revoke_token",
    "vet",
]
