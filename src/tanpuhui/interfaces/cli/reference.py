"""The reference of `docs/reference`, written from the code: `python -m tanpuhui.interfaces.cli.reference`."""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from typer.main import get_command

import tanpuhui
from tanpuhui.accounting.acts import ACCOUNT_KINDS, ACTS, FINAL_KINDS, MONEY_KINDS, PURPOSES, Act
from tanpuhui.core.findings import Findings
from tanpuhui.core.refusals import Refusals
from tanpuhui.core.text import LANGS, Text
from tanpuhui.core.workflow import markdown, mermaid
from tanpuhui.interfaces.cli import methodology_pages
from tanpuhui.interfaces.cli.opening import ready
from tanpuhui.interfaces.cli.screen import SEVERITIES

FOLDER = Path(__file__).parents[4] / "docs" / "reference"
_NOTE = "由代码生成（`make docs`），请勿手改。 / Written from the code (`make docs`); do not edit."
_EXITS = (
    "退出码：0 正常；1 被拒绝、有发现或结果写不出；2 用法错误；130 被中断。每个命令都有 `--lang zh|en` 和 `--json`；JSON 中的文字都有两种语言。 / "
    "Exit codes: 0 done, 1 refused, something found or the answer not writable, 2 wrong usage, 130 interrupted. "
    "Every command has `--lang zh|en` and `--json`; a refusal is then `{\"error\": {\"code\", \"says\", \"mend\", \"facts\"}}`, "
    "and every text in JSON is `{\"zh\", \"en\"}`."
)  # fmt: skip
_EVERYWHERE = frozenset({"lang", "json", "help"})
_CONDITIONS = {
    "same_owner": Text("同一主体", "same owner"),
    "same_account": Text("同一账户", "same account"),
    "second_person": Text("第二人批准", "second person"),
    "purpose": Text("用途和受益人", "purpose and beneficiary"),
    "reason": Text("理由", "reason"),
    "takes_reserved": Text("也可取用所指预留中的单位", "also units of the reservation it names"),
    "own_door": Text("专门的操作", "an operation of its own"),
}
_REACHES = {
    "own": Text("本机构", "own organisation"),
    "entrusted": Text("本机构及委托方", "own organisation, and where entrusted"),
    "register": Text("全登记簿", "the whole register"),
}


def pages() -> dict[str, str]:
    """Every page: name of its file → text."""
    ready()
    _import_all()
    made = {
        "commands.md": _commands(), "refusals.md": _refusals(), "findings.md": _findings(),
        "acts.md": _acts(), "accounts.md": _accounts(), "permissions.md": _permissions(),
        "workflows.md": _workflows(),
    }  # fmt: skip
    of_the_house = {name: "\n".join(lines).rstrip("\n") + "\n" for name, lines in made.items()}
    return of_the_house | methodology_pages.pages()


def _import_all() -> None:
    """Every room, so that every closed list is known."""
    for found in pkgutil.walk_packages(tanpuhui.__path__, "tanpuhui."):
        if "migrations" not in found.name and not found.name.endswith("__main__"):
            importlib.import_module(found.name)


def _title(text: Text) -> list[str]:
    return [f"# {_both(text)}", "", _NOTE, ""]


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def _commands() -> list[str]:
    from tanpuhui.interfaces.cli.app import app

    lines = [*_title(Text("命令", "Commands")), _EXITS, ""]
    for name, command in _walk("tanpuhui", get_command(app)):
        lines += [f"## `{name}`", "", command.help or "", ""]
        own = [p for p in command.params if p.name not in _EVERYWHERE]
        if own:
            lines += _table(("", "说明 / What it is", "默认 / Default"), [_parameter(p) for p in own])
    return lines


def _walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """The commands below a command, groups left out."""
    for word, below in getattr(command, "commands", {}).items():
        yield from _walk(f"{name} {word}", below)
    if not hasattr(command, "commands"):
        yield name, command


def _parameter(parameter: Any) -> tuple[str, str, str]:
    is_option = any(name.startswith("-") for name in parameter.opts)
    name = ", ".join(parameter.opts) if is_option else str(parameter.metavar or parameter.name).upper()
    metavar = f" {parameter.metavar}" if is_option and parameter.metavar else ""
    needed = "必填 / required" if parameter.required else ""
    default = needed or ("" if parameter.default in (None, False, "") else f"`{parameter.default}`")
    return f"`{name}{metavar}`", parameter.help or "", default


