"""What fits into a column, in words, for whoever fills it in."""

from tanpuhui.core.text import Text
from tanpuhui.quantification.shapes import ColumnShape

_DAY, _MONTH = Text("日期，如 2021-03-01", "a day: 2021-03-01"), Text("月份，如 2021-03", "a month: 2021-03")
_NUMBER = Text("{least} 至 {most}，至多 {decimals} 位小数", "{least} to {most}, up to {decimals} decimals")
_WHOLE = Text("{least} 至 {most} 的整数", "a whole number from {least} to {most}")
_TEXT = Text("文字，至多 {longest} 字", "a text of up to {longest} characters")
_REFERS = Text("“{table}”中的一行", "a row of “{table}”")
_EMPTY = Text("{says}；可不填", "{says}; may be left empty")


def fits(column: ColumnShape) -> Text:
    """What a cell of the column may hold."""
    says = _says(column)
    return _EMPTY.fill(says=says) if column.optional else says


def _says(column: ColumnShape) -> Text:
    match column.kind:
        case "number":
            bounds = {"least": f"{column.least:,f}", "most": f"{column.most:,f}", "decimals": column.decimals}
            return (_NUMBER if column.decimals else _WHOLE).fill(**bounds)
        case "choice":
            zh = "；".join(choice.zh for choice in column.choices.values())
            return Text(zh, "; ".join(choice.en for choice in column.choices.values()))
        case "day":
            return _DAY
        case "month":
            return _MONTH
        case _ if column.refers_to:
            return _REFERS.fill(table=column.refers_to)
        case _:
            return _TEXT.fill(longest=column.longest)
