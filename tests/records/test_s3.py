"""Evidence in a bucket, over HTTP to a server that speaks S3."""

import hashlib
import io
import sys
from collections.abc import Iterator

import boto3
import pytest
from django.conf import settings
from moto.server import ThreadedMotoServer

from tanpuhui.apps.records import s3
from tanpuhui.apps.records.doctor import examine
from tanpuhui.apps.records.evidence import file_evidence, open_evidence
from tanpuhui.apps.records.models import Evidence
from tanpuhui.apps.records.stores import store
from tanpuhui.core.refusals import Refusal
from tests.records.cast import DAY, NOON, Cast

PDF = b"%PDF-1.7 not really"
HASH = hashlib.sha256(PDF).hexdigest()
KEY = f"pilot/evidence/{HASH[:2]}/{HASH[2:4]}/{HASH}"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of the server."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def client(cast: Cast, server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """An empty bucket, and the register's evidence in it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "for-tests")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr(settings, "EVIDENCE", "s3://tanpuhui/pilot/evidence/")
    s3._client.cache_clear()
    client = boto3.client("s3", endpoint_url=server)
    client.create_bucket(Bucket="tanpuhui")
    yield client
    for found in client.list_objects_v2(Bucket="tanpuhui").get("Contents", ()):
        client.delete_object(Bucket="tanpuhui", Key=found["Key"])
    client.delete_bucket(Bucket="tanpuhui")
    client.close()
    s3._client.cache_clear()


def _file(cast: Cast, content: bytes = PDF, key: str = "k") -> str:
    return file_evidence(
        content=io.BytesIO(content), name="report.pdf", media_type="application/pdf",
        by=cast.alice, on=DAY, at=NOON, key=key,
    )  # fmt: skip


def _keys(client: object) -> list[str]:
    return [found["Key"] for found in client.list_objects_v2(Bucket="tanpuhui").get("Contents", ())]  # type: ignore[attr-defined]


def test_a_file_goes_into_the_bucket_and_comes_back(cast: Cast, client: object) -> None:
    assert (_file(cast), _keys(client)) == (HASH, [KEY])
    with open_evidence(HASH) as file:
        assert file.read() == PDF
    assert list(store().names()) == [HASH]


def test_a_file_of_many_parts_comes_back(cast: Cast, client: object) -> None:
    content = bytes(range(256)) * 40_000  # above the size from which boto3 uploads in parts
    with open_evidence(_file(cast, content)) as file:
        assert hashlib.sha256(file.read()).hexdigest() == hashlib.sha256(content).hexdigest()


def test_the_same_content_twice_is_one_object(cast: Cast, client: object) -> None:
    assert _file(cast) == _file(cast, key="k2")
    assert (_keys(client), Evidence.objects.count()) == ([KEY], 1)


def test_a_damaged_object_is_seen_and_mended_by_filing_again(cast: Cast, client: object) -> None:
    _file(cast)
    client.put_object(Bucket="tanpuhui", Key=KEY, Body=b"damaged")  # type: ignore[attr-defined]
    with open_evidence(HASH) as file, pytest.raises(Refusal) as no:
        file.read()
    assert no.value.code == "evidence_damaged"
    _file(cast, key="k2")
    with open_evidence(HASH) as file:
        assert file.read() == PDF


def test_an_object_that_is_gone_is_not_found(cast: Cast, client: object) -> None:
    _file(cast)
    store().remove(HASH)
    with pytest.raises(Refusal) as no:
        open_evidence(HASH)
    assert no.value.code == "evidence_not_found"


def test_a_bucket_that_is_not_there_is_refused_and_nothing_is_stored(cast: Cast, client: object) -> None:
    settings.EVIDENCE = "s3://another-bucket/evidence"
    with pytest.raises(Refusal) as no:
        _file(cast)
    assert (no.value.code, Evidence.objects.count()) == ("evidence_store_failed", 0)


def test_a_server_that_does_not_answer_is_refused(cast: Cast, client: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(Refusal) as no:
        _file(cast)
    assert no.value.code == "evidence_store_failed"


def test_without_boto3_the_refusal_says_what_to_install(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    s3._client.cache_clear()
    monkeypatch.setitem(sys.modules, "boto3", None)
    monkeypatch.setattr(settings, "EVIDENCE", "s3://tanpuhui")
    with pytest.raises(Refusal) as no:
        _file(cast)
    assert no.value.code == "s3_not_installed"
    assert "tanpuhui[s3]" in no.value.sentence("en")


def test_the_doctor_compares_the_bucket_with_the_entries(cast: Cast, client: object) -> None:
    _file(cast)
    assert not [finding for finding in examine(deep=True) if finding.code.startswith("evidence")]
    orphan = KEY.replace(HASH, "0" * 64).replace(f"{HASH[:2]}/{HASH[2:4]}", "00/00")
    for key in (orphan, "pilot/evidence/notes.txt"):
        client.put_object(Bucket="tanpuhui", Key=key, Body=b"?")  # type: ignore[attr-defined]
    store().remove(HASH)
    found = [(finding.code, finding.about) for finding in examine() if finding.code.startswith("evidence")]
    assert found == [
        ("evidence_file_unknown", "0" * 64),
        ("evidence_file_missing", HASH),
        ("evidence_leftover", "pilot/evidence/notes.txt"),
    ]
