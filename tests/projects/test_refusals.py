"""Each refusal of this room is produced by a test."""

from pathlib import Path

from tanpuhui.apps.projects.refusals import refuse


def test_each_code_is_named_in_a_test() -> None:
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    assert [kind.code for kind in refuse if f'"{kind.code}"' not in tests] == []
