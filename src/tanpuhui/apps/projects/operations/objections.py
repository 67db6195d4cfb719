"""Objections to a disclosure: raised by a stakeholder or entered by the city from paper; answered by the applicant."""

from datetime import date, datetime

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import checks, guarding, reading
from tanpuhui.apps.projects.desk import Desk
from tanpuhui.apps.projects.models import Objection, ObjectionAnswer
from tanpuhui.apps.projects.operations.moving import moved
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.records.operations import Answer, Request
from tanpuhui.core.refused import shown


def object_to(*, project: str, text: str, by: Actor, on: date, at: datetime, key: str, evidence: str = "") -> Answer:
    """A stakeholder objects to what is disclosed, within its time. Permission `projects:object`.

    Refuses `text_needed`, `objection_too_late`, `evidence_not_found`, and as `moving.moved`.
    """
    said, file = checks.said("text", text), reading.optional_file(evidence, by=by)
    body = {"project": project[:40], "text": said, "evidence": file}
    request = Request("projects_object", by, on, at, key, body)

    def then(desk: Desk) -> None:
        _write(desk, raised_by=by.name, text=said, evidence_id=file)

    return moved(case=project, act="object", request=request, then=then)


def record_objection(
    *,
    project: str,
    raised_by: str,
    text: str,
    received_on: date,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    evidence: str = "",
) -> Answer:
    """The city enters an objection that `raised_by` handed in on paper: it is in time if it was received in time.

    Permission `projects:forward`. Refuses `paper_from_the_future`, and as `object_to`.
    """
    who, said, file = (
        checks.said("raised_by", raised_by, 200),
        checks.said("text", text),
        reading.optional_file(evidence, by=by),
    )
    paper = checks.paper(received_on, on)
    body = {"project": project[:40], "raised_by": who, "text": said, "evidence": file, **paper.body()}
    request = Request("projects_record_objection", by, on, at, key, body)

    def look(desk: Desk) -> None:
        guarding.require_in_time(desk, received_on)

    def then(desk: Desk) -> None:
        _write(desk, raised_by=who, text=said, evidence_id=file, **paper.body())

    return moved(case=project, act="record_objection", request=request, look=look, then=then)


def answer_objection(
    *, project: str, objection: int, text: str, by: Actor, on: date, at: datetime, key: str, evidence: str = ""
) -> Answer:
    """The applicant answers an objection by its number; more than once, if need be. Permission `projects:apply`.

    Refuses `text_needed`, `unknown_objection`, `evidence_not_found`, and as `moving.moved`.
    """
    said, file = checks.said("text", text), reading.optional_file(evidence, by=by)
    body = {"project": project[:40], "objection": objection, "text": said, "evidence": file}
    request = Request("projects_answer_objection", by, on, at, key, body)

    def then(desk: Desk) -> None:
        row = Objection.objects.filter(project=desk.project, number=objection).first()
        if row is None:
            raise refuse("unknown_objection", project=desk.reference, number=shown(objection))
        desk.rows.append(ObjectionAnswer(**desk.entered, objection=row, text=said, evidence_id=file))

    return moved(case=project, act="answer_objection", request=request, then=then)


def _write(desk: Desk, **said: object) -> None:
    number = Objection.objects.filter(project=desk.project).count() + 1
    desk.rows.append(Objection(**desk.entered, **said, project=desk.project, number=number))