def _refusals() -> list[str]:
    lines = _title(Text("拒绝的代码", "Refusals, by code"))
    for room, kinds in sorted(Refusals.everywhere.items()):
        lines += [f"## {room}", ""]
        for kind in kinds:
            lines += [
                f"### `{kind.code}`",
                "",
                f"- {kind.says.zh} → {kind.mend.zh}",
                f"- {kind.says.en} → {kind.mend.en}",
                "",
            ]
    return lines


def _findings() -> list[str]:
    lines = _title(Text("发现的代码", "Findings, by code"))
    for room, kinds in sorted(Findings.everywhere.items()):
        lines += [f"## {room}", ""]
        for kind in kinds:
            severity = _both(SEVERITIES[kind.severity])
            lines += [f"### `{kind.code}`", "", f"{severity}", "", f"- {kind.says.zh}", f"- {kind.says.en}", ""]
    return lines


def _acts() -> list[str]:
    heads = ("代码 / Code", "操作 / Act", "从 / From", "到 / To", "权限 / Permission", "条件 / Conditions")
    return [*_title(Text("账本的操作", "The acts of the ledger")), *_table(heads, map(_act, ACTS.values()))]


def _act(act: Act) -> tuple[str, ...]:
    conditions = [_both(says) for name, says in _CONDITIONS.items() if getattr(act, name)]
    kinds = [", ".join(kind for kind in ACCOUNT_KINDS if kind in side) or "–" for side in (act.sources, act.targets)]
    return f"`{act.code}`", _both(act.text), *kinds, f"`{act.permission}`", "; ".join(conditions)


def _accounts() -> list[str]:
    final, money = "终点 / final", "资金 / money"
    kinds = [
        (f"`{code}`", _both(says), ", ".join(
            [final] * (code in FINAL_KINDS) + [money] * (code in MONEY_KINDS)
        )) for code, says in ACCOUNT_KINDS.items()
    ]  # fmt: skip
    purposes = [(f"`{code}`", _both(says)) for code, says in PURPOSES.items()]
    return [
        *_title(Text("账户的种类和注销的用途", "Kinds of account, and purposes of retirement")),
        "## 账户种类 / Kinds of account", "", *_table(("代码 / Code", "种类 / Kind", ""), kinds),
        "## 注销用途 / Purposes of retirement", "", *_table(("代码 / Code", "用途 / Purpose"), purposes),
    ]  # fmt: skip


def _permissions() -> list[str]:
    from tanpuhui.apps.parties.kinds import KINDS
    from tanpuhui.apps.parties.permissions import PERMISSIONS
    from tanpuhui.apps.parties.roles import ROLES

    permissions = [(f"`{p.code}`", _both(p.says), _both(_REACHES[p.reach])) for p in PERMISSIONS.values()]
    lines = [*_title(Text("权限与角色", "Permissions and roles")), "## 权限 / Permissions", ""]
    lines += _table(("代码 / Code", "允许 / Allows", "范围 / Reach"), permissions)
    lines += ["## 角色 / Roles", ""]
    for role in ROLES.values():
        places = ", ".join(_both(KINDS[kind]) for kind in sorted(role.kinds)) or "–"
        lines += [
            f"### `{role.code}`: {_both(role.says)}", "", f"- 机构 / In: {places}",
            f"- 权限 / May: {_codes(role.permissions)}",
            *([f"- 受托 / Where entrusted: {_codes(role.for_owners)}"] if role.for_owners else []), "",
        ]  # fmt: skip
    return lines


def _workflows() -> list[str]:
    from tanpuhui.apps.gazette.workflow import WORKFLOWS as GAZETTE
    from tanpuhui.apps.projects.workflow import WORKFLOWS as PROJECTS

    lines = _title(Text("办理程序", "Procedures"))
    for table in (*PROJECTS, *GAZETTE):
        for lang in LANGS:
            lines += [f"## {table.name.into(lang)}", "", "```mermaid", *mermaid(table, lang), "```", ""]
            lines += [*markdown(table, lang), ""]
    return lines


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in sorted(codes))


def write(folder: Path = FOLDER) -> None:
    """Write every page; what is there already is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
