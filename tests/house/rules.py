"""The rules of the house as small functions over source text. Each gives the faults it sees, as `line: what`."""

import ast
import re
import string
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

LINE, FILE, FUNCTION, BAND = 130, 400, 60, 50
CJK = re.compile(r"[\u4e00-\u9fff]")
ACRONYM = re.compile(r"[^a-z\u4e00-\u9fff]+")
DATED = re.compile(
    r"(_new|_old|_copy|_final|_?\d{6,8}|_\d{4}_\d{1,2}(_\d{1,2})?"
    r"|_?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\d{2,4})$",
    re.IGNORECASE,
)
SQL_CLOCK = re.compile(r"\bCURRENT_(TIMESTAMP|DATE|TIME)\b|\bnow\(\)|\b(date|datetime|julianday|unixepoch)\('now'")
HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("yarnpkg", "com"),
    )
)
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3)) + r")\b")


@lru_cache(maxsize=1024)
def tree(source: str) -> ast.Module:
    """The source's syntax tree."""
    return ast.parse(source)


# Form


def too_long(source: str) -> list[str]:
    """Lines above 130 characters (a Chinese character is one), files above 400 lines."""
    lines = source.splitlines()
    wide = [f"{n}: {len(line)} characters in a line" for n, line in enumerate(lines, 1) if len(line) > LINE]
    return wide + ([f"{len(lines)}: lines in one file"] if len(lines) > FILE else [])


def long_functions(source: str, listed: frozenset[str] = frozenset()) -> list[str]:
    """Functions above 60 lines; also those of 51 to 60 that are not `listed`, so that short ones do not grow unseen."""
    found = []
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION or (length > BAND and node.name not in listed):
                found.append(f"{node.lineno}: {node.name} has {length} lines")
    return found


def no_opening(source: str) -> list[str]:
    """A module that does not open with a sentence."""
    return [] if (ast.get_docstring(tree(source)) or "").strip() else ["1: the module does not say what it is for"]


def dated_names(path: str) -> list[str]:
    """Folders and modules named with a date or `_new` at the end; an edition (`forestry_2020`) is a document."""
    return [
        f"{part}: a date or a version in a name" for part in path.removesuffix(".py").split("/") if DATED.search(part)
    ]


def unfinished(source: str) -> list[str]:
    """Marks of work that was put off: an issue keeps them better."""
    return [f"{n}: {found[0]}" for n, line in enumerate(source.splitlines(), 1) if (found := UNFINISHED.search(line))]


# Time and numbers


def clocks(source: str) -> list[str]:
    """Asking what time it is: the day and the instant are arguments."""
    return [f"{node.lineno}: {said}" for node in _code(source) if (said := _clock(node))]


def _clock(node: ast.AST) -> str | None:
    match node:
        case ast.Attribute(attr="now" | "today" | "utcnow" | "localdate"):
            return ast.unparse(node)
        case ast.Attribute(value=ast.Name(id="time"), attr="time" | "time_ns" | "localtime" | "gmtime"):
            return ast.unparse(node)
        case ast.Name(id="now" | "today" | "utcnow" | "Now", ctx=ast.Load()) | ast.alias(name="Now"):
            return ast.unparse(node)
        case ast.keyword(arg="auto_now" | "auto_now_add"):
            return str(node.arg)
        case ast.Constant(value=str(text)) if found := SQL_CLOCK.search(text):
            return found[0]
    return None


def floats(source: str, divisions: frozenset[str] = frozenset(), *, quotients: bool = False) -> list[str]:
    """Floats, `round` and true division. `divisions`: functions that divide decimals. A path and a string may join.

    `quotients`: a formula, where only quantities are divided, and only a step takes what comes of it.
    """
    exempt = {id(n) for call in ast.walk(tree(source)) if _asks_type(call) for n in ast.walk(call)}
    exempt |= {
        id(n)
        for f in ast.walk(tree(source))
        if isinstance(f, ast.FunctionDef) and f.name in divisions
        for n in ast.walk(f)
    }
    exempt |= {id(n) for n in ast.walk(tree(source)) if quotients and isinstance(n, ast.BinOp)}
    return [f"{node.lineno}: {said}" for node in _code(source) if id(node) not in exempt and (said := _float(node))]


def _float(node: ast.AST) -> str | None:
    match node:
        case ast.Constant(value=float()):
            return f"the float {ast.unparse(node)}"
        case ast.Name(id="float"):
            return "float"
        case ast.Call(func=ast.Name(id="round")):
            return ast.unparse(node)
        case ast.BinOp(op=ast.Div()) if not (_is_name(node.left) or _is_name(node.right)):
            return ast.unparse(node)
        case ast.AugAssign(op=ast.Div()):
            return ast.unparse(node)
    return None


