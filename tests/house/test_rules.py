"""Each rule can fail: it finds its fault in a bad snippet and none in a good one."""

from collections.abc import Callable

import pytest

from tests.house import rules

LONG = "def f():\n" + "    pass\n" * 60
BANDED = "def f():\n" + "    pass\n" * 50
SHORT = "def f():\n" + "    pass\n" * 49

CASES = [
    (rules.too_long, "x" * 131, "碳" * 130),
    (rules.too_long, "x\n" * 401, "x\n" * 400),
    (rules.long_functions, LONG, SHORT),
    (rules.long_functions, BANDED, SHORT),
    (rules.no_opening, "import os", '"""Opens."""'),
    (rules.dated_names, "table_20240601.py", "forestry_2020/values.py"),
    (rules.dated_names, "methods/solar_new/a.py", "renewal.py"),
    (rules.dated_names, "D17_ESSJun24", "junction"),
    (rules.unfinished, "# TO" + "DO later", "# todos are people too"),
    (rules.clocks, "datetime.now()", "at.isoformat()"),
    (rules.clocks, "date.today()", '"""Never today()."""'),
    (rules.clocks, "default = timezone.now", "default = None"),
    (rules.clocks, "time.time()", "time.monotonic()"),
    (rules.clocks, "F(auto_now_add=True)", "F(null=True)"),
    (rules.clocks, "sql = 'select now()'", "sql = 'select known()'"),
    (rules.clocks, "from django.db.models.functions import Now", "from django.db.models import F"),
    (rules.floats, "x = 0.5", "x = Decimal('0.5')"),
    (rules.floats, "float(x)", "isinstance(x, float)"),
    (rules.floats, "def f(x: float): ...", "def f(x: int): ..."),
    (rules.floats, "round(x)", "around(x)"),
    (rules.floats, "a / b", "a // b"),
    (rules.floats, "a /= b", "a //= b"),
    (rules.floats, "half = total / 2", "folder / 'sql'"),
    (rules.inexact_fields, "m.FloatField()", "m.BigIntegerField()"),
    (rules.inexact_fields, "m.DecimalField()", "m.BigIntegerField()"),
    (
        rules.django_ways,
        "from django.db.models.signals import post_save",
        "from django.db.models.signals import post_migrate",
    ),
    (rules.django_ways, "from django.db.models import signals", "from django.db.models import F"),
    (rules.django_ways, "from django.dispatch import receiver", "from django.db import transaction"),
    (rules.django_ways, "class A(models.Model):\n def save(self): ...", "class A(Model):\n def __str__(self): ..."),
    (rules.django_ways, "class F(forms.ModelForm): ...", "class F(forms.Form): ..."),
    (rules.django_ways, "CharField(choices=KINDS)", "Shape(choices=KINDS)"),
    (rules.django_ways, "from django.contrib import admin", "from django.contrib import auth"),
    (rules.django_ways, "from django.contrib.admin import site", "from django.contrib.auth import authenticate"),
    (rules.one_sided, "Text('', 'free')", "Text('可用', 'free')"),
    (rules.one_sided, "Text('free', 'free')", "Text('PHCER', 'PHCER')"),
    (rules.one_sided, "Text('可用', '')", "Text('', '')"),
    (rules.one_sided, "Text('可用', '可用')", "Text(zh, en)"),
    (rules.one_sided, "Text('需要 {a}', 'needs {b}')", "Text('需要 {a}', 'needs {a}')"),
    (
        rules.one_sided,
        "kind('x', zh='可用', en='f', mend_zh='no', mend_en='m')",
        "kind('x', zh='可', en='f', mend_zh='做', mend_en='m')",
    ),
    (rules.hosts, "see https://" + rules.HOSTS[0] + "/simple", "see the index"),
]


@pytest.mark.parametrize(
    ("rule", "bad", "good"), CASES, ids=[f"{case[0].__name__}-{n}" for n, case in enumerate(CASES)]
)
def test_a_rule_sees_its_fault_and_nothing_else(rule: Callable[[str], list[str]], bad: str, good: str) -> None:
    assert rule(bad)
    assert not rule(good)


def test_a_listed_function_may_lie_in_the_band_but_not_above() -> None:
    assert not rules.long_functions(BANDED, frozenset({"f"}))
    assert rules.long_functions(LONG, frozenset({"f"}))


def test_a_function_that_divides_decimals_is_named() -> None:
    assert not rules.floats("def share(a, b):\n return a / b", frozenset({"share"}))


def test_an_import_outside_the_allowed_rooms_is_seen() -> None:
    allowed = frozenset({"tanpuhui.core", "json"})
    assert not rules.foreign_imports("import json\nfrom tanpuhui.core.text import Text", allowed)
    assert rules.foreign_imports("from tanpuhui.corelike import x", allowed)
    assert rules.foreign_imports("def f():\n from tanpuhui import apps", allowed)
