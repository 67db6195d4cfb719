"""The list of cities: every city of the province once, by a code of the province."""

from tanpuhui.apps.projects.checks import PROVINCE
from tanpuhui.parameters.cities import cities, city


def test_guangdong_has_twenty_one_cities_each_with_a_code_of_its_own() -> None:
    assert len(cities()) == len({says.en for says in cities().values()}) == 21
    assert all(len(code) == 6 and code.startswith(PROVINCE) and code.endswith("00") for code in cities())
    assert list(cities()) == sorted(cities())


def test_a_code_of_elsewhere_is_told_as_it_is() -> None:
    assert (city("440200").en, city("330100").en) == ("Shaoguan", "330100")
