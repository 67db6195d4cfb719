"""Every formula of every methodology is shown as mathematics, in both languages, on a page that names all it rests on."""

import xml.etree.ElementTree as ET
from itertools import chain

import pytest

from tanpuhui.core.text import LANGS
from tanpuhui.interfaces.cli.methodology_pages import pages
from tanpuhui.quantification import catalogue
from tanpuhui.quantification.explaining import formulas, used
from tanpuhui.quantification.notation import latex, mathml

ALL = catalogue()


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    """The pages of the reference."""
    return pages()


@pytest.mark.parametrize("code", ALL)
def test_every_step_is_mathematics_that_a_browser_reads_and_stands_on_the_page(
    code: str, written: dict[str, str]
) -> None:
    page, steps = (
        written[f"methodologies/{code}.md"],
        list(chain.from_iterable(each.steps for each in formulas(ALL[code]))),
    )
    assert ALL[code].shape.result.symbol in {step.symbol for step in steps}
    for step in steps:
        for lang in LANGS:
            ET.fromstring(mathml(latex(step.node, lang)))  # noqa: S314 (ours)
        assert latex(step.node).replace("|", r"\|") in page
    for key in (key for key in used(ALL[code]) if key.startswith(code)):
        assert f"`{key}`" in page
    assert ALL[code].status.text.en in page
