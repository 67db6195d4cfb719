"""The closed lists: permissions, roles, kinds of organisation."""

from tanpuhui.apps.parties.kinds import KINDS
from tanpuhui.apps.parties.permissions import ENTRUSTABLE, PERMISSIONS
from tanpuhui.apps.parties.roles import ROLES, SYSTEM

DANGEROUS = {
    "accounts:close": {"administrator"},
    "ledger:buffer": {"registrar"},
    "ledger:cancel": {"registrar"},
    "ledger:convert": {"registrar"},
    "ledger:expire": {"registrar"},
    "ledger:freeze": {"registrar"},
    "ledger:invalidate": {"registrar"},
    "ledger:issue": {"registrar"},
    "ledger:lapse": {"registrar", "setup"},
    "ledger:settle": {"settler"},
    "ledger:transfer": {"account_manager"},
    "parties:admit": {"administrator", "setup"},
    "parties:vet": {"administrator", "setup"},
    "records:approve": {"account_approver", "registrar_approver"},
    "register:import": {"importer", "setup"},
}


def test_permissions_stand_in_alphabetical_order() -> None:
    assert list(PERMISSIONS) == sorted(PERMISSIONS)


def test_roles_and_kinds_stand_in_alphabetical_order() -> None:
    assert (list(ROLES), list(KINDS)) == (sorted(ROLES), sorted(KINDS))


def test_each_entry_is_said_in_both_languages() -> None:
    texts = [p.says for p in PERMISSIONS.values()] + [r.says for r in ROLES.values()] + list(KINDS.values())
    assert all(text.zh.strip() and text.en.strip() and text.zh != text.en for text in texts)


def test_roles_name_known_permissions_and_kinds_only() -> None:
    for role in ROLES.values():
        assert role.permissions | role.for_owners <= PERMISSIONS.keys()
        assert role.kinds <= KINDS.keys()


def test_what_no_owner_can_give_away_cannot_be_entrusted() -> None:
    never = {p for p in PERMISSIONS if p.startswith(("parties:", "register:", "jobs:"))} | DANGEROUS.keys()
    assert not ENTRUSTABLE & (never - {"ledger:transfer"})


def test_dangerous_permissions_belong_to_the_roles_that_the_design_names() -> None:
    for permission, roles in DANGEROUS.items():
        assert {r.code for r in ROLES.values() if permission in r.permissions} == roles, permission


def test_every_permission_is_held_by_some_role() -> None:
    held = frozenset().union(*(role.permissions for role in ROLES.values()))
    assert held == PERMISSIONS.keys()


def test_every_kind_of_organisation_has_somebody_to_appoint_the_others() -> None:
    assert ROLES["organisation_manager"].kinds == KINDS.keys()


def test_only_the_province_issues() -> None:
    assert ROLES["registrar"].kinds == {"provincial_department"}


def test_no_role_both_acts_and_approves() -> None:
    for role in ROLES.values():
        assert "records:approve" not in role.permissions or not {p for p in role.permissions if p.startswith("ledger:")}


def test_set_up_prepares_lets_what_is_overdue_lapse_and_gives_no_unit_to_anybody() -> None:
    assert {p for p in SYSTEM if p.startswith("ledger:")} == {"ledger:lapse"}  # `daily` lets reservations lapse
    assert ROLES["setup"].kinds == frozenset()
