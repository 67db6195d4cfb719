"""A deed: one operation as doors offer it, done by somebody on a day under a key, or asked of a second person first."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records import approvals
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.shapes import Asked, Shape, arguments, read, shape_of

Choices = Callable[[], Mapping[str, Text]]
Fills = Callable[[Mapping[str, Any], Actor, date], str]


@dataclass(frozen=True, slots=True)
class Given:
    """Who does it, on which legal day, at which instant, under which key, and by which `proof` it is the person.

    `proof`: `token` of a program, or what the person did a short while ago: `password`, `totp`, `demonstration`; `session`.
    """

    by: Actor
    on: date
    at: datetime
    key: str
    proof: str = "token"


@dataclass(frozen=True)
class Deed:
    """An `operation` under a stable `code`, at an address `path` of the API, with what it is called.

        `permission`: what its doer holds, as documentation and for menus; the operation itself asks. `choices`: field → what may
    be chosen. `signs`: the site asks for proof anew that it is the person. `fills`: field → how the site works it out from
        what else was said, so that the person sees it before it is signed; programs say it themselves.
     for proof anew that it is the person. `about`: the field that names the case it is about.
    """

    code: str
    operation: Callable[..., Any]
    path: str
    title: Text
    permission: str
    choices: Mapping[str, Choices] = field(default_factory=dict)
    signs: bool = False
    fills: Mapping[str, Fills] = field(default_factory=dict)

    @cached_property
    def shape(self) -> Shape:
        """What is asked."""
        return shape_of(self.code, self.operation)

    @cached_property
    def second_person(self) -> bool:
        """Whether the operation may ask for a second person's approval."""
        return "approval" in inspect.signature(self.operation).parameters

    def read(self, said: Mapping[str, object]) -> Asked:
        """What was said, checked. Refuses `body_malformed`."""
        return read(self.shape, said)

    def do(self, asked: Asked, given: Given, approval: int | None = None) -> Mapping[str, object]:
        """Does it; a number that an operation answers becomes `{"id": number}`. Refuses whatever the operation refuses."""
        said = arguments(self.shape, asked)
        parameters = inspect.signature(self.operation).parameters
        if "journal" in parameters and "journal" not in said:  # where it is asked for, it is the number of an entry
            said["journal"] = JOURNAL
        if "proof" in parameters:
            said["proof"] = given.proof
        if self.second_person:
            said["approval"] = approval
        answer = self.operation(**said, by=given.by, on=given.on, at=given.at, key=given.key)
        return answer if isinstance(answer, Mapping) else {"id": answer} if answer is not None else {}

    def done(self, asked: Asked, given: Given, approval: int | None = None) -> "Done":
        """As `do`."""
        return Done(self.do(asked, given, approval))

    def do_or_ask(self, asked: Asked, given: Given, approval: int | None = None) -> "Done | Waits":
        """Does it, or, where a second person is needed and none has allowed it, asks for one."""
        try:
            return Done(self.do(asked, given, approval))
        except Refusal as no:
            if no.code != "approval_missing":
                raise
            body, operation = no.facts["body"], str(no.facts["operation"])
        assert isinstance(body, Mapping)
        said = asked.model_dump(mode="json", exclude_unset=True, by_alias=True)
        return Waits(
            approvals.ask(
                operation=operation, body=body, door={"deed": self.code, "said": said},
                by=given.by, on=given.on, at=given.at, key=given.key,
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """It was done, with this answer."""

    answer: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Waits:
    """It waits for a second person, under this number."""

    approval: int