def _asks_type(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"


def _is_name(side: ast.expr) -> bool:
    return isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))


def inexact_fields(source: str) -> list[str]:
    """Database columns that could hold a part of a unit."""
    kinds = ("FloatField", "DecimalField")
    return [f"{n.lineno}: {n.attr}" for n in ast.walk(tree(source)) if isinstance(n, ast.Attribute) and n.attr in kinds]


# Django


def django_ways(source: str) -> list[str]:
    """The ways in which Django goes wrong: signals, logic in `save`, model forms, `choices`, the admin."""
    return [f"{getattr(node, 'lineno', 1)}: {said}" for node in ast.walk(tree(source)) if (said := _django_way(node))]


def _django_way(node: ast.AST) -> str | None:
    match node:
        case ast.ImportFrom(module="django.dispatch" | "django.core.signals"):
            return "a signal"
        case ast.ImportFrom(module="django.db.models.signals", names=names) if {n.name for n in names} - {
            "post_migrate"
        }:
            return "a signal"  # `post_migrate` alone, for the guards that a migration may drop
        case ast.ImportFrom(module="django.db.models", names=names) if "signals" in {n.name for n in names}:
            return "a signal"
        case ast.ImportFrom(module=str(module)) if module.startswith("django.contrib.admin"):
            return "the admin"
        case ast.Import(names=names) | ast.ImportFrom(module="django.contrib", names=names) if _names_admin(names):
            return "the admin"
        case ast.Name(id="ModelForm") | ast.Attribute(attr="ModelForm") | ast.alias(name="ModelForm"):
            return "a ModelForm"
        case ast.Call() if ast.unparse(node.func).endswith("Field") and any(k.arg == "choices" for k in node.keywords):
            return "choices="
        case ast.ClassDef() if any("Model" in ast.unparse(base) for base in node.bases):
            verbs = {f.name for f in node.body if isinstance(f, ast.FunctionDef)} & {"save", "delete"}
            return f"{node.name} has logic in {sorted(verbs)}" if verbs else None
    return None


def _names_admin(names: list[ast.alias]) -> bool:
    return any(name.name in ("admin", "django.contrib.admin") for name in names)


# Imports


def imports(source: str) -> set[str]:
    """Every module that the source names in an import, at any depth, types included."""
    found = set()
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= (
                {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "tanpuhui" else {node.module}
            )
    return found


def foreign_imports(source: str, allowed: frozenset[str]) -> list[str]:
    """Imports that lie neither in `allowed` modules nor below them."""
    return [
        f"1: imports {name}" for name in sorted(imports(source)) if not any(_within(name, room) for room in allowed)
    ]


def _within(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


# Texts


def one_sided(source: str) -> list[str]:
    """Texts written in the source that lack a language, mix them, or fill different fields in each."""
    found = []
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Text", "kind"):
            found += [f"{node.lineno}: {said}" for zh, en in _pairs(node) for said in text_faults(zh, en)]
    return found


def _pairs(call: ast.Call) -> Iterator[tuple[str, str]]:
    """The plain literals of a call, by language. A text that is put together by an f-string is judged by its parts."""
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    for zh, en in (("zh", "en"), ("mend_zh", "mend_en")):
        sides = [named[zh], named[en]] if zh in named and en in named else call.args[:2] if zh == "zh" else []
        texts = [side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)]
        if len(texts) == 2:
            yield texts[0], texts[1]


def text_faults(zh: str, en: str) -> list[str]:
    """What is wrong with a sentence in two languages. Nothing at all, twice, is right; so is one acronym in both."""
    if zh == en and ACRONYM.fullmatch(zh or " "):
        return []
    faults = [f"no Chinese in {zh!r}"] if not CJK.search(zh) and not fields(zh) else []
    faults += [f"no English in {en!r}"] if not en.strip() else []
    faults += [f"Chinese in {en!r}"] if CJK.search(en) else []
    return faults + (
        [f"{sorted(fields(zh))} in Chinese, {sorted(fields(en))} in English"] if fields(zh) != fields(en) else []
    )


def fields(text: str) -> set[str]:
    """The names of the `{name}` fields of a text."""
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}


# Files


def hosts(text: str) -> list[str]:
    """Addresses of package registries: where packages come from is for the machine to say."""
    return [f"{n}: {host}" for n, line in enumerate(text.splitlines(), 1) for host in HOSTS if host in line]


def _code(source: str) -> list[Any]:
    """All nodes that have a place, but docstrings."""
    nodes = list(ast.walk(tree(source)))
    said = {id(n.value) for n in nodes if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    return [node for node in nodes if hasattr(node, "lineno") and id(node) not in said]
