"""Folders of values into a `Values`: every file is checked here once, so that nobody has to check again."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from tanpuhui.core.citations import Citation, Status
from tanpuhui.core.text import Text
from tanpuhui.parameters.amounts import read_amount
from tanpuhui.parameters.reading import read_documents, read_mapping, shaped
from tanpuhui.parameters.refusals import refuse
from tanpuhui.parameters.shapes import BothLanguages, EntryShape, SourceShape, ValueShape
from tanpuhui.parameters.sources import Source, Unit
from tanpuhui.parameters.values import Definition, Entry, Values

DATA = Path(__file__).parent / "data"
PROFILES = ("demo",)


def load(*, profile: str | None = None, folders: Iterable[Path] = ()) -> Values:
    """The shipped values and those of `folders`, each a plug-in folder such as `methodologies/forestry_2020`.

    A folder may hold `values/`, `sources.yaml` and `units.yaml`; the keys of its values begin with the folder's name.
    The profile `demo` switches illustrative values on. Refused: whatever is not as the files must be.
    """
    return load_folders({DATA: "", **{Path(folder): Path(folder).name for folder in folders}}, profile=profile)


def load_folders(folders: Mapping[Path, str], *, profile: str | None = None) -> Values:
    """The values of `folders`, each with the word that its keys begin with (empty: none)."""
    if profile is not None and profile not in PROFILES:
        raise refuse("unknown_profile", profile=profile, known=", ".join(PROFILES))
    for folder in folders:
        if not folder.is_dir():
            raise refuse("values_folder_missing", folder=folder)
    room = _Room()
    for folder in folders:
        room.read_lists(folder)
    for folder, prefix in folders.items():
        for path in sorted((folder / "values").rglob("*.yaml")):
            room.read_value(folder, prefix, path)
    return Values(room.definitions, room.sources, illustrative=profile == "demo")


class _Room:
    """What has been read so far, and in which file each name was defined."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self.units: dict[str, Unit] = {}
        self.definitions: dict[str, Definition] = {}
        self._places: dict[str, str] = {}

    def read_lists(self, folder: Path) -> None:
        """Sources and units of one folder. A unit may be defined again in the same words: folders do not know each other."""
        shown = f"{folder.name}/sources.yaml"
        for key, content in read_mapping(folder / "sources.yaml", shown).items():
            self._once(f"source {key}", shown)
            self.sources[key] = as_source(key, shaped(SourceShape, content, shown=shown, key=key))
        shown = f"{folder.name}/units.yaml"
        for code, content in read_mapping(folder / "units.yaml", shown).items():
            unit = Unit(code, shaped(BothLanguages, content, shown=shown, key=code).text)
            if self.units.get(code) != unit:
                self._once(f"unit {code}", shown)
            self.units[code] = unit

    def read_value(self, folder: Path, prefix: str, path: Path) -> None:
        """One value file."""
        shown = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        content = _only_value(path, shown)
        steps = path.relative_to(folder / "values").with_suffix("").parts
        expected = ".".join((prefix, *steps) if prefix else steps)
        key = str(content.get("key", "-"))
        shape = shaped(ValueShape, content, shown=shown, key=key)
        if key != expected:
            raise refuse("value_key_misplaced", file=shown, key=key, expected=expected)
        self._once(f"value {key}", shown)
        if shape.unit not in self.units:
            raise refuse("unknown_unit", file=shown, key=key, unit=shape.unit)
        entries = sorted(
            (self._entry(shape, entry, shown) for entry in shape.entries), key=lambda entry: entry.period.bounds
        )
        _refuse_overlaps(key, entries)
        self.definitions[key] = Definition(
            key=key,
            name=shape.name.text,
            unit=self.units[shape.unit],
            kind=shape.type,
            axis=shape.axis,
            choices=shape.choice_names,
            entries=tuple(entries),
            file=shown,
        )

    def _entry(self, shape: ValueShape, entry: EntryShape, shown: str) -> Entry:
        if entry.source is not None and entry.source not in self.sources:
            raise refuse("unknown_source", file=shown, key=shape.key, source=entry.source)
        period, note = entry.period(shape.axis), entry.note.text if entry.note else None
        source = self.sources[entry.source] if entry.source else None
        if entry.is_unknown or source is None or entry.place is None or entry.status is None:
            return Entry(period, None, None, entry.source, entry.published, note)
        status = Status[entry.status.upper()]
        citation = Citation(source.key, source.title, entry.place, status, entry.checked_on)
        amount = read_amount(shape.type, entry.value, shape.choice_names)
        return Entry(period, amount, citation, source.key, entry.published, note)

    def _once(self, name: str, shown: str) -> None:
        if other := self._places.get(name):
            raise refuse("defined_twice", name=name, file=shown, other=other)
        self._places[name] = shown


def _only_value(path: Path, shown: str) -> dict[str, object]:
    documents = read_documents(path, shown)
    flat = [item for document in documents for item in (document if isinstance(document, list) else [document])]
    if len(flat) > 1:
        raise refuse("two_values_in_a_file", file=shown, count=len(flat))
    if not flat or not isinstance(flat[0], dict):
        problem = Text("没有参数", "it holds no value")
        raise refuse("value_file_malformed", file=shown, key="-", problem=problem)
    return flat[0]


def _refuse_overlaps(key: str, entries: list[Entry]) -> None:
    for earlier, later in pairwise(entries):
        if earlier.period.overlaps(later.period):
            raise refuse("overlapping_values", key=key, first=earlier.period.says, second=later.period.says)


def as_source(key: str, shape: SourceShape) -> Source:
    """A source as described in a file."""
    return Source(
        key=key,
        title=shape.title.text,
        publisher=shape.publisher.text,
        published=shape.published,
        url=shape.url,
        reading_list=shape.reading_list == "true",
        note=shape.note.text if shape.note else None,
    )
