"""The calculation sheet as a piece of HTML, with its formulas in MathML: for a page of the site, or anybody's own."""

from collections.abc import Iterable, Mapping
from html import escape

from tanpuhui.core.text import Lang, Text
from tanpuhui.quantification.formula import Node
from tanpuhui.quantification.running import Result
from tanpuhui.quantification.shown import Line, lines

CAPTION = Text(
    "计算表：每一步的公式、代入的数、结果和依据",
    "Calculation sheet: formula, numbers put in, result and basis of every step",
)
_HEADS = (
    (Text("步骤", "Step"), ""),
    (Text("公式与代入的数", "Formula and numbers put in"), ""),
    (Text("结果", "Result"), "number"),
    (Text("依据", "Basis"), ""),
)
_VALUES = Text("所用取值及其出处", "Values used, and where they come from")
_ROWS = Text("{count} 行，各有结果", "{count} rows, a result each")


def html(result: Result, lang: Lang, *, id: str = "sheet") -> str:
    """The steps of a run and its values; `id`: unique on the page."""
    nodes = {symbol: step.node for symbol, step in result.sheet.steps.items()}
    values = [value.says for value in sorted(result.sheet.used.values(), key=lambda value: value.key)]
    return steps(lines(result), lang, id=id, nodes=nodes) + cited(values, lang)


def steps(
    shown: Iterable[Line], lang: Lang, *, id: str, open: bool = True, nodes: Mapping[str, Node] | None = None
) -> str:
    """The table of steps. `open`: numbers of single rows may be shown, else sums alone; `nodes`: by symbol, for MathML."""
    heads = "".join(f'<th scope="col"{_class(kind)}>{_say(text, lang)}</th>' for text, kind in _HEADS)
    rows = "".join(_row(line, lang, open, (nodes or {}).get(line.symbol)) for line in shown)
    return (
        f'<div class="scroll" role="region" aria-labelledby="{id}-caption" tabindex="0">\n'
        f'<table class="sheet stack" role="table"><caption id="{id}-caption">{_say(CAPTION, lang)}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
    )


def cited(values: Iterable[Text], lang: Lang) -> str:
    """The values, folded in."""
    items = [f"<li>{_say(value, lang)}</li>" for value in values]
    if not items:
        return ""
    return (
        f'<details class="onward"><summary>{_say(_VALUES, lang)} <span class="soft">{len(items)}</span></summary>\n'
        f'<ul class="cited">{"".join(items)}</ul></details>\n'
    )


def formula(line: Line, node: Node | None, lang: Lang) -> str:
    """A formula as MathML where its tree is known, else in the line of symbols."""
    if node is None:
        return f'<code class="formula">{escape(line.formula)}</code>'
    from tanpuhui.quantification.notation import latex, mathml

    return mathml(latex(node, lang))


def _row(line: Line, lang: Lang, open: bool, node: Node | None) -> str:
    unit = "" if line.unit == "1" else line.unit
    labels = [_say(text, lang) for text, _ in _HEADS[2:]]
    result = line.result if open or line.rows is None else ""
    many = (
        "" if line.rows is None else f'<span class="fine below">{_say(_ROWS.fill(count=f"{line.rows:,}"), lang)}</span>'
    )
    status = "inputs" if line.status is None else line.status.name.lower()
    under = [f"{line.row}: {line.numbers}" if line.row else line.numbers] if open else []
    under += [line.clause.into(lang)] if line.clause else []
    below = "".join(f'<span class="fine below numbers">{escape(text)}</span>' for text in under)
    return (
        f'<tr role="row"><th scope="row" role="rowheader"><span class="symbol">{escape(line.symbol)}</span> '
        f'<span class="fine below">{_say(line.name, lang)}</span></th><td role="cell">{formula(line, node, lang)}{below}</td>'
        f'<td class="number" role="cell" data-label="{labels[0]}"><div>{escape(result)} '
        f'<span class="soft">{escape(unit)}</span>{many}</div></td><td role="cell" data-label="{labels[1]}">'
        f'<div><span class="status {status}">{_say(line.basis, lang)}</span></div></td></tr>\n'
    )


def _say(text: Text, lang: Lang) -> str:
    return escape(text.into(lang))


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
