"""The order of the story: set-up, the real table, totals, people, moves, refusals, looking back, the proof."""

import shlex
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from tanpuhui.apps.disclosure.statistics import statistics
from tanpuhui.apps.ledger import queries, tally
from tanpuhui.apps.ledger.models import Account, Register
from tanpuhui.apps.parties.queries import system_actor
from tanpuhui.apps.parties.roles import ROLES
from tanpuhui.apps.records import migrating
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.cli import establishing, home, importing, opening, proof, totals, views
from tanpuhui.interfaces.cli.demo import households, refused, sale, trade, village
from tanpuhui.interfaces.cli.demo.cast import APPLYING, OPERATOR, PEOPLE, PLACES, Cast
from tanpuhui.interfaces.cli.demo.narrator import Narrator
from tanpuhui.interfaces.cli.plugged import regime
from tanpuhui.interfaces.cli.refusals import refuse
from tanpuhui.interfaces.cli.screen import Screen

STATE_ON = date(2024, 11, 27)
BEGINS = STATE_ON + timedelta(days=1)
OPENS = date(2021, 3, 1)
"""The register of the story opens for the village's act."""
DAYS = 14
"""Days of the story."""
SAMPLE = ("data", "issuance_sample.csv")

_INTRO = Text(
    "三幕：一个村的林业项目（{opens} 起的示例日子），几户人家的屋顶光伏，和一张真实的外国签发表（{begins} 起）。"
    "每幕都说明什么真实、什么虚构。",
    "Three acts: a village's forest (days from {opens} on, as examples), the roofs of some households, and a real foreign table "
    "of issuances (from {begins} on). Each says what in it is real and what is made up.",
)  # fmt: skip
_SETUP = Text("建立演示登记簿", "A demonstration register is set up")
_WHERE = Text(
    "位置：{where}。序列号以 DEMO- 开头，永远不会变成真的。",
    "It is at {where}. Its serials begin with DEMO-; it never becomes a real one.",
)
_IMPORT = Text("导入真实表格的一部分", "Part of a real table is imported")
_TABLE = Text(
    "加州空气资源委员会的公开签发表（截至 2024-11-27），随程序附带 {rows} 行，专挑奇怪的和大的：合计没有意义。",
    "The California Air Resources Board's public table of issuances, state of 2024-11-27. {rows} of its rows come with the "
    "program, chosen for what is odd and what is big: their totals stand for nothing.",
)  # fmt: skip
_TOTALS = Text("统计与守恒", "Totals, and conservation")
_PEOPLE = Text("虚构的机构和人", "Organisations and people who do not exist")
_PERSON = Text("{place}：{name}，{roles}", "{place}: {name}, {roles}")
_VILLAGE = Text("沾坑村：从文件到申报", "Zhankeng village: from documents to the application")
_VILLAGE_REAL = Text(
    "真实（2021 年 6 月的介绍材料，转述）：沾坑村，162.8 公顷集体林（商品林 49.2、公益林 113.6）；3,046 吨，广州微碳，33,506 元。"
    "材料没有给出方法学版本和成交年份。",
    "Real (a deck of June 2021, reported): Zhankeng, 162.8 ha of collective forest (49.2 commodity, 113.6 "
    "public-benefit); 3,046 t, "
    "Guangzhou Weitan, 33,506 CNY. The deck gives neither the edition of the methodology nor the year of the sale.",
)
_VILLAGE_MADE_UP = Text(
    "示例：2021 年的各个日子、人物、小班和蓄积量、边界、方法学 forestry_2020 的公式与取值。蓄积量按使结果等于已知的 3,046 吨而设，不能反过来证明它。",
    "Examples: the days of 2021, people, parcels, volumes and outline, formulas and values of forestry_2020. The volumes were "
    "chosen so that the known 3,046 t come out; they prove nothing about it.",
)
_VERIFIED = Text("核查：一项发现，提出、答复、关闭", "Verification: one finding, raised, answered, closed")
_ISSUED = Text("市级、省级、采纳暂定取值、签发", "The city, the province, adoption of provisional values, issuance")
_SOLD = Text("券款对付的出售，以及注销与证书", "The sale against payment; retirements with certificates")
_HOUSEHOLDS = Text("屋顶光伏：没有核查机构的签发", "Roofs with photovoltaics: units without a verification body")
_HOUSEHOLDS_MADE_UP = Text(
    "虚构：公司、住户、表号、读数和各个日子。真实：2019 年度电网因子（二手）；公式和其余取值为示例。",
    "Made up: the company, households, meters, readings and days. Real: the grid factor of 2019 (secondary); the formula and "
    "the other values are examples.",
)
_MOVES = Text(
    "转让、接受、券款对付、拆分、预留、注销",
    "Transfer, acceptance, delivery against payment, split, reservation, retirement",
)
_TWO = Text("两个人才能做的事", "What takes two persons")
_NO = Text("被拒绝的事", "What is refused")
_NO_WHY = Text(
    "每次拒绝都说明代码、原因和办法，而且什么也没有留下。",
    "Each refusal has a code and says what, why and what to do; nothing of it is stored.",
)
_LOOK = Text(
    "回头看：某日的余额、对账单、谱系、查询", "Looking back: a balance of a day, a statement, a lineage, a search"
)
_THEN = Text(
    "{account}：{before} 终了时 {units} 吨，{after} 终了时 {later} 吨。",
    "{account}: {units} t at the end of {before}, {later} t at the end of {after}.",
)
_PROOF = Text("账本的证明", "The proof of the ledger")
_MORE = Text("接下来", "To look further")
_REAL = Text("什么是真的", "What is real")
_TRUE = Text(
    "真实：签发、项目、使用和数量，来自加州空气资源委员会的公开表格，状态日 2024-11-27；使用的日子表中没有，均记在状态日。",
    "Real: issuances, projects, uses and quantities, from the California Air Resources Board's public table, state of "
    "2024-11-27. The table does not date the uses, so all of them bear that day.",
)  # fmt: skip
_MADE_UP = Text(
    "虚构：{begins} 以后的一切，包括人、机构、价格、转让、注销和冻结。真实登记簿里，镜像的单位不能这样转移。",
    "Made up: everything from {begins} on: people, organisations, prices, transfers, retirements, the freeze. In a real "
    "register, units that mirror another one cannot be moved like this.",
)  # fmt: skip
_COMMANDS = (
    ("ledger statement ZHANKENG-1", Text("村集体的对账单", "the village's statement")),
    ("stats", Text("全部统计", "all totals")),
    ("ledger accounts", Text("账户", "accounts")),
    ("ledger statement DEMO-CEMENT-1", Text("对账单", "a statement")),
    ("ledger verify", Text("再证明一次", "the proof once more")),
    ("values list", Text("有出处的参数", "values and where they come from")),
    ("serve", Text("网页", "the web pages")),
)


