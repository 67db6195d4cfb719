"""Serials of other registers: every form reads its example, prints it back, and keeps the others out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.core import foreign_serials
from tanpuhui.core.foreign_serials import (
    FORMS,
    AcrSerial,
    ArbIssuance,
    ArbNonCredit,
    CarSerial,
    CercarbonoBlock,
    CercarbonoSerial,
    ForeignSerial,
    ItmoId,
    KyotoBlock,
    VerraSerial,
    recognise,
)
from tanpuhui.core.ranges import Range
from tanpuhui.core.refusals import Refusal

WRITTEN = [
    ("arb", "CAFR5003-A"),
    ("arb", "CAOD0018-I2"),
    ("arb", "CAOD1007-A"),
    ("arb_non_credit", "CALS5014-(zero)"),
    ("arb_non_credit", "CAFR5057-(reversal)"),
    ("arb_non_credit", "CAFR5164-(reforest defer)"),
    ("car", "CAR-1-US-1335-31-983-KS-2025-9205-1 to 5000"),
    ("car", "CAR-ROC-US-1316-105-276-CA-2025-9388-1 to 1"),
    ("car", "CAR-1-MX-1428-42-993-YC-2025-10041-1 to 2631"),
    ("acr", "ACR-FR-1129-2025-2917-30932 to 35143"),
    ("gold_standard", "GS1-1-UG-GS11236-16-2024-30307-1-19149"),
    ("gold_standard", "GS1-1-CR-GS2913-22-2025-30184-3-3"),
    ("verra", "19385-941467007-941467431-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1"),
    ("verra", "19331-940059619-940073296-VCS-VCU-1310-VER-CN-15-3980-30082021-31122021-0"),
    ("cercarbono", "CDC_1_1_1_321_14_1_2009"),
    ("cercarbono", "CDC_1_1_1_321_14_1_2008_BF"),
    ("cercarbono", "CDC_4_1_1_321_14_R1_XX_CO_1_2_BFC_2018"),
    ("ers", "ERS-1-104-CO-VRU-2024-1-1-5000"),
    ("ers", "ERS-0-A7-BR-PRU-20240131-1-1-999999999"),
    ("kyoto", "CN-5--1000001-1000500-1-1--1234--"),
    ("kyoto", "DE-1--1-1-1-2----"),
    ("kyoto", "CDM-6--5-9-1-1-1-77--20171231"),
    ("kyoto", "UA-3--10-19-1-1--5000001-2-"),
    ("itmo", "CA0004-CHE01-VUT-3000-2023"),
    ("itmo", "CA0001-UN01-GHA-1-2024"),
]


@pytest.mark.parametrize(("form", "text"), WRITTEN)
def test_a_real_spelling_is_read_printed_back_and_recognised_as_one_form(form: str, text: str) -> None:
    assert str(foreign_serials.parse(form, text)) == text
    assert recognise(text) == (form,)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_form_has_an_example_that_it_reads_and_a_source(form: type[ForeignSerial]) -> None:
    assert str(form.parse(form.example)) == form.example
    assert form.source
    assert "ource" in (form.__doc__ or "")


@given(st.data())
def test_what_a_pattern_allows_is_printed_as_written_or_refused(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from([f for f in FORMS.values() if f is not ItmoId]))
    text = data.draw(st.from_regex(form.pattern, fullmatch=True))
    try:
        serial = form.parse(text)
    except Refusal as refusal:
        assert refusal.code in {  # noqa: PT017
            "reversed_range",
            "inconsistent_serial",
            "no_such_day",
            "text_too_long",
        }
    else:
        assert str(serial) == text
        assert form.parse(str(serial)) == serial


@given(st.text(), st.sampled_from(list(FORMS)))
def test_any_text_is_read_or_refused_and_never_crashes(text: str, form: str) -> None:
    try:
        foreign_serials.parse(form, text)
    except Refusal as refusal:
        assert refusal.code in {"malformed_serial", "text_too_long"}  # noqa: PT017


@pytest.mark.parametrize(("form", "text"), WRITTEN)
@pytest.mark.parametrize("spoil", [" {}", "{} ", "{}\n", "{}-", "-{}", "{}1x", "X{}"])
def test_anything_before_or_after_spoils_a_serial(form: str, text: str, spoil: str) -> None:
    with pytest.raises(Refusal):
        foreign_serials.parse(form, spoil.format(text))


def test_an_arb_issuance_tells_project_period_and_which_issuance_it_was() -> None:
    second, first = ArbIssuance.parse("CAOD0018-I2"), ArbIssuance.parse("CAFR5003-A")
    assert (second.project, second.period, second.issuance) == ("CAOD0018", "I", 2)
    assert (first.project, first.period, first.issuance) == ("CAFR5003", "A", 1)
    assert ArbNonCredit.parse("CAFR5057-(reversal)").project == "CAFR5057"


def test_counts_are_derived_from_the_numbers() -> None:
    assert CarSerial.parse("CAR-1-US-1335-31-983-KS-2025-9659-43177 to 43276").units.count == 100
    assert AcrSerial.parse("ACR-FR-1129-2025-2917-30932 to 35143").units.count == 4_212
    assert VerraSerial.parse(VerraSerial.example).units == Range(941_467_007, 941_467_431)
    assert VerraSerial.parse(VerraSerial.example).units.count == 425


def test_cercarbono_numbers_stand_in_columns_and_may_begin_at_zero() -> None:
    block = CercarbonoBlock.parse("CDC_1_1_1_321_14_1", "0", "999")
    assert block.count == 1000
    assert block.serial.vintage is None
    assert CercarbonoBlock.parse("CDC_1_1_1_321_14_1_2009", "4426", "4971").count == 546


def test_cercarbono_buffer_units_and_vintages_are_told() -> None:
    old, new = map(CercarbonoSerial.parse, ("CDC_1_1_1_321_14_1_2008_BF", "CDC_4_1_1_321_14_R1_XX_CO_1_2_BFC_2018"))
    assert (old.project, old.vintage, old.is_buffer) == (1, 2008, True)
    assert (new.project, new.vintage, new.is_buffer) == (4, 2018, True)
    assert not CercarbonoSerial.parse(CercarbonoSerial.example).is_buffer


def test_an_itmo_may_be_read_with_thousands_commas_and_is_printed_without() -> None:
    assert str(ItmoId.parse("CA0004-CHE01-VUT-1,234,567-2023")) == "CA0004-CHE01-VUT-1234567-2023"
    for wrong in ("12,34", "1234,567", ",123", "1,23", "0,123"):
        assert recognise(f"CA0004-CHE01-VUT-{wrong}-2023") == ()


def test_first_and_last_itmo_make_a_block_only_within_one_series() -> None:
    first = ItmoId.parse("CA0004-CHE01-VUT-3000-2023")
    assert first.to(ItmoId.parse("CA0004-CHE01-VUT-3999-2023")).count == 1000
    with pytest.raises(Refusal) as refusal:
        first.to(ItmoId.parse("CA0004-CHE01-VUT-3999-2024"))
    assert refusal.value.code == "inconsistent_serial"


def test_a_temporary_cer_tells_when_it_expires() -> None:
    block = KyotoBlock.parse("CDM-6--5-9-1-1-1-77--20171231")
    assert (block.expiry, block.lulucf, block.project, block.units.count) == (date(2017, 12, 31), 1, 77, 5)


@pytest.mark.parametrize(
    "text",
    [
        "DE-1--1-1-2-1----",  # applicable before original
        "DE-5--1-1-1-1----",  # a CER without a project
        "DE-1--1-1-1-1--7--",  # an assigned amount unit of a project
        "CN-5--1-1-1-1--7-1-",  # a CER with a JI track
        "CN-5--1-1-1-1--7--20201231",  # a CER that expires
    ],
)
def test_kyoto_elements_that_contradict_one_another_are_refused(text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        KyotoBlock.parse(text)
    assert refusal.value.code == "inconsistent_serial"


def test_parts_that_could_not_be_read_again_cannot_be_built() -> None:
    with pytest.raises(Refusal) as refusal:
        AcrSerial("us", 1129, 2025, 2917, Range(1, 2))
    assert refusal.value.code == "malformed_serial"
    with pytest.raises(Refusal):
        ArbIssuance("FR", "5003", "A", 10)
