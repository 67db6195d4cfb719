"""A page of the reference for each methodology of the catalogue: what it is, its formulas, what it asks, its values."""

from collections.abc import Iterable, Iterator, Sequence

from tanpuhui.core.text import LANGS, Text
from tanpuhui.parameters.values import Values
from tanpuhui.quantification import Methodology, catalogue, explaining
from tanpuhui.quantification.explaining import Formulas
from tanpuhui.quantification.notation import latex, latex_of
from tanpuhui.quantification.templates import entry

FOLDER = "methodologies"
NOTE = "由代码生成（`make docs`），请勿手改。 / Written from the code (`make docs`); do not edit."
_LIST = ("代码 / Code", "名称 / Name", "公式依据 / Formula")
_FORMULA = ("公式 / Formula", "单位 / Unit", "名称 / Name", "条款 / Clause")
_COLUMN = ("列 / Column", "问题 / Question", "填法 / What goes in")
_VALUE = ("参数 / Value", "取值与出处 / Value and source", "状态 / Status")
_CONDITION = ("条件 / Condition", "适用的回答 / Answer that applies", "依据 / Basis")
_SETTING = ("设定 / Setting", "取值 / Choices", "默认 / Default", "理由 / Why")
_FACT = ("事项 / Fact", "")
_ANSWERS = {"true": Text("是", "yes"), "false": Text("否", "no")}
_SPOKEN = {"zh": "中文", "en": "English"}
_UNKNOWN, _NONE = Text("未知", "not known"), Text("无", "none")
_VERIFIER = {"needed": Text("需要", "needed"), "not_needed": Text("不需要", "not needed"), "unknown": _UNKNOWN}


def pages() -> dict[str, str]:
    """Every page: its path below the reference → text."""
    found = catalogue()
    made = {f"{FOLDER}/{code}.md": _page(wanted) for code, wanted in found.items()}
    return {f"{FOLDER}/README.md": _index(found.values()), **made}


def _index(found: Iterable[Methodology]) -> str:
    rows = [(f"[`{each.code}`]({each.code}.md)", _both(each.name), _both(each.status.text)) for each in found]
    return _text(["# 核算方法学 / Methodologies", "", NOTE, "", *_table(_LIST, rows)])


def _page(wanted: Methodology) -> str:
    shape, values = wanted.shape, wanted.values(profile="demo")
    lines = [
        f"# {_both(wanted.name)}",
        "",
        NOTE,
        "",
        f"**{_both(wanted.status.text)}**：{_both(shape.status_note.text)}",
        "",
    ]
    for lang in LANGS:
        _, _, about = wanted.readme.into(lang).partition("\n")
        lines += [f"## {_SPOKEN[lang]}", "", about.strip().replace("\n## ", "\n### "), ""]
    lines += ["## 版本 / Edition", "", *_table(_FACT, _facts(wanted))]
    lines += ["## 公式 / Formulas", "", *_formulas(wanted)]
    lines += ["## 适用条件 / Applicability", "", *_table(_CONDITION, _conditions(wanted))]
    if shape.options:
        lines += ["## 设定 / Settings", "", *_table(_SETTING, _settings(wanted))]
    for code, table in wanted.tables.items():
        lines += [f"## 表 `{code}` / {_both(table.name.text)}", ""]
        asked = [
            (f"`{name}`", _both(c.question.text), _both(entry(c, dict(wanted.tables))))
            for name, c in table.columns.items()
        ]
        lines += _table(_COLUMN, asked)
    lines += ["## 取值 / Values", "", *_table(_VALUE, _values(values, explaining.used(wanted)))]
    return _text(lines)


def _facts(wanted: Methodology) -> Iterator[tuple[str, str]]:
    shape = wanted.shape
    yield "代码 / Code", f"`{wanted.code}`"
    yield "版本 / Edition", _both(shape.edition.text)
    ends = " – ".join(
        _both(_UNKNOWN) if end == "unknown" else end for end in (shape.in_force.first, shape.in_force.last)
    )
    yield "施行 / In force", f"{ends}。{_both(shape.in_force.note.text)}"
    yield "第三方核证 / Verifier", _both(_VERIFIER[shape.verifier])
    yield "申请人 / Applicants", "; ".join(_both(each.name.text) for each in shape.applicants)
    yield "计入期 / Crediting period", _both(shape.crediting_years.note.text)
    yield "追溯 / Look-back", _both(shape.look_back_years.note.text)
    named = {
        "uncertainty_deduction": "不确定性扣减 / Deduction for uncertainty", "leakage": "泄漏 / Leakage", "buffer": "缓冲 / Buffer",
    }  # fmt: skip
    for name, called in named.items():
        said = getattr(shape, name)
        yield called, _both(_NONE) if said == "off" else _both(said.note.text)


def _formulas(wanted: Methodology) -> Iterator[str]:
    found = explaining.formulas(wanted)
    if not found:
        yield from (f"{_both(_UNKNOWN)}。", "")
    for each in found:
        if each.option:
            yield from (f"**`{each.option}={each.choice}`**：{_both(each.says)}", "")
        yield from _table(_FORMULA, _steps(each))


def _steps(each: Formulas) -> Iterator[tuple[str, ...]]:
    for step in each.steps:
        clause = _both(step.clause) if step.clause else "–"
        yield f"${latex_of(step.symbol)} = {latex(step.node)}$", step.unit, _both(step.name), clause


def _conditions(wanted: Methodology) -> Iterator[tuple[str, ...]]:
    for each in wanted.shape.applicability.values():
        clause = _UNKNOWN if each.clause == "unknown" else each.clause.text
        source = "–" if each.source == "unknown" else each.source
        yield _both(each.question.text), _both(_ANSWERS[each.applies_if]), f"{_both(clause)}; {source}; {each.status}"


def _settings(wanted: Methodology) -> Iterator[tuple[str, ...]]:
    for name, each in wanted.shape.options.items():
        choices = "<br>".join(f"`{code}`: {_both(said.text)}" for code, said in each.choices.items())
        yield f"`{name}`: {_both(each.name.text)}", choices, f"`{each.default}`", _both(each.why.text)


def _values(values: Values, keys: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for key in keys:
        if key not in values:
            continue
        known = values.known(key)
        for value in known:
            yield f"`{key}`", _both(value.says), _both(value.status.text)
        if not known:
            notes = [entry.note for entry in values.definition(key).entries if entry.note]
            yield f"`{key}`", " ".join(map(_both, (values.definition(key).name, *notes))), _both(_UNKNOWN)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"