def play(screen: Screen, on: date | None, *, named: bool) -> None:
    """Play the story, or what of it was not played yet. `named`: the caller's environment names the home.

    Refuses `demo_on_real_register`, `demo_too_early`, `demo_register_too_young`.
    """
    _check(on)
    tell = Narrator(screen)
    cast = _set_up(tell, on)
    for scene in (
        _people,
        _project,
        _verified,
        _issued,
        _sold,
        _households,
        _import,
        _totals,
        _moves,
        _two,
        _refusals,
        _look,
        _prove,
    ):
        scene(cast, tell)
    _end(cast, tell, prefix(named=named))
    screen.answer({"home": opening.home(), "begins": cast.begins, "scenes": tell.record}, lambda: None)


def gather(screen: Screen) -> None:
    """Set the register and its people up, and play nothing: for whoever wants to play the story by hand.

    Refuses what `play` refuses.
    """
    _check(None)
    tell = Narrator(screen)
    _people(_set_up(tell, None), tell)


def _check(on: date | None) -> None:
    """The demonstration touches no real register: neither the one in the database, nor one that lies in its home."""
    for where in (opening.home(), opening.place()):
        if _real(where):
            raise refuse("demo_on_real_register", where=where)
    if on and on < BEGINS:
        raise refuse("demo_too_early", least=BEGINS, day=on)


