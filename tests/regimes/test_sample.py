"""The sample that the package carries is a verbatim part of the published table and holds every kind of oddity."""

from tanpuhui.regimes.us_ca_cop.register import REGISTER
from tests.regimes.tables import FULL, SAMPLE, codes


def test_the_sample_is_cut_verbatim_from_the_full_table_in_file_order() -> None:
    full, sample = (path.read_bytes().splitlines(keepends=True) for path in (FULL, SAMPLE))
    assert sample[0] == full[0]
    rest = iter(full)
    assert all(line in rest for line in sample)  # each line is looked for only after the one before it
    assert 250 <= len(sample) - 1 <= 350


def test_the_sample_can_be_cut_again() -> None:
    from tests.regimes.cut_sample import cut

    assert cut(FULL) == SAMPLE.read_bytes()


def test_the_sample_shows_every_oddity_of_the_full_table_and_every_type() -> None:
    full, sample = (list(REGISTER.read(path)) for path in (FULL, SAMPLE))
    assert sorted(c for row in sample for c in codes(row)) == sorted(c for row in full for c in codes(row))
    kinds = {(row.issuance.methodology, row.issuance.labels["kind"]) for row in sample if row.issuance}
    assert len(kinds) == 8
