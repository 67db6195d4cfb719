"""Facts that the table has only in its comments, read by strict sentence patterns; another form gives nothing."""

import re
from dataclasses import dataclass

_N = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9}"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?P<month>(?:{_MONTHS}) [0-9]{{4}})"
_DAY = r"(?P<day>[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})"
_ID = r"(?P<id>CA[A-Z]{2}[0-9]{4}(?:-[A-Z][0-9]?)?)"
_BEGIN = r"(?:^|(?<=[.;] )|(?<=[.;]  ))"
_SOME = rf"(?:all (?P<all>{_N})|(?P<some>{_N}) of (?P<of>{_N}))"

_INVALIDATED = re.compile(rf"{_BEGIN}In {_MONTH}, CARB invalidated {_SOME} offset credits issued as {_ID}\.")
_REPLACED = re.compile(
    rf"{_BEGIN}In {_MONTH}, (?P<some>{_N}) credits? surrendered by a covered entity "
    rf"to meet the obligation for the {_ID} invalidation (?:was|were) retired\."
)
_SURRENDERED = re.compile(
    rf"{_BEGIN}In {_MONTH}, (?P<some>{_N}) credits? surrendered by the offset project operator "
    rf"to meet the obligation for the {_ID} reversal(?:/termination)? (?:was|were) retired\."
)
_RETURNED = re.compile(
    rf"{_BEGIN}(?:On {_DAY},|In {_MONTH},?) CARB returned {_SOME} offset credits in its Forest Buffer Account "
    r"to the Early Action Offset Program[’']s buffer account\."
)
_REVERSED = re.compile(
    rf"{_BEGIN}On {_DAY}, CARB approved the verification of an (?P<how>un)?intentional reversal "
    rf"of (?P<some>{_N}) mtCO2e"
)
_OWED = re.compile(rf"the forest owners (?:were|are) required to submit (?P<some>{_N}) compliance instruments to CARB")
_FROM_BUFFER = re.compile(rf"{_BEGIN}CARB retired (?P<some>{_N}) ARB Offset Credits from the Forest Buffer Account")


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence's numbers: `quantity` credits, `of` how many (the same if all), of which `id`, `when` as written."""

    quantity: int
    of: int = 0
    id: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class CommentFacts:
    """What a comment says in a known form. `rest_invalidates`: it speaks of invalidated credits in another form too."""

    invalidated: tuple[Fact, ...]
    rest_invalidates: bool
    replaced: tuple[Fact, ...]
    surrendered: tuple[Fact, ...]
    returned: tuple[Fact, ...]
    reversed_intentionally: tuple[Fact, ...]
    reversed_unintentionally: tuple[Fact, ...]
    owed: tuple[Fact, ...]
    from_buffer: tuple[Fact, ...]


def read_comment(comment: str) -> CommentFacts:
    """The facts of a comment, each kind in the order of its sentences; quantities are whole tonnes."""
    reversals = [(m["how"] is None, _fact(m)) for m in _REVERSED.finditer(comment)]
    return CommentFacts(
        invalidated=_facts(_INVALIDATED, comment),
        rest_invalidates="invalidated" in _INVALIDATED.sub("", comment).lower(),
        replaced=_facts(_REPLACED, comment),
        surrendered=_facts(_SURRENDERED, comment),
        returned=_facts(_RETURNED, comment),
        reversed_intentionally=tuple(fact for intentional, fact in reversals if intentional),
        reversed_unintentionally=tuple(fact for intentional, fact in reversals if not intentional),
        owed=_facts(_OWED, comment),
        from_buffer=_facts(_FROM_BUFFER, comment),
    )


def _facts(pattern: re.Pattern[str], comment: str) -> tuple[Fact, ...]:
    return tuple(map(_fact, pattern.finditer(comment)))


def _fact(m: re.Match[str]) -> Fact:
    got = m.groupdict()
    quantity = _int(got.get("some") or got["all"] or "0")
    of = _int(got.get("of") or "0") or quantity
    return Fact(quantity, of, got.get("id") or "", got.get("day") or got.get("month") or "")


def _int(text: str) -> int:
    return int(text.replace(",", ""))
