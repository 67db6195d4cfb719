"""What a report claims where its methodology names things: meters of a PV aggregator, without boundary and without verifier."""

from dataclasses import replace
from typing import Any

import pytest

from tanpuhui.apps.claims import queries as claimed
from tanpuhui.apps.claims.kinds import KINDS
from tanpuhui.apps.claims.lists import read_keys
from tanpuhui.apps.claims.loading import load
from tanpuhui.apps.projects import claiming, queries
from tanpuhui.quantification import catalogue
from tests.projects.cast import Cast, code_of
from tests.projects.days import DAY, LATER, YEAR

SYSTEMS = (
    "system,utility,meter,capacity (kW),connection,commissioned,claimed\n"
    "S1,CSG,0101,8,all_fed_in,2021-03-01,none\n"
    "S2,CSG,0102,8,all_fed_in,2021-03-01,green_certificates\n"
)
READINGS = "reading,system,month,generation (kWh),self_use (kWh),feed_in (kWh)\n" + "".join(
    f"R{number}{system},{system},2022-{number:02},700,0,700\n" for number in range(1, 13) for system in ("S1", "S2")
)
CERTIFICATES = "reference,kind,utility,meter,first,last\nGEC-1,meter,csg,01-{meter},2022-06-01,2022-06-30\n"


@pytest.fixture
def report(cast: Cast) -> str:
    """A report of the year 2022 with both tables, under a registered project of a company of its own."""
    project = cast.open(cast.otto, applicant="STRANGER", methodology="pv_2017", owners={cast.places["STRANGER"]: "1"})
    for kind in ("design_document", "tenure_proof", "benefit_sharing"):
        cast.document(project, kind, cast.otto)
    cast.move(project, "disclose", cast.otto, on=DAY)
    for act, who in (("file", "otto"), ("forward", "cara"), ("register", "pia")):
        cast.move(project, act, getattr(cast, who))
    report = cast.report(project, cast.otto)
    cast.document(report, "monitoring_report", cast.otto, LATER)
    for name, table in (("systems", SYSTEMS), ("readings", READINGS)):
        evidence = cast.file(table.encode(), f"{name}.csv", "text/csv", cast.otto)
        cast.document(report, "inventory_table", cast.otto, LATER, evidence=evidence, name=name)
    return report


def _loaded(cast: Cast, meter: str) -> list[str]:
    """A list of green certificates, loaded; what became of its rows."""
    ivy = replace(cast.gus, permissions=frozenset({"register:import"}))
    rows = read_keys(CERTIFICATES.format(meter=meter).encode(), scheme="cn-gec", secret=claiming.secret())
    given: Any = {**cast.write(ivy), "scheme": "cn-gec", "claimant": cast.places["AGENCY"]}
    return [row.outcome for row in load(rows=rows, **given)]


def test_every_meter_that_counts_is_claimed_and_the_applicant_declares_alone(cast: Cast, report: str) -> None:
    assert cast.move(report, "declare", cast.otto) == "self_declared"
    (claim,) = claimed.claims_of(report)
    assert (claim.key.kind, claim.period, claim.state) == ("meter", YEAR, "reserved")
    for act, who in (("file", "otto"), ("preapprove", "cara"), ("adopt", "gus"), ("approve", "pia")):
        cast.deed(report, act, getattr(cast, who))
    assert queries.approved(report).verification == "self_declared"
    assert queries.approved(report).vintages == {2022: 12 * 459567 + 6}


def test_green_certificates_of_a_meter_that_is_left_out_meet_nothing(cast: Cast, report: str) -> None:
    cast.move(report, "declare", cast.otto)
    assert _loaded(cast, "02") == ["reserved"]
    assert cast.move(report, "file", cast.otto) == "with_city"


@pytest.mark.parametrize("first", ["the report", "the list"])
def test_green_certificates_of_a_meter_that_counts_open_a_case_and_stop_the_report(
    cast: Cast, report: str, first: str
) -> None:
    if first == "the list":
        assert _loaded(cast, "01") == ["reserved"]
    cast.move(report, "declare", cast.otto)
    if first == "the report":
        assert _loaded(cast, "01") == ["contested"]
    assert code_of(cast.move, report, "file", cast.otto) == "reduction_contested"


def test_a_rejected_report_that_is_readmitted_claims_its_meters_again(cast: Cast, report: str) -> None:
    cast.move(report, "declare", cast.otto)
    cast.deed(report, "file", cast.otto)
    cast.move(report, "reject", cast.cara)
    assert [row.state for row in claimed.claims_of(report)] == ["released"]
    cast.move(report, "appeal", cast.otto)
    cast.move(report, "readmit", cast.pia)
    assert sorted(row.state for row in claimed.claims_of(report)) == ["released", "reserved"]


@pytest.mark.parametrize("code", [code for code, wanted in catalogue().items() if wanted.shape.claims])
def test_what_an_edition_claims_is_a_known_kind_with_all_its_parts(code: str) -> None:
    named = catalogue()[code].shape.claims
    assert named is not None
    assert set(named.parts) == set(KINDS[named.kind].parts)
