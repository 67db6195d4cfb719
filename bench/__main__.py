"""`make bench`: what ledger, site and methodologies cost, in one run. `--long` adds ten million blocks."""

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from bench import places, report
from bench.places import Place
from bench.report import Line

SIZES, LONGER = (1_000, 100_000, 1_000_000), (10_000_000,)
WIDTH = 160
"""Of the tables, when they go to a file."""


def main() -> None:
    """Measures everything and shows it; nothing here passes or fails."""
    asked = _arguments()
    sizes = SIZES + (LONGER if asked.long else ())
    console = Console(stderr=True, soft_wrap=True)
    lines: list[Line] = []
    facts: dict[str, str] = {}
    with places.run():
        for vendor in asked.databases if "ledger" in asked.parts else ():
            lines += _told(_measure(vendor, sizes, facts, console), console)
        if "web" in asked.parts:
            from bench.web import measure  # below Django, which is set up by now

            with console.status("web"):
                lines += _told(measure.measure(SIZES), console)
    if "quantify" in asked.parts:
        from bench.quantify import measure as sheets

        with console.status("quantify"):
            lines += _told(sheets.measure(), console)
    report.show(lines, facts, Console(width=None if Console().is_terminal else WIDTH))
    if asked.json:
        written = {"facts": facts, "lines": [asdict(line) for line in lines]}
        asked.json.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to FILE")
    long = os.environ.get("TANPUHUI_LONG") == "1"
    parser.add_argument("--long", action="store_true", default=long, help="ten million blocks as well")
    both = ("sqlite", "postgresql")
    parser.add_argument("--databases", nargs="+", choices=both, default=both, help="only these databases")
    parts = ("ledger", "web", "quantify")
    parser.add_argument("--parts", nargs="+", choices=parts, default=parts, help="only these parts")
    parser.add_argument("--folder", help="work below this folder, on a real disk")
    asked = parser.parse_args()
    tempfile.tempdir = asked.folder or tempfile.tempdir
    return asked


def _told(lines: Iterator[Line], console: Console) -> Iterator[Line]:
    """The same lines, each said as soon as it is there."""
    for line in lines:
        console.print(f"  [dim]{report.brief(line)}[/dim]", highlight=False)
        yield line


def _measure(vendor: str, sizes: tuple[int, ...], facts: dict[str, str], console: Console) -> Iterator[Line]:
    """All lines of one database: registers are filled, measured in turns, and verified at the end."""
    from bench import claims, growth, shares  # below Django, which is set up by now

    registers = []
    for size in sizes:
        with console.status(f"{vendor}: filling {size:,} blocks"):
            registers.append(growth.Filled(size, Place(vendor)))
    with registers[0].place.use():
        facts[vendor] = f"{places.version()}, {places.durability()}"
    facts["disk"] = places.file_system(Path(tempfile.gettempdir()))
    with console.status(f"{vendor}: growth"):
        yield from growth.measure(registers)
    with console.status(f"{vendor}: shares"):
        alone = growth.Filled(sizes[1], Place(vendor))  # its own, so that no session has a past that the others lack
        yield from shares.measure(alone)
    with console.status(f"{vendor}: verifying"):
        yield from growth.prove([*registers[:2], alone])
    for register in (*registers, alone):
        register.place.drop()
    with console.status(f"{vendor}: claims of parcels"):
        yield from claims.measure(vendor)


if __name__ == "__main__":
    main()
