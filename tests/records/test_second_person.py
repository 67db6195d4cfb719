"""Every operation that asks for a second person is on the list that `ledger verify` holds the journal against."""

import re
from pathlib import Path

import tanpuhui
from tanpuhui.apps.records import guards
from tests.support.databases import Database

SRC = Path(tanpuhui.__file__).parent / "apps"
CONSTANT = re.compile(r'\b([A-Z]+)(?:, ([A-Z]+))? = "([a-z_]+)"(?:, "([a-z_]+)")?')


def test_each_operation_that_asks_for_a_second_person_is_listed(db: Database) -> None:
    asked = set()
    for path in SRC.rglob("*.py"):
        text = path.read_text()
        named: dict[str, str] = {}
        for first, second, one, two in CONSTANT.findall(text):
            named |= {first: one} | ({second: two} if second else {})
        for call in re.findall(r"Request\((.*?)second_person=True", text, re.DOTALL):
            name = call.rpartition("Request(")[2].split(",")[0].strip()
            asked.add(named.get(name, name.strip('"')))
    assert asked
    assert asked - set(guards.listed("SECOND_PERSON")) == set()
