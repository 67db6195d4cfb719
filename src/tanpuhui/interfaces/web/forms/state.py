"""What a form holds between two requests."""

import secrets
from dataclasses import dataclass, field, replace

from tanpuhui.interfaces.web.forms.values import Typed


@dataclass(frozen=True)
class State:
    """What a form holds: `typed` values, which are `fixed` or asked for at all (`only`), its `key`, where to go `then`.

    `seen`: the hash of the draft that the form would overwrite, as it was when the form was first shown.
    """

    code: str
    typed: Typed = field(default_factory=dict)
    fixed: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    key: str = ""
    then: str = ""
    seen: str = ""

    def anew(self) -> "State":
        """The same under a new key."""
        return replace(self, key=new_key())


def new_key() -> str:
    """A key that nobody had."""
    return f"site-{secrets.token_urlsafe(18)}"
