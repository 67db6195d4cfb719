"""The plan of the house is a contract, and it can be broken."""

import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from tests.house import rules
from tests.house.places import ROOT, SRC, holds, python

STANDARD = frozenset(sys.stdlib_module_names)
WITH_DJANGO = ("apps", "interfaces", "config")
LEAVES = ("methodologies", "regimes", "behaviours")
BELOW_LEAVES = ("offsetting", "quantification", "parameters", "core")


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; sys.path[:0] = ['src']; from importlinter.cli import lint_imports_command as lint; lint()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--no-logo"], cwd=folder, capture_output=True, text=True
    )


def test_every_import_falls_and_every_room_is_planned() -> None:
    kept = _lint(ROOT)
    assert kept.returncode == 0, kept.stdout + kept.stderr


def test_the_contracts_see_what_they_forbid(tmp_path: Path) -> None:
    shutil.copytree(
        SRC,
        tmp_path / "src/tanpuhui",
        ignore=lambda _, names: [n for n in names if n.endswith((".pyc", ".yaml", ".csv"))],
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    house = tmp_path / "src/tanpuhui"
    planted = {
        "attic/__init__.py": "",
        "apps/attic/__init__.py": "",
        "core/climbs.py": "import tanpuhui.apps",
        "regimes/one/__init__.py": "import tanpuhui.regimes.two\nimport tanpuhui.apps",
        "regimes/two/__init__.py": "",
        "accounting/strays.py": "import django.db",
    }
    for name, source in planted.items():
        (house / name).parent.mkdir(exist_ok=True)
        (house / name).write_text(source)
    broken = _lint(tmp_path)
    assert broken.returncode == 1, broken.stdout + broken.stderr
    assert "0 kept, 5 broken" in broken.stdout
    assert {"tanpuhui.attic", "tanpuhui.apps.attic"} <= {word.strip("-.,") for word in broken.stdout.split()}


def test_core_stands_on_the_standard_library_alone() -> None:
    holds(partial(rules.foreign_imports, allowed=STANDARD | {"tanpuhui.core"}), python("src/tanpuhui/core"))


def test_django_lives_in_apps_interfaces_and_config() -> None:
    below = [p for p in python("src") if p.relative_to(SRC).parts[0] not in WITH_DJANGO]
    assert not [
        p for p in below if any(name.split(".")[0].startswith("django") for name in rules.imports(p.read_text()))
    ]


def test_a_plug_in_folder_imports_only_itself_and_the_rooms_below_it() -> None:
    for path in python(*(f"src/tanpuhui/{room}" for room in LEAVES)):
        own = ".".join(("tanpuhui", *path.relative_to(SRC).parts[:2]))
        allowed = {f"tanpuhui.{room}" for room in BELOW_LEAVES} | {own}
        above = [name for name in rules.imports(path.read_text()) if name.startswith("tanpuhui")]
        assert not [name for name in above if not any(name == a or name.startswith(f"{a}.") for a in allowed)], path
