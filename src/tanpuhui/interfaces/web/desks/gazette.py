"""Tables of the gazette: the values of a notice, and those of an adoption, with the names that this house has for them."""

from collections.abc import Sequence
from functools import cache

from tanpuhui.apps.gazette.queries import AdoptionRow, NoticeRow
from tanpuhui.apps.gazette.reading import EntryRow
from tanpuhui.core.citations import Status
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.desks import links
from tanpuhui.interfaces.web.desks.words import SHARED
from tanpuhui.interfaces.web.frame import Visit
from tanpuhui.interfaces.web.grid import Cell, Column, Grid
from tanpuhui.parameters import Definition, load
from tanpuhui.parameters.periods import AXIS_NAMES

LIMIT = 20
WORDS = {
    **SHARED,
    "reference": Text("文号", "Reference"),
    "title": Text("标题", "Title"),
    "issuer": Text("发布机关", "Issued by"),
    "published": Text("发布日", "Published on"),
    "in_force": Text("施行", "In force"),
    "entered": Text("登记日", "Entered on"),
    "document": Text("文件", "Document"),
    "sha256": Text("文件的 SHA-256", "SHA-256 of the document"),
    "withdraws": Text("废止的通知", "Withdraws"),
    "withdrawn_by": Text("被废止于", "Withdrawn by"),
    "withdrawn": Text("已废止", "withdrawn"),
    "values": Text("载明的取值", "Values it carries"),
    "values_caption": Text("通知 {reference} 的取值", "Values of notice {reference}"),
    "no_values": Text("这份通知没有取值，只废止了另一份。", "This notice carries no values; it only withdraws another."),
    "value": Text("参数", "Value"),
    "amount": Text("取值", "Amount"),
    "valid": Text("有效期", "Valid"),
    "place": Text("出处", "Place"),
    "since_always": Text("不限", "open"),
    "from_to": Text("{axis} {first} 至 {last}", "{axis} {first} to {last}"),
    "scope": Text("适用于", "For"),
    "hash": Text("取值组合的哈希", "Hash of the set of values"),
    "adopted": Text("采纳日", "Adopted on"),
    "revoked": Text("已撤销", "revoked"),
    "count": Text("{count} 个取值", "{count} values"),
    "adoption_caption": Text("采纳 {reference} 的取值", "Values of adoption {reference}"),
    "status": Text("可信程度", "Status"),
    "says": Text("内容", "What it says"),
}  # fmt: skip


@cache
def definitions() -> dict[str, Definition]:
    """Every value that this house knows."""
    return load().definitions


def values(notice: NoticeRow, entries: Sequence[EntryRow]) -> Grid:
    """What a notice says of values."""
    columns = [Column(WORDS["value"]), Column(WORDS["amount"]), Column(WORDS["valid"]), Column(WORDS["place"])]
    rows = [[_called(one.key), Cell(_amount(one)), Cell(_valid(one)), Cell(one.place)] for one in entries]
    return Grid("values", WORDS["values_caption"].fill(reference=notice.reference), columns, rows, WORDS["no_values"])


def _called(key: str) -> Cell:
    known = definitions().get(key)
    return Cell(known.name if known else key, f"{links.to('values')}#{key}" if known else "", key if known else "")


def _amount(one: EntryRow) -> Text:
    known = definitions().get(one.key)
    if known is None:
        return Text(one.value, one.value)
    said = known.choices.get(one.value, Text(one.value, one.value))
    return Text(f"{said.zh} {known.unit.name.zh}".strip(), f"{said.en} {known.unit.name.en}".strip())


def _valid(one: EntryRow) -> Text:
    axis, open_end = AXIS_NAMES["data_year" if one.axis == "data_year" else "in_force"], WORDS["since_always"]
    return Text(
        f"{axis.zh} {one.first or open_end.zh} 至 {one.last or open_end.zh}",
        f"{axis.en} {one.first or open_end.en} to {one.last or open_end.en}",
    )


def adopted(row: AdoptionRow) -> Grid:
    """The values of an adoption, each as a sentence, with how sure it was."""
    columns = [Column(WORDS["value"]), Column(WORDS["says"]), Column(WORDS["status"])]
    statuses = {status.name.lower(): status.text for status in Status}
    rows = [[_called(key), Cell(says), Cell(statuses.get(status, status))] for key, _, status, says in row.values]
    caption = WORDS["adoption_caption"].fill(reference=row.reference)
    return Grid(f"adopted-{row.reference}", caption, columns, rows, WORDS["no_values"])


def in_force(visit: Visit, row: NoticeRow) -> str:
    """From when to when a notice is in force."""
    end = row.in_force_to.isoformat() if row.in_force_to else WORDS["since_always"].into(visit.lang)
    return f"{row.in_force_from.isoformat()} – {end}"
