"""A formula in LaTeX and MathML says what the formula says: in its order, with its brackets, in both languages."""

import xml.etree.ElementTree as ET

import pytest

from tanpuhui.quantification.formula import Branch, Call, Leaf, Node
from tanpuhui.quantification.notation import latex, mathml

A, B, C = (Leaf(symbol, "input") for symbol in ("a", "BE_grid_y", "η_base"))
ONE, RATIO = Leaf("1", "number"), Leaf("44/12", "number")
BE, ETA = r"\mathrm{BE}_{\mathrm{grid},y}", r"\eta _{\mathrm{base}}"
WHERE = Call("where", (A, ONE, Leaf("0", "number")))
CASES = r"\begin{cases} 1 & \text{if } a \\ 0 & \text{otherwise} \end{cases}"
FORMULAS: dict[str, tuple[Node, str]] = {
    "b + a": (Branch("+", B, A), f"{BE} + a"),
    "a − (b − c)": (Branch("−", A, Branch("−", B, C)), rf"a - \left({BE} - {ETA}\right)"),
    "a − b − c": (Branch("−", Branch("−", A, B), C), f"a - {BE} - {ETA}"),
    "a × (1 + b) × 44/12": (
        Branch("×", Branch("×", A, Branch("+", ONE, B)), RATIO),
        rf"a \times \left(1 + {BE}\right) \times \frac{{44}}{{12}}",
    ),
    "a × (1/b − 1/c)": (
        Branch("×", A, Branch("−", Branch("/", ONE, B), Branch("/", ONE, C))),
        rf"a \times \left(\frac{{1}}{{{BE}}} - \frac{{1}}{{{ETA}}}\right)",
    ),
    "a / (b × c)": (Branch("/", A, Branch("×", B, C)), rf"\frac{{a}}{{{BE} \times {ETA}}}"),
    "max(a × b; 1)": (
        Call("max", (Branch("×", A, B), ONE)),
        rf"\operatorname{{max}}{{\left(a \times {BE},1 \right)}}",
    ),
    "Σ (a + b)": (Call("Σ", (Branch("+", A, B),)), rf"\sum_{{j=1}}^{{n}} \left(a + {BE}\right)"),
    "Σ ER_i": (Call("Σ", (Leaf("ER_i", "step"),)), r"\sum_{i=1}^{n} \mathrm{ER}_{i}"),
    "where(a; 1; 0) × b − where(a; 1; 0)": (
        Branch("−", Branch("×", WHERE, B), WHERE),
        rf"\left({CASES}\right) \times {BE} - \left({CASES}\right)",
    ),
    "not a > 1": (Call("not", (Branch(">", A, ONE),)), r"\neg \left(a > 1\right)"),
    "a ≥ 1 and (b or c)": (
        Branch("and", Branch("≥", A, ONE), Branch("or", B, C)),
        rf"a \geq 1 \wedge \left({BE} \vee {ETA}\right)",
    ),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_in_latex_keeps_its_order_and_brackets(name: str) -> None:
    node, wanted = FORMULAS[name]
    assert latex(node) == wanted
    assert ET.fromstring(mathml(latex(node))).tag == "{http://www.w3.org/1998/Math/MathML}math"  # noqa: S314 (ours)


def test_one_of_two_is_said_in_the_language_of_the_reader() -> None:
    node = Call("where", (Branch("<", A, ONE), B, C))
    assert latex(node, "en") == (
        rf"\begin{{cases}} {BE} & \text{{if }} a < 1 \\ {ETA} & \text{{otherwise}} \end{{cases}}"
    )
    assert r"\text{若 } a < 1" in latex(node, "zh")


def test_a_name_of_several_letters_is_one_word_in_mathml() -> None:
    assert ">BE</mtext>" in mathml(latex(B))
