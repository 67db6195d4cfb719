"""All that `doctor` looks at: the state folder here, the rest by the rooms that know it."""

from tanpuhui.apps.ledger.models import Register
from tanpuhui.apps.notices import recipients
from tanpuhui.apps.records import doctor
from tanpuhui.core.findings import Finding
from tanpuhui.interfaces import mailing
from tanpuhui.interfaces.cli import home, opening
from tanpuhui.interfaces.cli.findings import found

_UNREAD = ("database_unreachable", "migration_unapplied")


def examine(*, deep: bool) -> list[Finding]:
    """Findings of the folder and of the rooms. Looking makes nothing where there is nothing."""
    findings = [*home.faults(opening.home())]
    if not opening.home().is_dir():
        return findings
    if not opening.file_there():
        return [*findings, found("register_absent", opening.place())]
    examined = doctor.examine(deep=deep)
    findings += examined
    if not any(f.code in _UNREAD for f in examined) and not Register.objects.exists():
        findings.append(found("register_absent", opening.place()))
    elif not any(f.code in _UNREAD for f in examined) and mailing.kept() and recipients.anybody():
        findings.append(found("mail_kept", str(opening.home() / "outbox")))
    return findings
