"""The writes of the gazette: keyword-only, one transaction, one permission, one journal entry each."""

from tanpuhui.apps.gazette.operations.adoptions import adopt, adopt_body, revoke, revoke_body, scope_of
from tanpuhui.apps.gazette.operations.filings import (
    add_document,
    move_filing,
    open_filing,
    publish_body,
    publish_filing,
    refer,
)
from tanpuhui.apps.gazette.operations.notices import NoticeText, NoticeValue, publish
from tanpuhui.apps.gazette.operations.opinions import opine, recuse

__all__ = [
    "NoticeText",
    "NoticeValue",
    "add_document",
    "adopt",
    "adopt_body",
    "move_filing",
    "open_filing",
    "opine",
    "publish",
    "publish_body",
    "publish_filing",
    "recuse",
    "refer",
    "revoke",
    "revoke_body",
    "scope_of",
]
