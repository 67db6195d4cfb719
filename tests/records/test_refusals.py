"""Each refusal and each finding of this room is produced by a test."""

from pathlib import Path

from tanpuhui.apps.records.findings import found
from tanpuhui.apps.records.refusals import refuse


def test_each_code_is_named_in_a_test() -> None:
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    codes = [kind.code for kind in refuse] + [kind.code for kind in found]
    assert [code for code in codes if f'"{code}"' not in tests] == []
