"""A formula in the notation of mathematics: LaTeX by sympy's printer from the formula's own tree, MathML from that LaTeX.

Sympy computes nothing here: every node is built unevaluated and printed in the order in which the formula was written.
Importing this loads both libraries; whoever shows no formula should not.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from latex2mathml.converter import convert
from sympy import Add, Eq, Expr, Function, Ge, Gt, Integer, Le, Lt, Mul, Sum, Symbol
from sympy.printing.latex import LatexPrinter

from tanpuhui.core.text import Lang, Text
from tanpuhui.quantification.formula import Branch, Call, Leaf, Node

_IF, _ELSE = Text("若", "if"), Text("否则", "otherwise")
_COMPARED = {"<": Lt, "≤": Le, ">": Gt, "≥": Ge, "=": Eq}
_WHOLE, _RATIO = re.compile(r"[0-9]+"), re.compile(r"([0-9]+)/([0-9]+)")
_ROMAN = re.compile(r"\\mathrm\{([^{}]*)\}")
_UPRIGHT = re.compile(r"[A-Za-z]{2,}")
_INDEX = re.compile(r"[a-mo-z]o?")
"""One letter, or that of what is shown beside; n is how many there are."""


class _And(Function):  # type: ignore[misc]
    """Both."""


class _Or(Function):  # type: ignore[misc]
    """One or both."""


class _Not(Function):  # type: ignore[misc]
    """Not."""


class _Where(Function):  # type: ignore[misc]
    """One of two, by a condition: sympy's own would put the condition into an order of its own."""


class _Quotient(Function):  # type: ignore[misc]
    """One over another: sympy would make it a product."""


_JOINED = {"and": _And, "or": _Or, "/": _Quotient}


class _Printer(LatexPrinter):  # type: ignore[misc]
    """Sympy's LaTeX, in the order of the formula, and what sympy has no unevaluated form for."""

    def __init__(self, lang: Lang) -> None:
        super().__init__({"order": "none", "mul_symbol": "times"})
        self.lang = lang

    def _print_Symbol(self, symbol: Any, style: str = "plain") -> str:
        return _symbol(symbol.name)

    def _print__And(self, joined: Any) -> str:
        return r" \wedge ".join(self._inside(each, _Or) for each in joined.args)

    def _print__Or(self, joined: Any) -> str:
        return r" \vee ".join(self._print(each) for each in joined.args)

    def _print__Not(self, turned: Any) -> str:
        return r"\neg " + self._inside(turned.args[0], _And, _Or, Lt, Le, Gt, Ge, Eq)

    def _print__Where(self, where: Any) -> str:
        condition, then, otherwise = map(self._print, where.args)
        return (
            rf"\begin{{cases}} {then} & \text{{{_IF.into(self.lang)} }} {condition} \\"
            rf" {otherwise} & \text{{{_ELSE.into(self.lang)}}} \end{{cases}}"
        )

    def _needs_mul_brackets(self, expr: Any, first: bool = False, last: bool = False) -> bool:
        # The brace of `cases` is open to the right: what follows would seem to belong to its last line.
        return isinstance(expr, _Where) or bool(super()._needs_mul_brackets(expr, first=first, last=last))

    def _needs_add_brackets(self, expr: Any) -> bool:
        return isinstance(expr, _Where) or bool(super()._needs_add_brackets(expr))

    def _print__Quotient(self, quotient: Any) -> str:
        above, below = map(self._print, quotient.args)
        return rf"\frac{{{above}}}{{{below}}}"

    def _inside(self, node: Any, *kinds: type) -> str:
        said = self._print(node)
        return rf"\left({said}\right)" if isinstance(node, kinds) else str(said)


def latex(node: Node, lang: Lang = "en") -> str:
    """The formula in LaTeX (its two words, if and otherwise, in a language)."""
    return str(_Printer(lang).doprint(expression(node)))


def latex_of(symbol: str) -> str:
    """A symbol of the sheet in LaTeX: what follows the first underscore is its index."""
    return _symbol(symbol)


@lru_cache(maxsize=2000)
def mathml(text: str, *, block: bool = False) -> str:
    """LaTeX as a MathML element; names of several letters stay one word."""
    return str(convert(_ROMAN.sub(r"\\text{\1}", text), display="block" if block else "inline"))


def expression(node: Node) -> Expr:
    """The tree as a sympy expression, unevaluated."""
    match node:
        case Leaf():
            return _leaf(node)
        case Branch(sign=sign, left=left, right=right):
            return _branch(sign, expression(left), expression(right))
        case Call(name="Σ", inside=(summed,)):
            return Sum(expression(summed), (Symbol(_index(summed)), 1, Symbol("n")))
        case Call(name="not", inside=(fact,)):
            return _Not(expression(fact), evaluate=False)
        case Call(name="where", inside=inside):
            return _Where(*map(expression, inside), evaluate=False)
        case Call(name=name, inside=inside):
            return Function(name)(*map(expression, inside), evaluate=False)


def _index(summed: Node) -> str:
    """Over what a sum runs: the index that stands at what is summed, such as the i of ER_i."""
    index = summed.symbol.rpartition("_")[2] if isinstance(summed, Leaf) else ""
    return index[0] if _INDEX.fullmatch(index) else "j"


def _leaf(leaf: Leaf) -> Expr:
    if leaf.source == "number" and _WHOLE.fullmatch(leaf.symbol):
        return Integer(leaf.symbol)
    if leaf.source == "number" and leaf.symbol.endswith("/1"):
        return Integer(leaf.symbol.removesuffix("/1"))
    if leaf.source == "number" and (ratio := _RATIO.fullmatch(leaf.symbol)):
        return _Quotient(Integer(ratio[1]), Integer(ratio[2]), evaluate=False)
    return Symbol(leaf.symbol)


def _branch(sign: str, left: Expr, right: Expr) -> Expr:
    match sign:
        case "+":
            return Add(*_terms(left), *_terms(right), evaluate=False)
        case "−":
            return Add(*_terms(left), Mul(-1, right, evaluate=False), evaluate=False)
        case "×":
            return Mul(left, right, evaluate=False)
        case "and" | "or" | "/":
            return _JOINED[sign](left, right, evaluate=False)
        case _:
            return _COMPARED[sign](left, right, evaluate=False)


def _terms(side: Expr) -> tuple[Expr, ...]:
    return side.args if isinstance(side, Add) else (side,)


def _symbol(name: str) -> str:
    base, _, index = name.partition("_")
    index = index.replace("_", ",")
    return f"{_word(base)}_{{{_word(index)}}}" if index else _word(base)


def _word(text: str) -> str:
    """Names of several letters stand upright, as they would in the document."""
    parts = [rf"\mathrm{{{part}}}" if _UPRIGHT.search(part) else part for part in text.split(",")]
    return "".join(map(_greek, ",".join(parts)))


def _greek(sign: str) -> str:
    kind, _, letter = unicodedata.name(sign, "").removeprefix("GREEK ").partition(" LETTER ")
    named = letter.capitalize() if kind == "CAPITAL" else letter.lower()
    return rf"\{named} " if kind in ("SMALL", "CAPITAL") and letter.isalpha() else sign


__all__ = ["expression", "latex", "latex_of", "mathml"]
