"""What we build on, judged without a network: whole, pinned, and under licences that a public register may carry along."""

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from typing import Any

import pytest

from tests.house.places import ROOT
from tests.security.auditing import judged, verdict

# What the licence of a package that is shipped or run with us may be. LGPL: psycopg, which is used as it is.
ALLOWED = re.compile(
    r"MIT|MIT-0|BSD|[0-3]-?Clause|BSD-[23]-Clause|Apache|Apache-2\.0|ISC|0BSD|Zlib|CC0-1\.0|PSF-2\.0|MPL|MPL-2\.0|LGPL-3\.0-only"
)
FORBIDDEN = re.compile(r"\bA?GPL|GNU (Affero )?General Public|SSPL|BUSL|Commons Clause|non-?commercial", re.IGNORECASE)


def pins(file: str) -> Iterator[tuple[str, str]]:
    """Name and version of every pin that is for this machine."""
    from packaging.requirements import Requirement

    for line in (ROOT / "requirements" / file).read_text().splitlines():
        if line and line[0].isalnum():
            wanted = Requirement(line.removesuffix("\\").strip())
            if wanted.marker is None or wanted.marker.evaluate():
                yield wanted.name, next(iter(wanted.specifier)).version


def licence(name: str) -> str:
    """Everything that a package says of its licence in a word."""
    about: dict[str, Any] = metadata.metadata(name).json
    classes = [c.rsplit("::", 1)[-1] for c in about.get("classifier", []) if c.startswith("License ::")]
    short = str(about.get("license") or "").splitlines()
    return " / ".join(filter(None, [about.get("license_expression") or "", *short[:1], *classes]))


def test_nothing_that_runs_with_us_has_a_licence_that_we_could_not_carry() -> None:
    told = {name: licence(name) for name, _ in pins("base.txt")}

    assert not {name: said for name, said in told.items() if not ALLOWED.search(said) or FORBIDDEN.search(said)}


@pytest.mark.parametrize("said", ["AGPL-3.0", "GPL-2.0-or-later", "GNU General Public License v3", "Proprietary", ""])
def test_a_licence_that_could_not_be_carried_would_be_seen(said: str) -> None:
    assert not ALLOWED.search(said) or FORBIDDEN.search(said)


def test_what_is_installed_is_what_is_pinned() -> None:
    assert not [(name, pin) for name, pin in pins("dev.txt") if metadata.version(name) != pin]


def test_the_tests_run_on_the_versions_that_are_shipped() -> None:
    tested = dict(pins("dev.txt"))

    assert not [(name, pin, tested.get(name)) for name, pin in pins("base.txt") if tested.get(name) != pin]


def test_nothing_that_is_installed_lacks_what_it_needs() -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


def test_browser_files_are_pinned_by_hash() -> None:
    import json

    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not [name for name, one in packages.items() if name and not one.get("integrity", "").startswith("sha512-")]
    assert not [name for name, one in packages.items() if FORBIDDEN.search(one["license"])]


def test_the_audit_tells_a_known_weakness_and_what_it_could_not_learn() -> None:
    told: list[dict[str, Any]] = [
        {"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]},
        {"name": "b", "skip_reason": "not found"},
        {"name": "c", "version": "3", "vulns": []},
    ]
    weak, unknown = judged(told)

    assert (weak, unknown) == (["a 1: CVE-1 (mended in: 2)"], ["b"])
    assert verdict(told, weak, unknown) == "2 packages audited, 1 weaknesses known; 1 NOT AUDITED: b"
    assert "NOT AUDITED" in verdict([], [], [], "no answer")
    assert "NOT AUDITED" in verdict([told[1]], [], ["b"])
    assert "NOT" not in verdict([told[2]], [], [])
