"""The tree of a formula: built by the arithmetic itself, written out in symbols or with the numbers put in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

Source = Literal["input", "value", "step", "number"]


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """A symbol of the formula, where it comes from, the keys of the values behind it, and its numbers.

    Its number is `data` divided by `denominator`; `data` is the engine's own.
    """

    symbol: str
    source: Source
    data: Any = None
    denominator: int = 1
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """`sign` between two trees: `+ − × /`, a comparison, or one of the words `and`, `or`."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A function of trees: `max`, `min`, `where`, `not`, `has`, `count`, `Σ`."""

    name: str
    inside: tuple["Node", ...]


Node = Leaf | Branch | Call
_BINDS = {"or": 1, "and": 2, "<": 3, "≤": 3, ">": 3, "≥": 3, "=": 3, "+": 4, "−": 4, "×": 5, "/": 5}
_ALONE = 9


def written(node: Node, leaf: Callable[[Leaf], str], total: Callable[[Node], str | None] | None = None) -> str:
    """The formula in one line, each leaf as `leaf` says; `total` may say a sum over rows in another way."""
    match node:
        case Leaf():
            return leaf(node)
        case Branch(sign=sign, left=left, right=right):
            return f"{_held(left, sign, leaf, total)} {sign} {_held(right, sign, leaf, total, right=True)}"
        case Call(name="Σ", inside=(summed,)):
            said = total(summed) if total else None
            return said or f"Σ {_held(summed, '×', leaf, total, right=True)}"
        case Call(name="count", inside=(counted,)):
            return f"count({symbols(counted)})"
        case Call(name=name, inside=inside):
            return f"{name}({'; '.join(written(each, leaf, total) for each in inside)})"


def symbols(node: Node) -> str:
    """The formula in the document's symbols."""
    return written(node, lambda leaf: leaf.symbol)


def leaves(node: Node) -> Iterator[Leaf]:
    """Every leaf, from left to right."""
    match node:
        case Leaf():
            yield node
        case Branch(left=left, right=right):
            yield from leaves(left)
            yield from leaves(right)
        case Call(inside=inside):
            for each in inside:
                yield from leaves(each)


def _held(
    node: Node,
    sign: str,
    leaf: Callable[[Leaf], str],
    total: Callable[[Node], str | None] | None,
    *,
    right: bool = False,
) -> str:
    """A side of `sign`, in brackets where it binds less (and on the right of a minus or stroke, where it binds no more)."""
    text = written(node, leaf, total)
    binds = _BINDS[node.sign] if isinstance(node, Branch) else _ALONE
    tight = _BINDS[sign]
    return f"({text})" if binds < tight or (right and sign in "−/" and binds == tight) else text
