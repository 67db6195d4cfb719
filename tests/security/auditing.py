"""Known weaknesses of what we build on: `python -m tests.security.auditing`, a step of `make check`.

It asks an advisory service by pip-audit. Where that cannot be reached it says so in one line, and the step is no failure:
what can be judged without a network is judged by `test_dependencies.py`, always.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PINS = ("requirements/base.txt", "requirements/dev.txt")
PATIENCE = 120


def main() -> int:
    """1 where something pinned is known to be weak, else 0; says what was found, or that nothing was audited and why."""
    weak = 0
    for pins in PINS:
        told, why = asked(pins)
        found, unknown = judged(told)
        weak += len(found)
        for line in (*found, verdict(told, found, unknown, why)):
            sys.stdout.write(f"{pins}: {line}\n")
    return int(bool(weak))


def verdict(told: Sequence[object], found: Sequence[str], unknown: Sequence[str], why: str = "") -> str:
    """How much was audited."""
    if len(unknown) == len(told):
        return f"NOT AUDITED, no advisory service could be asked ({why or f'it knows not even {unknown[0]}'})"
    audited = f"{len(told) - len(unknown)} packages audited, {len(found)} weaknesses known"
    return f"{audited}; {len(unknown)} NOT AUDITED: {', '.join(unknown)[:500]}" if unknown else audited


def asked(pins: str) -> tuple[list[Mapping[str, Any]], str]:
    """What pip-audit knows of each package, and its complaint if it knows nothing."""
    command = (sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off")
    how = ("--format", "json", "--timeout", "10", "--requirement", pins)
    try:
        done = subprocess.run((*command, *how), cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return [], f"no answer in {PATIENCE} s"
    try:
        return json.loads(done.stdout)["dependencies"], ""
    except (ValueError, KeyError):
        return [], (done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1][:200]


def judged(told: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """The weaknesses, a line each; and the packages of which nothing could be learnt."""
    weak, unknown = [], []
    for package in told:
        if "skip_reason" in package:
            unknown.append(str(package["name"]))
        for one in package.get("vulns", ()):
            mended = ", ".join(one["fix_versions"]) or "not mended yet"
            weak.append(f"{package['name']} {package['version']}: {one['id']} (mended in: {mended})")
    return weak, unknown


if __name__ == "__main__":
    sys.exit(main())