def _real(where: object) -> bool:
    if isinstance(where, Path):
        file = where / "register.sqlite3"
        return file.exists() and _says_real(file)
    if not opening.file_there() or "ledger_register" not in connection.introspection.table_names():
        return False
    return Register.objects.filter(demonstration=False).exists()


def _says_real(file: Path) -> bool:
    """Asked without Django, which may be on another database; a file that is no register holds none."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as there:
            return bool(there.execute("SELECT 1 FROM ledger_register WHERE NOT demonstration").fetchone())
    except sqlite3.DatabaseError:
        return False


def _set_up(tell: Narrator, on: date | None) -> Cast:
    home.prepare(Path(settings.HOME), opening.database_file())
    opening.take_key()
    migrating.migrate()
    before = Register.objects.first()
    if before and before.opened_on > OPENS:
        raise refuse("demo_register_too_young", opened=before.opened_on, opens=OPENS)
    begins = _begun() or on or BEGINS
    if not before:
        establishing.establish(
            jurisdiction="GD", demonstration=True, operator=OPERATOR.code, name=OPERATOR.name, on=OPENS,
            at=clock.now(), fictional=True,
        )  # fmt: skip
    tell.scene(_SETUP)
    tell.say(_INTRO, opens=OPENS, begins=begins)
    tell.say(_WHERE, where=opening.place())
    if before:
        tell.known()
    return Cast(OPENS, begins, system_actor(on=OPENS))


def _begun() -> date | None:
    """The day on which the act of the real table began, where it was played before: the third day opened an account."""
    first = Account.objects.filter(code=trade.ACCOUNTS[0][0]).values_list("opened_on", flat=True).first()
    return first - timedelta(days=3) if first else None


@contextmanager
def _told_once(tell: Narrator) -> Iterator[None]:
    """A scene that adds nothing to the journal was played before."""
    before = Journal.objects.count()
    yield
    if Journal.objects.count() == before:
        tell.known()


def _import(cast: Cast, tell: Narrator) -> None:
    tell.scene(_IMPORT)
    plugin = regime("carb")
    file = Path(str(plugin.folder.joinpath(*SAMPLE)))
    with _told_once(tell):
        told = importing.run(tell.screen, plugin.code, file, on=cast.begins)
        tell.say(_TABLE, rows=told.result["rows"])
        tell.show("import", told.record(), lambda: told.show(tell.screen))


def _totals(_: Cast, tell: Narrator) -> None:
    tell.scene(_TOTALS)
    told = statistics("ARBOC", STATE_ON, tally.last_day("ARBOC"))
    tell.show("statistics", asdict(told) | {"conserved": told.conserved}, lambda: totals.show_places(tell.screen, told))


def _people(cast: Cast, tell: Narrator) -> None:
    tell.scene(_PEOPLE)
    with _told_once(tell):
        cast.gather()
        for place in (OPERATOR, *PLACES):
            for person in (p for p in PEOPLE if p.place == place.code):
                roles = [ROLES[role].says for role in person.roles]
                both = Text("、".join(r.zh for r in roles), ", ".join(r.en for r in roles))
                tell.say(_PERSON, place=place.name, name=person.name, roles=both)
        cast.examine()
        cast.trust("demo.tan", "ZHANKENG", cast.opens, "DEMO-AGENT", APPLYING)


def _project(cast: Cast, tell: Narrator) -> None:
    tell.scene(_VILLAGE)
    for text in (_VILLAGE_REAL, _VILLAGE_MADE_UP):
        tell.say(text)
    with _told_once(tell):
        village.apply(cast, tell)


def _verified(cast: Cast, tell: Narrator) -> None:
    tell.scene(_VERIFIED)
    with _told_once(tell):
        village.verify(cast, tell)


def _issued(cast: Cast, tell: Narrator) -> None:
    tell.scene(_ISSUED)
    with _told_once(tell):
        village.issue(cast, tell)


def _sold(cast: Cast, tell: Narrator) -> None:
    tell.scene(_SOLD)
    with _told_once(tell):
        sale.sell(cast, tell)


def _households(cast: Cast, tell: Narrator) -> None:
    tell.scene(_HOUSEHOLDS)
    tell.say(_HOUSEHOLDS_MADE_UP)
    with _told_once(tell):
        households.tell_of(cast, tell)


def _moves(cast: Cast, tell: Narrator) -> None:
    tell.scene(_MOVES)
    with _told_once(tell):
        trade.open_accounts(cast, tell)
        trade.move(cast, tell)


def _two(cast: Cast, tell: Narrator) -> None:
    tell.scene(_TWO)
    with _told_once(tell):
        trade.second_person(cast, tell)


def _refusals(cast: Cast, tell: Narrator) -> None:
    tell.scene(_NO)
    tell.say(_NO_WHY)
    refused.play(cast, tell)


def _look(cast: Cast, tell: Narrator) -> None:
    tell.scene(_LOOK)
    account, screen = "DEMO-CEMENT-1", tell.screen
    before, after = cast.day(6), cast.day(DAYS)
    units, later = (sum(row.units for row in queries.balance(account, day)) for day in (before, after))
    tell.say(_THEN, account=account, before=before, after=after, units=units, later=f"{later:,}")
    steps = queries.statement(account, after)
    tell.show("statement", list(map(asdict, steps)), lambda: views.show_statement(screen, account, after, steps, None))
    retired = next(step.serial for step in steps if step.act == "retire")
    life = queries.lineage(retired)
    tell.show("lineage", list(map(asdict, life)), lambda: views.show_lineage(screen, retired, life))
    _, run = queries.series_of(retired)
    wanted = queries.find(run.first + run.count // 2)
    places = queries.locate(wanted)
    tell.show("search", list(map(asdict, places)), lambda: views.show_places(screen, wanted, places))


def _prove(_: Cast, tell: Narrator) -> None:
    tell.scene(_PROOF)
    checks = proof.prove(tell.screen)
    sound = not any(findings for _, findings in checks)
    tell.show("proof", proof.record(checks), lambda: proof.conclude(tell.screen, sound=sound))
    assert sound, "the demonstration's ledger is not sound"


def _end(cast: Cast, tell: Narrator, program: str) -> None:
    tell.scene(_MORE)
    commands = [(f"{program} {command}", says) for command, says in _COMMANDS]

    def show() -> None:
        for command, says in commands:
            tell.screen.line(f"  {command}    # {says.into(tell.screen.lang)}")

    tell.show("commands", [command for command, _ in commands], show)
    tell.scene(_REAL)
    tell.say(_VILLAGE_REAL)
    tell.say(_VILLAGE_MADE_UP)
    tell.say(_TRUE)
    tell.say(_MADE_UP, begins=cast.begins)


def prefix(*, named: bool) -> str:
    """How this very program is called on this register from here; with TANPUHUI_HOME unless the caller's shell has it."""
    called = Path(sys.argv[0])
    found = shutil.which(called.name)
    here = Path.cwd()
    if found and called.exists() and Path(found).samefile(called):
        program = called.name
    else:
        program = str(called.relative_to(here)) if called.is_relative_to(here) else str(called)
    home_first = "" if named else f"TANPUHUI_HOME={shlex.quote(str(opening.home()))} "
    return home_first + shlex.quote(program)
