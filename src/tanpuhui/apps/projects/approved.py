"""What a report is when the province has approved it: all that the room which issues needs to know. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tanpuhui.core.citations import Status
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text
from tanpuhui.quantification import Hashes


@dataclass(frozen=True, slots=True)
class OwnerShare:
    """An owner (organisation) and the exact share of the reduction; all shares add up to one."""

    organisation_id: int
    code: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who acted on the case: a user, the natural person, for an organisation, as which side (`who`)."""

    user_id: int
    person_id: int | None
    organisation_id: int
    who: str


@dataclass(frozen=True, slots=True)
class ApprovedReport:
    """An approved monitoring report. `grams` in all and by vintage year; `on`: the legal day whose values hold.

    `inventory`: input table → SHA-256 of its evidence; `options`: the methodology's settings as chosen (others: default);
    `profile`: of values, `demo` or empty; `status`: the weakest of formula and values; `scopes`: those an adoption of the
    values may be for; `statement`: hash that the verification body signed, empty where the applicant declared;
    `adoption`: its reference, empty where values and formula are official.
    """

    report: str
    project: str
    title: Text
    applicant_id: int
    owners: tuple[OwnerShare, ...]
    methodology: str
    edition: Text
    scheme: str
    area: str
    period: Period
    crediting: Period
    grams: int
    vintages: Mapping[int, int]
    hashes: Hashes
    inventory: Mapping[str, str]
    options: Mapping[str, str]
    profile: str
    on: date
    status: Status
    scopes: tuple[str, ...]
    adoption: str
    verification: Literal["verified", "self_declared"]
    statement: str
    dossier: str
    claims: tuple[int, ...]
    participants: tuple[Participant, ...]
    approved_on: date
