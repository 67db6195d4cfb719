"""The values a calculation uses: the shipped ones and the methodology's, read once while their files stay, and the gazette's."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from tanpuhui.apps.gazette.queries import given_entries
from tanpuhui.parameters import Values, load
from tanpuhui.parameters.loading import DATA
from tanpuhui.quantification import Methodology


def shipped() -> Values:
    """The shipped values, without illustrative ones."""
    return _loaded((), "", _state((DATA,)))


def known(methodology: Methodology, profile: str, on: date) -> Values:
    """The values for a methodology as this register knew them on a day. Refuses `unknown_profile`. One statement."""
    folders = (methodology.folder,)
    return _loaded(folders, profile, _state((DATA, *folders))).with_entries(given_entries(on=on, entered_by=on))


@lru_cache(maxsize=8)
def _loaded(folders: tuple[Path, ...], profile: str, state: int) -> Values:
    return load(profile=profile or None, folders=folders)


def _state(folders: tuple[Path, ...]) -> int:
    """A number that changes when any file of the folders does."""
    files = ((str(p), p.stat().st_mtime_ns, p.stat().st_size) for f in folders for p in sorted(f.rglob("*.yaml")))
    return hash(tuple(files))
