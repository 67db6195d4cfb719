"""Plug-in folders, found on disk and among installed packages."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tanpuhui.core.plugins import Plugin, choose, find, gather
from tanpuhui.core.refusals import Refusal

GROUP = "tanpuhui.test_plugins"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An importable package `plugin_house` with two plug-ins; whatever is imported from it is forgotten afterwards."""
    monkeypatch.syspath_prepend(tmp_path)
    root = tmp_path / "plugin_house"
    put(root, "__init__.py", "")
    put(root / "us_ca_cop", "__init__.py", 'SHORT_NAMES = ("california",)\n')
    put(root / "us_ca_cop", "register.py", "REGISTER = 7\n")
    put(root / "us_ca_cop", "regime.yaml", "code: us-ca-cop\n")
    put(root / "kr_kets", "__init__.py", "")
    yield root
    for name in [name for name in sys.modules if name.startswith(("plugin_house", "plugin_guest"))]:
        del sys.modules[name]


def put(folder: Path, name: str, text: str) -> None:
    """Writes a file, with its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def offer(root: Path, name: str, value: str, distribution: str = "guest") -> None:
    """What an installed package's metadata looks like when it offers a plug-in."""
    info = root.parent / f"{distribution}-1.0.dist-info"
    put(info, "METADATA", f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    put(info, "entry_points.txt", f"[{GROUP}]\n{name} = {value}\n")


def test_folders_are_found_by_themselves_in_order_and_not_loaded(house: Path) -> None:
    assert list(find("plugin_house", GROUP)) == ["kr_kets", "us_ca_cop"]
    assert "plugin_house.us_ca_cop" not in sys.modules


@pytest.mark.parametrize("name", ["us_ca_cop", "us-ca-cop", "california"])
def test_a_plugin_answers_to_folder_name_code_and_short_name(house: Path, name: str) -> None:
    plugin = choose(find("plugin_house", GROUP), name)
    assert (plugin.name, plugin.code, plugin.origin) == ("us_ca_cop", "us-ca-cop", "plugin_house")


def test_a_module_is_loaded_when_asked_for_and_files_can_be_read(house: Path) -> None:
    plugin = find("plugin_house", GROUP)["us_ca_cop"]
    assert plugin.has("register")
    assert plugin.load("register").REGISTER == 7
    assert (plugin.folder / "regime.yaml").read_text(encoding="utf-8") == "code: us-ca-cop\n"


def test_another_package_offers_a_plugin_by_an_entry_point(house: Path) -> None:
    put(house.parent / "plugin_guest" / "eu_ets", "__init__.py", 'SHORT_NAMES = ("europe",)\n')
    put(house.parent / "plugin_guest", "__init__.py", "")
    offer(house, "eu_ets", "plugin_guest.eu_ets")
    plugins = find("plugin_house", GROUP)
    assert list(plugins) == ["eu_ets", "kr_kets", "us_ca_cop"]
    assert choose(plugins, "europe").origin == "guest"


def test_an_entry_point_of_a_name_that_exists_is_refused_naming_both(house: Path) -> None:
    offer(house, "kr_kets", "plugin_guest.kr_kets")
    with pytest.raises(Refusal) as refusal:
        find("plugin_house", GROUP)
    assert refusal.value.code == "duplicate_plugin"
    for place in ("plugin_house.kr_kets", "guest: plugin_guest.kr_kets"):
        assert place in refusal.value.sentence("zh")
        assert place in refusal.value.sentence("en")


def test_the_same_folder_met_twice_is_one_plugin() -> None:
    one, again = Plugin("a", "x.a", "x"), Plugin("a", "x.a", "x, installed a second time")
    assert gather([one, again]) == {"a": one}


def test_what_is_no_plugin_folder_is_passed_over(house: Path) -> None:
    put(house / "__pycache__", "x.pyc", "")
    put(house / "_shared", "notes.txt", "")
    put(house / ".hidden", "notes.txt", "")
    put(house, "README.md", "")
    put(house / "gone" / "__pycache__", "x.pyc", "")
    assert list(find("plugin_house", GROUP)) == ["kr_kets", "us_ca_cop"]


@pytest.mark.parametrize("folder", ["us-ca-cop", "2020_forestry", "Forestry", "class", "forstwirtschaft_ü", "a b"])
def test_a_folder_that_python_could_not_import_is_refused(house: Path, folder: str) -> None:
    put(house / folder, "__init__.py", "")
    with pytest.raises(Refusal) as refusal:
        find("plugin_house", GROUP)
    assert refusal.value.code == "malformed_plugin"
    assert folder in refusal.value.sentence("en")


def test_a_folder_that_forgot_its_init_is_refused_and_not_silently_missing(house: Path) -> None:
    put(house / "forestry_2020", "calculation.py", "")
    with pytest.raises(Refusal) as refusal:
        find("plugin_house", GROUP)
    assert refusal.value.code == "malformed_plugin"
    assert "__init__.py" in refusal.value.says.zh


def test_an_entry_point_that_names_no_package_is_refused(house: Path) -> None:
    offer(house, "eu_ets", "plugin_guest.eu_ets:REGIME")
    with pytest.raises(Refusal) as refusal:
        find("plugin_house", GROUP)
    assert refusal.value.code == "malformed_plugin"


def test_short_names_that_are_no_tuple_of_texts_are_refused(house: Path) -> None:
    put(house / "bad", "__init__.py", 'SHORT_NAMES = "california"\n')
    with pytest.raises(Refusal) as refusal:
        choose(find("plugin_house", GROUP), "nobody")
    assert refusal.value.code == "malformed_plugin"


def test_a_short_name_of_two_plugins_is_refused(house: Path) -> None:
    put(house / "us_wa_cap", "__init__.py", 'SHORT_NAMES = ("california",)\n')
    with pytest.raises(Refusal) as refusal:
        choose(find("plugin_house", GROUP), "california")
    assert refusal.value.code == "duplicate_plugin"


def test_a_short_name_cannot_take_the_place_of_a_folder(house: Path) -> None:
    put(house / "impostor", "__init__.py", 'SHORT_NAMES = ("us_ca_cop", "us-ca-cop")\n')
    plugins = find("plugin_house", GROUP)
    assert choose(plugins, "us_ca_cop").name == choose(plugins, "us-ca-cop").name == "us_ca_cop"


def test_an_unknown_name_is_refused_with_a_list_of_what_there_is(house: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        choose(find("plugin_house", GROUP), "atlantis")
    assert refusal.value.code == "unknown_plugin"
    assert "kr-kets, us-ca-cop" in refusal.value.mend.zh


@pytest.mark.parametrize("module", ["no_such_module", "register.sub", "../register", ""])
def test_a_module_that_is_not_there_is_refused(house: Path, module: str) -> None:
    with pytest.raises(Refusal) as refusal:
        find("plugin_house", GROUP)["us_ca_cop"].load(module)
    assert refusal.value.code == "plugin_lacks_module"


def test_a_module_that_fails_to_import_something_else_is_a_bug_and_not_hidden(house: Path) -> None:
    put(house / "us_ca_cop", "offsets.py", "import no_such_library_anywhere\n")
    with pytest.raises(ModuleNotFoundError, match="no_such_library_anywhere"):
        find("plugin_house", GROUP)["us_ca_cop"].load("offsets")
