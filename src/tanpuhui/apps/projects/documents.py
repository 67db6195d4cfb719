"""The kinds of document of a project and of a report: who hands them in, what must be signed, which files they may be.

The authority's own list of documents is not known (mechanism notes, § 4.2); this one follows the deck's five steps and what
the measures of 2022 name. It is our own setting.
"""

from dataclasses import dataclass

from tanpuhui.core.text import Text

MIB = 1 << 20
_PAPER = ("pdf", "png", "jpg", "jpeg", "docx")
_MAP = ("geojson", "json")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: part `of` a project, a report or both; from which `side`; `signed`: by a named person.

    `named`: several may be there, told apart by a name, which `must_name` asks for; at most `largest` bytes.
    """

    code: str
    says: Text
    of: tuple[str, ...]
    files: tuple[str, ...] = _PAPER
    side: str = "applicant"
    signed: bool = False
    named: bool = False
    must_name: bool = False
    largest: int = 50 * MIB


_KINDS = (
    Kind("design_document", Text("项目设计文件", "project design document"), ("project",)),
    Kind("boundary", Text("边界（GeoJSON）", "boundary (GeoJSON)"), ("project",), _MAP, named=True, largest=4 * MIB),
    Kind("tenure_proof", Text("权属证明", "proof of tenure"), ("project",), named=True),
    Kind("collective_decision", Text("集体决议", "the collective's decision"), ("project",), signed=True, named=True),
    Kind("entrustment", Text("委托协议", "entrustment agreement"), ("project",), signed=True, named=True),
    Kind("benefit_sharing", Text("咨询服务与收益分配公示", "disclosure of benefit sharing"), ("project",), signed=True),
    Kind("monitoring_report", Text("监测报告", "monitoring report"), ("report",), signed=True),
    Kind(
        *("inventory_table", Text("清单表", "inventory table"), ("report",), ("csv", "xlsx", "parquet")),
        named=True, must_name=True, largest=64 * MIB,
    ),
    Kind("verification_report", Text("核查报告", "verification report"), ("report",), side="verifier", signed=True),
    Kind(
        *("other", Text("其他文件", "other document"), ("project", "report"), (*_PAPER, "xlsx", "csv", *_MAP)),
        named=True, must_name=True,
    ),
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.code: kind for kind in _KINDS}

PROJECT_NEEDS = ("design_document", "boundary", "tenure_proof", "benefit_sharing")
"""Without these no project is filed, a boundary where parcels are claimed; villages add a decision, agents the entrustment."""
REPORT_NEEDS = ("monitoring_report",)
"""Besides the input tables that the methodology asks for."""
VISIBILITIES: dict[str, Text] = {
    "public": Text("公开", "public"),
    "authority": Text("主管部门可见", "for authorities"),
    "private": Text("仅限本案各方", "for the parties to the case"),
}
