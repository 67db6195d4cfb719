"""Deeds by which the register is run: imports, jobs, reservations that are over, claims of a reference."""

from collections.abc import Mapping
from datetime import date, datetime

from tanpuhui.apps.claims import operations as claims
from tanpuhui.apps.issuance import operations as issuance
from tanpuhui.apps.issuance.work import foreign_register
from tanpuhui.apps.jobs import dispatch
from tanpuhui.apps.jobs import operations as jobs
from tanpuhui.apps.ledger import operations as ledger
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer
from tanpuhui.core import plugins
from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.deeds.deed import Deed


def import_register(*, register: str, table: str, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Begins the import of a foreign register's `table`, filed as evidence, and gives the job's number. As `import_filed`."""
    return issuance.import_filed(
        register=register, table=table, by=by, on=on, at=at, key=key, dispatch=dispatch.through(clock.now)
    )


def stop_job(*, job: int, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Asks that a job stop after its present step. As `jobs.request_stop`, which is safe to repeat."""
    return {"job": job, "state": jobs.request_stop(by=by, job=job)}


def resume_job(*, job: int, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Queues a stopped or failed job again; a worker carries it on. As `jobs.resume`."""
    jobs.resume(by=by, job=job, dispatch=dispatch.through(clock.now))
    return {"job": job, "state": "queued"}


def _registers() -> Mapping[str, Text]:
    """The foreign registers that a plug-in folder reads, by code."""
    return {name: foreign_register(name).name for name in plugins.find("tanpuhui.regimes", "tanpuhui.regimes")}


DEEDS = (
    Deed("import_register", import_register, "imports", Text("导入其他登记簿的表格", "Import a table of another register"),
         issuance.IMPORT, {"register": _registers}),
    Deed("stop_job", stop_job, "jobs/{job}/stop", Text("停止后台任务", "Stop a job"), "jobs:run"),
    Deed("resume_job", resume_job, "jobs/{job}/resumption", Text("继续后台任务", "Go on with a job"), "jobs:run"),
    Deed("lapse_reservation", ledger.lapse, "reservations/{reservation}/lapse",
         Text("使逾期的预留失效", "Let an overdue reservation lapse"), "ledger:lapse"),
    Deed("confirm_claims", claims.confirm, "claims/{reference}/confirmation", Text("确认减排量申报", "Confirm claims"),
         "claims:confirm", signs=True),
    Deed("release_claims", claims.release, "claims/{reference}/release", Text("释放减排量申报", "Release claims"),
         "claims:decide", signs=True),
)  # fmt: skip
