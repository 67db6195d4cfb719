"""Everything public as files, and how to check the ledger without this site."""

from collections.abc import Iterable

from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists.catalogue import listings
from tanpuhui.interfaces.lists.files import formats
from tanpuhui.interfaces.lists.listing import Listing
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.grid import Cell, Column, Grid, Way
from tanpuhui.interfaces.web.listed import NAMES

WORDS = {
    "lead": Text("公开的每个列表都可以整个取走，不需要登录；下载的文件能原样再导入。",
                 "Every public list can be taken away whole, without a login; what is downloaded can be read in again "
                 "unchanged."),
    "lists": Text("列表", "Lists"),
    "programs": Text("给程序", "For programs"),
    "programs_says": Text("同样的列表，逐页的 JSON；接口说明是 OpenAPI 3.1。",
                          "The same lists as JSON, page by page; the description is OpenAPI 3.1."),
    "openapi": Text("接口说明（OpenAPI）", "Description of the API (OpenAPI)"),
    "verify": Text("离线核对账本", "Verify the ledger offline"),
    "verify_says": Text("运营机构给出的备份可以在另一台不联网的机器上恢复，并逐条核对：每条日志的内容与其哈希相符，且恰为它所说的过账。"
                        "日志条目之间还没有相互链接，整本重写的账查不出来。",
                        "A backup that the operator hands out is restored and verified on another machine, "
                        "without a network: every entry "
                        "of the journal fits its hash and tells exactly its postings. Entries are not chained "
                        "yet, so a journal that was "
                        "written anew as a whole would not be found out."),
    "verify_lacks": Text("只凭公开下载核对账本的工具：还没有。", "A tool that verifies from the public downloads alone: not here yet."),
    "licence": Text("数据的使用许可", "Licence of the data"),
    "licence_says": Text("程序以 Apache-2.0 许可。登记数据的使用许可由运营机构决定：目前未知。导入的公开表格按其发布者的条款。",
                         "The program is under Apache-2.0. The licence of the data is for the operator to say: it is "
                         "unknown so far. "
                         "Tables that were imported keep the terms of their publishers."),
    "own": Text("本席位可读的列表", "Lists of your seat"),
}  # fmt: skip
COMMANDS = ("tanpuhui restore FILE", "tanpuhui ledger verify")
HEADS = (Column(Text("列表", "List")), Column(Text("文件", "Files")))


def show(visit: Visit) -> Answer:
    """The lists with their files; of those kept for somebody the ones that this seat may read."""
    every = listings().values()
    seat = visit.seat
    mine = [one for one in every if one.needs and seat and seat.may(one.needs)]
    facts = {"commands": COMMANDS}
    return Answer(
        facts
        | {
            "public": _grid(visit, "public", [one for one in every if not one.needs]),
            "own": _grid(visit, "own-lists", mine),
        }
    )


def _grid(visit: Visit, id: str, lists: Iterable[Listing]) -> Grid:
    base = f"/{visit.lang}/lists"
    rows = [
        [Cell(one.title, f"{base}/{one.code}", one.about),
         Cell("", ways=tuple(Way(Text(NAMES[kind], NAMES[kind]), f"{base}/{one.code}.{kind}") for kind in formats(one)))]
        for one in lists
    ]  # fmt: skip
    return Grid(id, WORDS["lists"], HEADS, rows, Text("没有。", "None."))


PAGE = Page("downloads", ("downloads",), "web/downloads.html", Text("数据下载", "Open data"), WORDS, show, more=40)
