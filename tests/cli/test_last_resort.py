"""What reaches the top of the command line: words that are no text, and a database that gave up."""

import resource

import pytest

from tests.cli.shell import SAMPLE, ask, finish, run, start
from tests.support.databases import Database
from tests.support.long import counts

BAD = "\udcff"
FEW = 400 << 10


@pytest.mark.parametrize(
    "words",
    [
        ("ledger", "balance", BAD),
        ("ledger", "accounts", "--after", BAD),
        (BAD,),
        ("import", "carb", BAD),
        ("version", BAD),
    ],
)
def test_a_word_that_is_no_text_is_wrong_usage(words: tuple[str, ...]) -> None:
    told = run(*words, "--json")
    assert (told.code, told.error) == (2, "word_not_text")
    for lang, says in (("en", "no text in UTF-8"), ("zh", "不是 UTF-8 文本")):
        told = run(*words, lang=lang)
        assert told.code == 2
        assert says in told.err


def _small_files() -> None:
    """Nothing longer may be written, as on a disk that is full; Python ignores the signal and is told an error."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (FEW, FEW))


@pytest.mark.parametrize("vendor", ["sqlite"], indirect=True)
def test_a_full_disk_is_told_and_what_was_committed_stays(register: Database) -> None:
    for lang, says in (("zh", "数据库中止了操作"), ("en", "The database gave up"))[: counts(1, 2)]:
        told = finish(start(register.environment, "import", "carb", SAMPLE, lang=lang, before=_small_files))
        assert told.code == 1
        assert says in told.err.splitlines()[-2], told.err  # before it, the log of the job that failed
    told = finish(start(register.environment, "import", "carb", SAMPLE, "--json", before=_small_files))
    assert (told.code, told.error) == (1, "database_failed")
    assert ask("ledger", "verify")["sound"]
