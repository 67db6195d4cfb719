"""Files that are not what they say: each is refused in plain words, and nothing of it is stored."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from tanpuhui.apps.projects import operations, papers, queries, reading
from tanpuhui.apps.projects.models import Document
from tanpuhui.apps.records.evidence import file_evidence
from tests.projects.cast import HEAD, PDF, Cast, code_of, inventory, square, workbook
from tests.projects.days import DAY, LATER

OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV, PLAIN = "text/csv", "application/octet-stream"
MANY = b'{"type":"FeatureCollection","features":[' + b"0," * 1000 + b"0]}"
BAD = [
    ("design_document", "design.pdf", "application/pdf", b"MZ\x90\x00 a program", "document_is_program"),
    ("design_document", "design.pdf", "application/pdf", b"\x7fELF\x02\x01", "document_is_program"),
    ("design_document", "design.pdf", "application/pdf", b"#!/bin/sh\nrm -rf /", "document_is_program"),
    ("design_document", "design.pdf", "application/pdf", b"PK\x03\x04 not a pdf", "document_damaged"),
    ("design_document", "design.pdf", "application/pdf", b"%PDF-1.7 cut off", "document_damaged"),
    ("design_document", "design.pdf", "application/pdf", b"", "document_empty"),
    ("design_document", "design.exe", PLAIN, b"%PDF-1.7\n%%EOF", "document_wrong_file"),
    ("design_document", "design", PLAIN, b"%PDF-1.7\n%%EOF", "document_wrong_file"),
    ("design_document", "design.xlsx", OFFICE, workbook(xl__workbook_xml=b"<x/>"), "document_wrong_file"),
    ("design_document", "design.pdf", "image/png", b"%PDF-1.6\n%%EOF", "document_type_differs"),
    ("design_document", "map.png", "image/png", b"\xff\xd8\xff a jpeg", "document_damaged"),
    ("design_document", "map.jpg", "image/jpeg", b"\xff\xd8\xff cut off", "document_damaged"),
    ("design_document", "design.docx", PLAIN, workbook(word__document_xml=b"<x/>")[:60], "document_damaged"),
    ("other", "data.xlsx", OFFICE, b"PK\x03\x04" + b"\0" * 40, "document_damaged"),
    ("other", "data.xlsx", OFFICE, workbook(xl__workbook_xml=b"<x/>")[:-30], "document_damaged"),
    ("other", "data.xlsx", OFFICE, workbook(word__document_xml=b"<x/>"), "document_damaged"),
    ("inventory_table", "parcels.csv", CSV, f"{HEAD}\n小班".encode("gb18030"), "input_in_gbk"),
    ("inventory_table", "parcels.csv", CSV, b"a,b\n\xff\xfe\xfa,1", "input_not_utf8"),
    ("inventory_table", "parcels.csv", CSV, workbook(xl__workbook_xml=b"<y/>"), "input_is_workbook"),
    ("inventory_table", "parcels.csv", CSV, b"a;b\n1;2", "input_not_csv"),
    ("inventory_table", "parcels.csv", CSV, b'a,b\n"1,2', "input_not_csv"),
    ("inventory_table", "parcels.pdf", "application/pdf", b"%PDF-1.7\n%%EOF\n", "document_wrong_file"),
    ("inventory_table", "parcels.xlsx", OFFICE, workbook(word__document_xml=b"<x/>"), "document_damaged"),
    ("inventory_table", "parcels.parquet", PLAIN, b"PAR1 and no end", "document_damaged"),
    ("inventory_table", "parcels.csv", "application/pdf", inventory("7"), "document_type_differs"),
    ("boundary", "parcel.geojson", PLAIN, b"{", "geometry_not_json"),
    ("boundary", "parcel.geojson", PLAIN, b'{"type":"FeatureCollection","features":[]}', "boundary_without_parcel"),
    ("boundary", "parcel.geojson", PLAIN, b'{"type":"Point","coordinates":[113,24]}', "geometry_not_polygons"),
    ("boundary", "parcel.geojson", PLAIN, square(lon=24.4, lat=113.8), "coordinates_swapped"),
    ("boundary", "parcel.geojson", PLAIN, square(lon=116.4, lat=39.9), "coordinates_out_of_bounds"),
    ("boundary", "parcel.pdf", PLAIN, b"%PDF-1.7\n%%EOF", "document_wrong_file"),
    ("boundary", "parcel.geojson", PLAIN, b" " * ((4 << 20) + 1), "document_too_large"),
    ("boundary", "parcels.json", PLAIN, MANY, "boundary_too_many"),
]  # fmt: skip


def test_a_file_that_is_not_what_it_says_is_refused_and_leaves_nothing(cast: Cast) -> None:
    project = cast.project_at("registered")
    case = {"inventory_table": cast.report(project)}
    draft, wrong, before = cast.open(), [], Document.objects.count()
    for number, (kind, name, media_type, content, expected) in enumerate(BAD):
        file = cast.file(content, name, media_type)
        answer = code_of(cast.document, case.get(kind, draft), kind, evidence=file)
        if answer != expected:
            wrong.append((number, name, answer, expected))
    assert not wrong
    assert Document.objects.count() == before


def test_a_workbook_with_macros_is_refused(cast: Cast) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"):
            archive.writestr(name, b"x")
    file = cast.file(out.getvalue(), "data.xlsx", OFFICE)
    assert code_of(cast.document, cast.open(), "other", evidence=file) == "document_is_program"


def test_good_files_are_taken_and_a_byte_order_mark_does_not_matter(cast: Cast) -> None:
    draft, report = cast.open(), cast.report(cast.project_at("registered"))
    cast.document(draft, "other", evidence=cast.file(workbook(xl__workbook_xml=b"<x/>"), "data.xlsx", OFFICE))
    cast.document(draft, "tenure_proof", evidence=cast.file(b"\x89PNG\r\n\x1a\n..IEND", "proof.PNG", "image/png"))
    bom = cast.file(b"\xef\xbb\xbf" + inventory(), "parcels.csv", CSV)
    cast.document(report, "inventory_table", evidence=bom, on=LATER)
    for kind in ("monitoring_report",):
        cast.document(report, kind, on=LATER)
    cast.move(report, "engage", cast.ann)
    assert cast.move(report, "submit", cast.ann) == "submitted"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"kind": "treaty"}, "unknown_kind_of_document"),
        ({"kind": "monitoring_report"}, "kind_not_here"),
        ({"kind": "design_document", "name": "the second"}, "name_not_fitting"),
        ({"kind": "other", "name": ""}, "name_not_fitting"),
        ({"kind": "design_document", "visibility": "secret"}, "unknown_visibility"),
        ({"kind": "benefit_sharing", "signed_by": ""}, "signature_missing"),
        ({"kind": "benefit_sharing", "signature": ""}, "signature_missing"),
        ({"kind": "design_document", "evidence": "0" * 64}, "evidence_not_found"),
        ({"kind": "design_document", "received_on": "tomorrow"}, "paper_from_the_future"),
    ],
)
def test_what_is_said_of_a_document_is_checked(cast: Cast, asked: dict[str, str], expected: str) -> None:
    draft = cast.open()
    usual: dict[str, Any] = {"evidence": cast.paper, "signed_by": "Ann", "signature": cast.paper} | asked
    if "received_on" in usual:
        usual["received_on"] = DAY + timedelta(days=1)
    assert code_of(operations.add_document, **cast.write(cast.ann), case=draft, **usual) == expected


def test_tables_are_named_as_the_methodology_names_them(cast: Cast) -> None:
    report = cast.report(cast.project_at("registered"))
    assert code_of(cast.document, report, "inventory_table", name="trees", on=LATER) == "unknown_table_name"


def test_a_new_version_replaces_and_the_old_one_stays(cast: Cast) -> None:
    draft = cast.open()
    cast.document(draft, "design_document")
    first = queries.dossier(draft)
    cast.document(draft, "design_document", evidence=cast.pdf("two"))
    rows = papers.documents(draft, by=cast.ann)
    assert [(row.version, row.present) for row in rows] == [(1, False), (2, True)]
    assert first != queries.dossier(draft)


def test_who_merely_knows_the_hash_of_a_private_file_cannot_open_it_by_naming_it(cast: Cast) -> None:
    draft, deed = cast.open(), cast.pdf("tenure, private")
    cast.document(draft, "tenure_proof", evidence=deed)
    own: dict[str, Any] = {"owners": {cast.places["STRANGER"]: "1"}}
    theirs = cast.open(cast.otto, applicant="STRANGER", **own)
    lying = cast.write(cast.otto)
    name = f"{deed}.pdf"
    other = file_evidence(content=io.BytesIO(b"%PDF-1.7 mine %%EOF"), name=name, media_type="application/pdf", **lying)

    asked = {"evidence": deed, "visibility": "public"}
    assert code_of(cast.document, theirs, "tenure_proof", cast.otto, **asked) == "evidence_not_found"
    assert code_of(reading.readable, deed, by=None) == "evidence_not_found"

    file_evidence(
        content=io.BytesIO(PDF % b"tenure, private"),
        name="x.pdf",
        media_type="application/pdf",
        **cast.write(cast.otto),
    )
    cast.document(theirs, "tenure_proof", cast.otto, evidence=deed)  # who has the content too may use it
    cast.document(theirs, "design_document", cast.otto, evidence=other, visibility="public")
