"""Lists of organisations."""

from collections.abc import Iterator

from tanpuhui.apps.parties import queries
from tanpuhui.apps.parties.kinds import KINDS
from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists.listing import Column, Filter, Listing, Query, Row, code, day, text


def _organisations(query: Query) -> Iterator[Row]:
    kind = query.asked("kind") or None
    for row in queries.organisations(kind=kind, after=query.after, limit=query.limit):
        yield row.code, (
            row.code, row.kind, row.name.zh, row.name.en, row.area, row.fictional, row.opened_on, row.closed_on,
        )  # fmt: skip


LISTS = (
    Listing(
        "organisations",
        Text("机构", "Organisations"),
        Text("登记在册的机构：业主、核查机构、主管部门、交易所等。", "Who is on the register: owners, verification bodies, authorities, exchanges."),
        (
            code("code", Text("代码", "Code")),
            code("kind", Text("种类", "Kind")),
            text("name_zh", Text("中文名", "Name in Chinese")),
            text("name_en", Text("英文名", "Name in English")),
            code("area", Text("行政区划代码", "Area")),
            Column("fictional", Text("虚构", "Fictional"), "flag"),
            day("opened_on", Text("登记日", "Entered on")),
            day("closed_on", Text("关闭日", "Closed on")),
        ),
        _organisations,
        (Filter("kind", Text("种类", "Kind"), lambda: KINDS),),
    ),
)  # fmt: skip
