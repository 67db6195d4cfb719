"""The registers that are measured are such as the product would have made: nothing is measured on what verify refuses."""

from tests.support.databases import Database


def test_a_register_filled_for_measuring_is_sound_and_can_be_worked_on(fresh_db: Database) -> None:
    from bench import registers, work
    from tanpuhui.apps.ledger.verify import verify

    by = registers.fill(1000)
    assert verify() == []
    side = work.Side(1000, 0)
    for turn in (work.singly(side, by, 3), work.in_batches(side.by_serial, by)):
        seconds, count = turn()
        assert (seconds > 0, count > 0) == (True, True)
    assert verify() == []
