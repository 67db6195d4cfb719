"""What may lie in the repository."""

from tests.house import rules
from tests.house.places import ROOT, files, holds, read

LOCKS = {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "pylock.toml", "yarn.lock", "pnpm-lock.yaml"}
MEBIBYTE = 1024 * 1024


def test_no_file_names_a_package_registry() -> None:
    holds(rules.hosts, files())


def test_no_lock_file_records_where_packages_came_from() -> None:
    assert not [path for path in files() if path.name in LOCKS]
    assert not [path for path in files() if path.name == "package-lock.json" and '"resolved"' in read(path)]


def test_no_file_is_larger_than_a_mebibyte() -> None:
    assert not [path for path in files() if path.stat().st_size > MEBIBYTE]


def test_pins_carry_hashes() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        pins = [line for line in read(path).splitlines() if line and not line.startswith((" ", "#", "-"))]
        assert pins
        assert all("==" in pin and pin.endswith("\\") for pin in pins), path
