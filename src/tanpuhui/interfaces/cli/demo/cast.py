"""The people of the story. They do not exist; they act in their own names, with the roles that real people would have."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tanpuhui.apps.parties import operations, queries
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records import approvals
from tanpuhui.apps.records.evidence import file_evidence
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock

Day = int | date
KEY = "demo"
AGREEMENTS = {
    "DEMO-EXCHANGE": "the exchange may transfer and pay for us: fictional",
    "DEMO-AGENT": "the consultants may apply for us and read our accounts: fictional",
}
SETTLING = ("ledger:transfer",)
APPLYING = ("accounts:read", "claims:file", "projects:apply", "records:file")
"""What an owner entrusts to an exchange, and to a consultant."""
HELD = "us-ca-cop:held"


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody of the story: who, where, in which roles."""

    login: str
    name: str
    place: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation of the story."""

    code: str
    kind: str
    name: Text
    area: str = ""
    fictional: bool = True


OPERATOR = Place("DEMO-REGISTER", "platform", Text("演示登记平台（虚构）", "Demonstration register (fictional)"))
PLACES = (
    Place(
        "DEMO-PROVINCE", "provincial_department", Text("演示省生态环境厅（虚构）", "Demonstration province (fictional)")
    ),
    Place("DEMO-CEMENT", "covered_entity", Text("青石水泥厂（虚构）", "Qingshi cement works (fictional)")),
    Place(
        "DEMO-SCHOOL",
        "village_collective",
        Text("云溪村小学基金会（虚构）", "Yunxi village school foundation (fictional)"),
    ),
    Place("DEMO-EXCHANGE", "exchange", Text("演示交易所（虚构）", "Demonstration exchange (fictional)")),
    Place(
        "ZHANKENG", "village_collective",
        Text("翁源县翁城镇沾坑村集体（由虚构人物扮演）", "Village collective of Zhankeng, Wengyuan (played by people made up)"),
        fictional=False,
    ),
    Place(
        "WEITAN", "company",
        Text("广州微碳投资有限公司（由虚构人物扮演）", "Guangzhou Weitan Investment Co. (played by people made up)"),
        fictional=False,
    ),
    Place("DEMO-SUN", "company", Text("向阳光伏聚合公司（虚构）", "Xiangyang solar aggregator (fictional)")),
    Place("DEMO-VERIFIER", "verification_body", Text("演示核查机构（虚构）", "Demonstration verification body (fictional)")),
    Place("DEMO-CITY", "city_bureau", Text("演示市生态环境局（虚构）", "Demonstration city bureau (fictional)"), "440200"),
    Place("DEMO-FAIR", "company", Text("云帆会展公司（虚构）", "Yunfan fairs (fictional)")),
    Place("DEMO-AGENT", "company", Text("绿桥碳资产咨询公司（虚构）", "Lüqiao carbon consultants (fictional)")),
    Place("DEMO-EXPERTS", "expert_committee", Text("演示专家委员会（虚构）", "Demonstration expert committee (fictional)")),
    Place("DEMO-CITY-2", "city_bureau", Text("邻市生态环境局（虚构）", "Bureau of the next city (fictional)"), "441800"),
)  # fmt: skip
PEOPLE = (
    Role("demo.lin", "林静 Lin Jing（虚构 fictional）", OPERATOR.code, ("administrator",)),
    Role("demo.he", "何川 He Chuan（虚构 fictional）", OPERATOR.code, ("account_manager",)),
    Role("demo.song", "宋岚 Song Lan（虚构 fictional）", "DEMO-PROVINCE", ("project_officer",)),
    Role("demo.mei", "梅远 Mei Yuan（虚构 fictional）", "DEMO-PROVINCE", ("gazette_officer",)),
    Role("demo.zhou", "周敏 Zhou Min（虚构 fictional）", "DEMO-PROVINCE", ("registrar",)),
    Role("demo.wu", "吴越 Wu Yue（虚构 fictional）", "DEMO-PROVINCE", ("registrar_approver",)),
    Role("demo.chen", "陈岩 Chen Yan（虚构 fictional）", "DEMO-CEMENT", ("account_manager", "organisation_manager")),
    Role("demo.luo", "罗云 Luo Yun（虚构 fictional）", "DEMO-SCHOOL", ("organisation_manager", "account_manager")),
    Role(
        "demo.tan",
        "谭秋 Tan Qiu（虚构 fictional）",
        "ZHANKENG",
        ("applicant", "account_manager", "organisation_manager"),
    ),
    Role("demo.guan", "关雨 Guan Yu（虚构 fictional）", "WEITAN", ("account_manager", "organisation_manager")),
    Role(
        "demo.ye",
        "叶晴 Ye Qing（虚构 fictional）",
        "DEMO-SUN",
        ("applicant", "account_manager", "organisation_manager"),
    ),
    Role("demo.qiu", "邱实 Qiu Shi（虚构 fictional）", "DEMO-VERIFIER", ("verifier",)),
    Role("demo.bai", "白川 Bai Chuan（虚构 fictional）", "DEMO-CITY", ("reviewer",)),
    Role("demo.fan", "范宁 Fan Ning（虚构 fictional）", "DEMO-FAIR", ("account_manager", "organisation_manager")),
    Role("demo.zhao", "赵衡 Zhao Heng（虚构 fictional）", "DEMO-EXCHANGE", ("settler", "agent")),
    # Those who have no part in the story, so that each role's desk can be visited.
    Role("demo.kong", "孔立 Kong Li（虚构 fictional）", OPERATOR.code, ("importer",)),
    Role("demo.jin", "金禾 Jin He（虚构 fictional）", "DEMO-CEMENT", ("account_approver",)),
    Role("demo.yao", "姚青 Yao Qing（虚构 fictional）", "ZHANKENG", ("account_viewer",)),
    Role(
        "demo.ning",
        "宁一 Ning Yi（虚构 fictional）",
        "DEMO-AGENT",
        ("agent", "methodology_filer", "organisation_manager"),
    ),
    Role("demo.gu", "顾言 Gu Yan（虚构 fictional）", "DEMO-EXPERTS", ("committee_member",)),
    Role("demo.xu", "许岚 Xu Lan（虚构 fictional）", "DEMO-EXPERTS", ("committee_member",)),
    Role("demo.shen", "沈舟 Shen Zhou（虚构 fictional）", "DEMO-EXPERTS", ("committee_member", "organisation_manager")),
    Role("demo.ma", "马越 Ma Yue（虚构 fictional）", "DEMO-CITY-2", ("reviewer",)),
)


@dataclass(slots=True)
class Cast:
    """The people on stage. The register `opens` with the village's act; the act of the real table `begins` later."""

    opens: date
    begins: date
    system: Actor
    organisations: dict[str, int] = field(default_factory=dict)
    users: dict[str, int] = field(default_factory=dict)

    def day(self, number: Day) -> date:
        """The `number`-th day of the act of the real table, from 0; a day of the calendar is itself."""
        return number if isinstance(number, date) else self.begins + timedelta(days=number)

    def act(self, by: Actor, number: Day, key: str, **more: Any) -> dict[str, Any]:
        """What every operation takes: who (as they may act that day), the legal day, the instant, the same key each time."""
        on = self.day(number)
        by = queries.actor(user=by.user_id, organisation=by.organisation_id, on=on)
        return {"by": by, "on": on, "at": clock.now(), "key": f"{KEY}:{key}", **more}

    def by(self, login: str, number: Day, key: str, **more: Any) -> dict[str, Any]:
        """The same for somebody as they may act on that day."""
        return self.act(self.actor(login, number), number, key, **more)

    def actor(self, login: str, number: Day) -> Actor:
        """Somebody as they may act on that day."""
        place = next(role.place for role in PEOPLE if role.login == login)
        return queries.actor(user=self.users[login], organisation=self.organisations[place], on=self.day(number))

    def gather(self) -> None:
        """Set-up registers people and organisations on the day the register opens."""
        self.organisations[OPERATOR.code] = self.system.organisation_id
        paper = self.file(self.system, self.opens, "identity", "identity documents of people made up: fictional")
        for role in PEOPLE:
            self.users[role.login] = self._user(role, paper)
        for place in PLACES:
            first = [(self.users[role.login], r) for role in PEOPLE if role.place == place.code for r in role.roles]
            self.organisations[place.code] = operations.admit_organisation(
                **self._once(f"admit:{place.code}"), code=place.code, kind=place.kind, name=place.name,
                area=place.area, fictional=place.fictional, first=first,
            )  # fmt: skip
        for role in PEOPLE:
            for name in role.roles if role.place == OPERATOR.code else ():
                operations.appoint(
                    **self._once(f"appoint:{role.login}:{name}"), user=self.users[role.login],
                    organisation=self.organisations[OPERATOR.code], role=name,
                )  # fmt: skip

    def examine(self) -> None:
        """Due diligence by the administrator, each by a filed paper."""
        lin = self.actor("demo.lin", self.opens)
        for place in PLACES:
            paper = self.file(lin, self.opens, f"dd:{place.code}", f"due diligence on {place.code}: fictional")
            given = self.act(lin, self.opens, f"vet:{place.code}", journal=JOURNAL)
            operations.vet(**given, organisation=self.organisations[place.code], evidence=paper, outcome="accepted")

    def file(self, by: Actor, number: Day, key: str, text: str) -> str:
        """File a paper of the story; its hash."""
        content, name = io.BytesIO(text.encode()), f"{key.replace(':', '-')}.txt"
        return file_evidence(content=content, name=name, media_type="text/plain", **self.act(by, number, f"file:{key}"))

    def trust(
        self, login: str, owner: str, number: Day, agent: str = "DEMO-EXCHANGE", permissions: Sequence[str] = SETTLING
    ) -> None:
        """The owner entrusts an agent in writing: without its will neither its units nor its money move, nor its cases."""
        paper = self.file(
            self.actor(login, number), number, f"agreement:{owner}:{self.day(number)}:{agent}", AGREEMENTS[agent]
        )
        operations.entrust(
            **self.by(login, number, f"entrust:{owner}:{self.day(number)}:{agent}", journal=JOURNAL),
            owner=self.organisations[owner], agent=self.organisations[agent], permissions=list(permissions),
            agreement=paper,
        )  # fmt: skip

    def allowed(self, operation: str, body: Mapping[str, object], number: Day, asks: str = "demo.zhou") -> int:
        """The approval of exactly this act: asked for by one person of the province, allowed by another."""
        key = f"{operation}:{self.day(number)}"
        asked = approvals.ask(**self.by(asks, number, key), operation=operation, body=body)
        approvals.decide(**self.by("demo.wu", number, key), approval=asked, allowed=True, reason="演示 / demonstration")
        return asked

    def _user(self, role: Role, paper: str) -> int:
        person = operations.register_person(**self._once(f"person:{role.login}"), name=role.name)
        user = operations.create_user(
            **self._once(f"user:{role.login}"), person=person, login=role.login, display_name=role.name
        )
        return operations.identify(
            **self._once(f"identity:{role.login}"), user=user, evidence=paper,
            identity_number=f"FICTIONAL{role.login.removeprefix('demo.')}",
        )  # fmt: skip

    def _once(self, key: str) -> dict[str, Any]:
        return self.act(self.system, self.opens, key, journal=JOURNAL)
