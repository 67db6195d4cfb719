"""What the room refuses: each bad input with the exact code it gets. Every code of the room is met at least once."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tanpuhui.core import foreign_serials
from tanpuhui.core.days import Period, add_months, add_years, parse_day, parse_year
from tanpuhui.core.exact import MOST, exact
from tanpuhui.core.foreign_serials import CercarbonoBlock
from tanpuhui.core.money import cost, fen_of, yuan_text
from tanpuhui.core.plugins import Plugin, choose, gather
from tanpuhui.core.quantities import grams_of, share, split, tonnes_of, whole_tonnes
from tanpuhui.core.ranges import LAST, Range, merged, require_partition
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.refused import refuse
from tanpuhui.core.serials import Serial, parse_serial, segment_of
from tanpuhui.core.working_days import add_working_days, working_days_between

MILLION = "1" * 1_000_000
NOON = datetime(2021, 1, 1, 12, tzinfo=UTC)


class Never:
    """A calendar of a land where nobody works."""

    def is_working_day(self, day: date) -> bool:
        return False

    def is_published(self, year: int) -> bool:
        return True


def serial(text: str) -> Callable[[], object]:
    """Reading `text` as a serial of the house."""
    return lambda: parse_serial(text)


def foreign(form: str, text: str) -> Callable[[], object]:
    """Reading `text` as a foreign serial."""
    return lambda: foreign_serials.parse(form, text)


NUMBERS: list[tuple[str, Callable[[], object]]] = [
    *[
        ("not_a_number", lambda text=text: exact(text))
        for text in (
            *("", " ", "1 ", " 1", "+1", "1,000", "1_000", "1.", ".5", "01", "00.5", "--1", "0x10", "1e3", "1e999"),
            *("NaN", "nan", "sNaN", "Infinity", "-inf", "１２", "१२", "½", "1\n", "1\x00", "1.2.3", "一"),
        )
    ],
    ("not_a_number", lambda: exact(Decimal("NaN"))),
    ("not_a_number", lambda: exact(Decimal("sNaN"))),
    ("not_a_number", lambda: exact(Decimal("-Infinity"))),
    ("number_out_of_bounds", lambda: exact(Decimal("1e999"))),
    ("number_out_of_bounds", lambda: exact(Decimal("1E+999999"))),
    ("number_out_of_bounds", lambda: exact(Decimal("1E-41"))),
    ("number_out_of_bounds", lambda: exact(Decimal("0E+99999"))),
    ("number_out_of_bounds", lambda: exact("1" + "0" * 40)),
    ("number_out_of_bounds", lambda: exact(2**63)),
    ("number_out_of_bounds", lambda: exact(10**5000)),
    ("text_too_long", lambda: exact(MILLION)),
    ("float_not_exact", lambda: exact(0.1)),  # type: ignore[arg-type]
    ("float_not_exact", lambda: grams_of(float("nan"), "t")),  # type: ignore[arg-type]
    ("float_not_exact", lambda: share(10, 0.08)),  # type: ignore[arg-type]
    ("float_not_exact", lambda: tonnes_of(1e6)),  # type: ignore[arg-type]
    ("not_a_whole_number", lambda: exact(True)),
    ("not_a_whole_number", lambda: exact(None)),  # type: ignore[arg-type]
    ("not_a_whole_number", lambda: tonnes_of("5")),  # type: ignore[arg-type]
    ("not_a_whole_number", lambda: yuan_text(Decimal(5))),  # type: ignore[arg-type]
    ("wrong_unit", lambda: grams_of(1, "T")),
    ("wrong_unit", lambda: grams_of(1, "tCO2 ")),
    ("wrong_unit", lambda: grams_of(1, "kgCH4")),
    ("wrong_unit", lambda: grams_of(1, "吨")),
    ("wrong_unit", lambda: grams_of(1, "")),
    ("too_many_digits", lambda: grams_of("0.0000001", "t", only_exact=True)),
    ("too_many_digits", lambda: whole_tonnes("1.5")),
    ("too_many_digits", lambda: fen_of("11.005")),
    ("too_many_digits", lambda: fen_of("0.001")),
    ("number_out_of_bounds", lambda: whole_tonnes(-1)),
    ("number_out_of_bounds", lambda: grams_of(MOST, "t")),
    ("number_out_of_bounds", lambda: fen_of("92233720368547758.08")),
    ("number_out_of_bounds", lambda: cost(2, MOST)),
    ("number_out_of_bounds", lambda: cost(-1, 5)),
    ("number_out_of_bounds", lambda: cost(1, -5)),
    ("number_out_of_bounds", lambda: share(10, "-0.1")),
    ("number_out_of_bounds", lambda: share(MOST, "1.1")),
    ("number_out_of_bounds", lambda: split(-1, [1])),
    ("no_weights", lambda: split(1, [])),
    ("no_weights", lambda: split(1, [0, 0])),
    ("no_weights", lambda: split(1, [2, -1])),
]

RANGES: list[tuple[str, Callable[[], object]]] = [
    ("number_out_of_bounds", lambda: Range(0, 5)),
    ("number_out_of_bounds", lambda: Range(-3, 5)),
    ("number_out_of_bounds", lambda: Range(1, LAST + 1)),
    ("number_out_of_bounds", lambda: Range.half_open(5, 2**63)),
    ("reversed_range", lambda: Range(5, 4)),
    ("reversed_range", lambda: Range.half_open(5, 5)),
    ("not_a_whole_number", lambda: Range(True, 5)),
    ("not_a_whole_number", lambda: Range("1", "5")),  # type: ignore[arg-type]
    ("float_not_exact", lambda: Range(1, 5.0)),  # type: ignore[arg-type]
    ("not_in_range", lambda: Range(3, 9).take_last(0)),
    ("not_in_range", lambda: Range(3, 9).take_last(8)),
    ("not_in_range", lambda: Range(3, 9).take_last(-1)),
    ("not_in_range", lambda: Range(3, 9).split_at(3)),
    ("not_in_range", lambda: Range(3, 9).split_at(10)),
    ("not_a_whole_number", lambda: Range(3, 9).take_last(True)),
    ("ranges_apart", lambda: Range(1, 2).join(Range(4, 5))),
    ("ranges_apart", lambda: Range(1, 3).join(Range(3, 5))),
    ("ranges_overlap", lambda: merged([Range(1, 3), Range(3, 5)])),
    ("not_a_partition", lambda: require_partition(Range(1, 9), [])),
    ("not_a_partition", lambda: require_partition(Range(1, 9), [Range(1, 10)])),
]

SERIALS: list[tuple[str, Callable[[], object]]] = [
    *[
        ("malformed_serial", serial(text))
        for text in (
            "",
            "GD",
            "GD-PHCER-F-P-2019-1",
            "GD-PHCER-F-P-2019-1-5-6",
            "GD-PHCER-F-P-2019-1-5 ",
            " GD-PHCER-F-P-2019-1-5",
            "GD-PHCER-F-P-2019-1-5\n",
            "gd-PHCER-F-P-2019-1-5",
            "GD-PHCER-f-P-2019-1-5",
            "GD-PHCER-F--2019-1-5",
            "GD-PHCER-F-_P-2019-1-5",
            "GD-PHCER-F-P-2019-01-5",
            "GD-PHCER-F-P-2019-+1-5",
            "GD-PHCER-F-P-2019-0-5",
            "GD-PHCER-F-P-2019-１-5",
            "GD-PHCER-F-P-２０１９-1-5",
            "ＧＤ-PHCER-F-P-2019-1-5",
            "GD-PHCER-Ф-P-2019-1-5",
            "GD-PHCER-F-P-19-1-5",
            "GD-PHCER-F-P-02019-1-5",
            "GD-PHCER-F-P-2019-1-1e3",
            "GD-PHCER-F-P-2019-1-NaN",
            "GD-PHCER-F-P-2019-1-99999999999999999999",
            "GD–PHCER–F–P–2019–1–5",
            "DEMO-PHCER-F-P-2019-1-5",
            "DEMO-DEMO-GD-PHCER-F-P-2019-1-5",
            "demo-GD-PHCER-F-P-2019-1-5",
        )
    ],
    ("malformed_serial", lambda: parse_serial(None)),  # type: ignore[arg-type]
    ("malformed_serial", lambda: parse_serial(b"GD-PHCER-F-P-2019-1-5")),  # type: ignore[arg-type]
    ("text_too_long", serial(MILLION)),
    ("text_too_long", serial("-" * 1_000_000)),
    ("reversed_range", serial("GD-PHCER-F-P-2019-5-4")),
    ("number_out_of_bounds", serial("GD-PHCER-F-P-2019-1-9223372036854775807")),
    ("year_out_of_bounds", serial("GD-PHCER-F-P-1899-1-5")),
    ("year_out_of_bounds", serial("GD-PHCER-F-P-2201-1-5")),
    ("malformed_segment", serial(f"GD-PHCER-{'F' * 41}-P-2019-1-5")),
    ("malformed_segment", serial(f"{'G' * 13}-PHCER-F-P-2019-1-5")),
    ("malformed_segment", serial("DEMO-DEMO-PHCER-F-P-2019-1-5")),
    ("malformed_segment", lambda: Serial("GD", "PHCER", "F-1", "P", 2019, Range(1, 5))),
    ("year_out_of_bounds", lambda: Serial("GD", "PHCER", "F", "P", True, Range(1, 5))),
    ("malformed_segment", lambda: segment_of("林业", "methodology")),
    ("malformed_segment", lambda: segment_of("ß", "project")),
    ("malformed_segment", lambda: segment_of("-", "project")),
    ("malformed_segment", lambda: segment_of("CAFR5057-(reversal)", "project")),
    ("malformed_segment", lambda: segment_of(MILLION, "project")),
    ("unknown_form", foreign("iso", "x")),
    ("text_too_long", foreign("arb", "CAFR" + MILLION)),
    *[
        ("malformed_serial", foreign(form, text))
        for form, text in (
            ("arb", "CAFR5003"),
            ("arb", "CAFR5003-A1"),
            ("arb", "CAFR5003-a"),
            ("arb", "CAXX5003-A"),
            ("arb", "CAFR503-A"),
            ("arb", "CAFR５００３-A"),
            ("arb", "CAFR5057-(reversal)"),
            ("arb_non_credit", "CAFR5057-(Reversal)"),
            ("arb_non_credit", "CAFR5057-A"),
            ("car", "CAR-1-US-1335-31-983-KS-2025-9205-1-5000"),
            ("car", "CAR-1-US-1335-31-983-KS-2025-9205-1 to 5,000"),
            ("car", "CAR-1-US-1335-31-983-KS-2025-9205-1  to 5000"),
            ("acr", "ACR-FR-1129-2025-2917-030932 to 35143"),
            ("acr", "ACR-FRA-1129-2025-2917-30932 to 35143"),
            ("gold_standard", "GS1-1-UG-11236-16-2024-30307-1-19149"),
            ("gold_standard", "GS1-1-UG-GS11236-16-24-30307-1-19149"),
            ("verra", "19385-941467007-941467431-VCU-1507-VER-ET-14-1340-01012020-31122020-1"),
            ("verra", "19385-941467007-941467431-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-2"),
            ("cercarbono", "CDC_1_1_1_321_14_1_2009_"),
            ("cercarbono", "CDC-1-1-1-321-14-1-2009"),
            ("ers", "ERS-1-104-CO-XRU-2024-1-1-5000"),
            ("ers", "ERS-1-104-CO-VRU-2024-1-1-1000000000"),
            ("kyoto", "CN-5-1000001-1000500-1-1-1234"),
            ("kyoto", "CN-8--1-2-1-1--1234--"),
            ("kyoto", "CN-5--01-2-1-1--1234--"),
            ("itmo", "CA0004-CHE01-VUT-0-2023"),
            ("itmo", "CA0004-CHE-VUT-3000-2023"),
            ("itmo", "CA4-CHE01-VUT-3000-2023"),
        )
    ],
    ("reversed_range", foreign("acr", "ACR-FR-1129-2025-2917-5 to 4")),
    ("reversed_range", foreign("verra", "1-5-4-VCS-VCU-1-VER-ET-14-1340-01012020-31122020-1")),
    ("no_such_day", foreign("verra", "1-4-5-VCS-VCU-1-VER-ET-14-1340-30022020-31122020-1")),
    ("inconsistent_serial", foreign("verra", "1-4-5-VCS-VCU-1-VER-ET-14-1340-31122020-01012020-1")),
    ("reversed_range", lambda: CercarbonoBlock.parse("CDC_1_1_1_321_14_1", "5", "4")),
    ("not_a_number", lambda: CercarbonoBlock.parse("CDC_1_1_1_321_14_1", "", "4")),
    ("not_a_number", lambda: CercarbonoBlock.parse("CDC_1_1_1_321_14_1", "-1", "4")),
    ("not_a_number", lambda: CercarbonoBlock.parse("CDC_1_1_1_321_14_1", "0", MILLION)),
]

DAYS: list[tuple[str, Callable[[], object]]] = [
    *[
        ("malformed_day", lambda text=text: parse_day(text))
        for text in (
            *("", "2021-2-3", "21-02-03", "2021/02/03", "20210203", "2021-02-03 ", "２０２１-02-03", "2021-02-０3"),
            *("2021-W05-3", "2021-034", "2021-02-03T00", "03.02.2021", "2021年2月3日", "-021-02-03", MILLION),
        )
    ],
    ("malformed_day", lambda: parse_day(date(2021, 2, 3))),  # type: ignore[arg-type]
    ("no_such_day", lambda: parse_day("2021-02-30")),
    ("no_such_day", lambda: parse_day("2021-02-29")),
    ("no_such_day", lambda: parse_day("2021-13-01")),
    ("no_such_day", lambda: parse_day("2021-00-10")),
    ("no_such_day", lambda: parse_day("2021-01-00")),
    ("year_out_of_bounds", lambda: parse_day("1899-12-31")),
    ("year_out_of_bounds", lambda: parse_day("0000-01-01")),
    ("year_out_of_bounds", lambda: parse_year("21")),
    ("year_out_of_bounds", lambda: parse_year("２０２１")),
    ("year_out_of_bounds", lambda: parse_year("2021 ")),
    ("year_out_of_bounds", lambda: Period.of_year(2201)),
    ("year_out_of_bounds", lambda: add_months(date(2200, 12, 1), 1)),
    ("year_out_of_bounds", lambda: add_years(date(2020, 1, 1), 10**15)),
    ("not_a_whole_number", lambda: add_months(date(2020, 1, 1), True)),
    ("reversed_period", lambda: Period.parse("2021-01-02", "2021-01-01")),
    ("malformed_day", lambda: Period(NOON, NOON)),
    ("number_out_of_bounds", lambda: Period.of_months(date(2021, 1, 1), 0)),
    ("number_out_of_bounds", lambda: Period.of_years(date(2021, 1, 1), -1)),
    ("reversed_period", lambda: working_days_between(date(2021, 1, 2), date(2021, 1, 1), Never())),
    ("no_working_day", lambda: add_working_days(date(2021, 1, 1), 1, Never())),
    ("no_working_day", lambda: add_working_days(date(2021, 1, 1), 0, Never())),
    ("number_out_of_bounds", lambda: add_working_days(date(2021, 1, 1), 10_001, Never())),
]

PLUGINS: list[tuple[str, Callable[[], object]]] = [
    ("malformed_plugin", lambda: Plugin("us-ca-cop", "x.us-ca-cop", "x")),
    ("malformed_plugin", lambda: Plugin("", "x", "x")),
    ("duplicate_plugin", lambda: gather([Plugin("a", "x.a", "x"), Plugin("a", "y.a", "y")])),
    ("unknown_plugin", lambda: choose({}, "a")),
    ("unknown_plugin", lambda: choose({}, MILLION)),
    ("plugin_lacks_module", lambda: Plugin("json", "json", "python").load("register")),
]

TABLE = [*NUMBERS, *RANGES, *SERIALS, *DAYS, *PLUGINS]


@pytest.mark.parametrize(("code", "attempt"), TABLE, ids=[f"{i}-{code}" for i, (code, _) in enumerate(TABLE)])
def test_a_bad_input_is_refused_with_its_code_and_a_short_sentence(code: str, attempt: Callable[[], object]) -> None:
    with pytest.raises(Refusal) as refusal:
        attempt()
    assert refusal.value.code == code
    for text in (refusal.value.sentence("zh"), refusal.value.sentence("en")):
        assert len(text) < 420
        assert "{" not in text


def test_every_code_of_the_room_is_met() -> None:
    assert {code for code, _ in TABLE} == {kind.code for kind in refuse}
