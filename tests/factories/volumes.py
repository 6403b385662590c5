"""Made-up closed cases with everything that a volume wants, and bound volumes. Everything is called inside a transaction."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from PIL import Image

from portal import clock
from portal.db import session
from portal.disputes import tasks
from portal.disputes.actions.tasks import NewTask, answer_task, sign_for_task
from portal.files.actions import store_file
from portal.files.models import StoredFile
from portal.letters.actions import enter_answer, send_letter
from portal.letters.queries import get_letter
from portal.mediation.agreements.actions.closing import close_case
from portal.mediation.agreements.actions.opinions import give_opinion
from portal.mediation.agreements.actions.performing import finish_performance, record_performance
from portal.mediation.agreements.actions.settling import Settled, settle_case
from portal.mediation.agreements.actions.visiting import NewVisit, record_visit
from portal.mediation.links.actions.joint import begin_joint, print_opinions
from portal.mediation.models import MediationCase, Mediator
from portal.mediation.records.actions import evidence, sessions
from portal.mediation.records.choices import instant
from portal.mediation.records.lines import RESULT_KEY, Typed
from portal.mediation.volumes.actions.binding import Cover, ask_binding
from portal.mediation.volumes.actions.declaring import declare_originals
from portal.mediation.volumes.models import Volume
from portal.mediation.volumes.plan import digest_of, plan
from tests.disputes.bodies import HUMAN, make_bodies, officer
from tests.factories import agreements, mediation, staff
from tests.factories.mediation import PARTIES


def picture(width: int = 60, height: int = 80, colour: str = "white") -> bytes:
    """A small picture, its upper left quarter red."""
    made = Image.new("RGB", (width, height), colour)
    made.paste("red", (0, 0, width // 2, height // 2))
    target = io.BytesIO()
    made.save(target, "PNG")
    return target.getvalue()


def stored(content: bytes | None = None, name: str = "scan.png") -> StoredFile:
    """A stored scan."""
    return store_file(
        staff.actor("mediator"), stream=io.BytesIO(content or picture()), name=name, purpose="test"
    )


def prove(case: MediationCase, *, on: dt.date | None = None) -> None:
    """An identity proof with its scan for each party."""
    for party in case.parties:
        item = evidence.add_evidence(
            staff.actor("mediator"),
            case,
            version=None,
            line=evidence.Supplied(
                purpose="identity",
                proof="id_card",
                party_id=party.id,
                supplied_by=party.name,
                supplied_on=on or clock.today(),
            ),
        )
        evidence.attach_scans(staff.actor("mediator"), item, version=None, files=[stored()])


def sit(case: MediationCase, *, start: int = 9, on: dt.date | None = None) -> None:
    """A finished session of an hour."""
    who, day = staff.actor("mediator"), on or clock.today()
    seats = sessions.Seats([p.id for p in case.parties], [row.mediator_id for row in case.mediators])
    one = sessions.open_session(
        who,
        case,
        version=None,
        seats=seats,
        at=sessions.Circumstances(instant(day, dt.time(start)), place="调解室", recorder="钱备用"),
    )
    typed = [Typed("k1", "申请人", "要求赔偿。"), Typed(RESULT_KEY, "", "达成一致。")]
    sessions.write_session(who, one, typed=typed, page="p", is_draft=True)
    sessions.finish_session(
        who, one, version=None, ended_at=instant(day, dt.time(start + 1)), outcome="agreed"
    )


def ask_bodies(case: MediationCase) -> None:
    """A joint mediation: the labour office answers here, the union by a letter with its scan; the sheet of both is printed."""
    who = staff.actor("mediator")
    make_bodies()
    bodies = [
        NewTask(body_id=staff.unit(HUMAN).id, task="核实误工损失"),
        NewTask(body="示范区总工会", task="提供法律意见"),
    ]
    begin_joint(who, case, version=None, bodies=bodies)
    lead, labour, union = tasks.list_tasks(case.dispute)
    sign_for_task(officer(HUMAN), labour, version=None, person="王协办")
    answer_task(officer(HUMAN), labour, version=None, opinion="经核对考勤，误工三天。")
    letter = send_letter(who, get_letter(who, union.letter_id or 0))
    enter_answer(
        who,
        letter,
        version=None,
        number="示工函〔2026〕5号",
        on=clock.today(),
        outcome="done",
        text="双方诉求均有依据，建议调解。",
        file=stored(picture(600, 800, "ivory")),
        signer="赵工会",
    )
    answer_task(who, lead, version=None, opinion="综合两单位意见，建议一次赔付。")
    print_opinions(who, case, version=None)


def written(
    *,
    is_proven: bool = True,
    on: dt.date | None = None,
    start: int = 9,
    is_signed: bool = True,
    is_joint: bool = False,
    is_closed: bool = True,
) -> MediationCase:
    """A case closed after a written agreement that was performed, with a session, proofs and a visit."""
    who, day = staff.actor("mediator"), on or clock.today()
    case = mediation.make_case("mediating", on=day)
    if is_joint:
        ask_bodies(case)
    if is_proven:
        prove(case, on=day)
    sit(case, on=day, start=start)
    agreement = agreements.in_force(case, on=day)
    for one in agreement.obligations:
        record_performance(who, one, version=None, done_on=day, fen=one.fen, proof="transfer")
    finish_performance(who, case, agreement, version=None, on=day)
    if not is_closed:
        visit(case, on=day)
        return case
    return close(case, on=day, is_signed=is_signed)


def settled(
    story: str = "楼道堆放杂物，出入不便。",
    *,
    on: dt.date | None = None,
    is_signed: bool = True,
    has_opinion: bool = True,
    **changes: Any,
) -> MediationCase:
    """A case that was settled at the door and closed."""
    day = on or clock.today()
    committee = mediation.make_committee()
    given: dict[str, Any] = {
        "parties": PARTIES,
        "category_id": mediation.list_categories(day)[1].id,
        "story": story,
        "terms": "李样本当天清走杂物。",
        "on": day,
        "is_another": True,
        **changes,
    }
    mediator: Mediator = given.pop("mediator", None) or mediation.mediator_of("mediator")
    agreement = settle_case(
        staff.actor("mediator"), committee=committee, mediator=mediator, settled=Settled(**given)
    )
    return close(agreement.case, on=day, is_signed=is_signed, has_opinion=has_opinion)


def visit(case: MediationCase, *, on: dt.date | None = None) -> None:
    """The parties were asked whether all is well."""
    told = NewVisit(
        visited_on=on or clock.today(),
        way="phone",
        visited="张示例",
        visitor=mediation.mediator_of("mediator"),
        performance="done",
        satisfaction="content",
        situation="双方和好。",
    )
    record_visit(staff.actor("mediator"), case, version=None, visit=told)


def close(
    case: MediationCase, *, on: dt.date | None = None, is_signed: bool = True, has_opinion: bool = True
) -> MediationCase:
    """Visit the parties, close the case, let the chair sign the report, and (unless told otherwise) declare its papers signed on
    paper."""
    who, day = staff.actor("mediator"), on or clock.today()
    visit(case, on=day)
    close_case(who, case, version=None, result="达成协议并履行完毕。", on=day)
    if has_opinion:
        give_opinion(staff.actor("chair"), case, version=None, opinion="同意结案。", on=day)
    if is_signed:
        declare_originals(who, case, version=None)
    return case


def bound(case: MediationCase, *, on: dt.date | None = None) -> Volume:
    """The case's volume as its job leaves it, without the job: the file is some scan."""
    day = on or clock.today()
    volume = ask_binding(staff.actor("mediator"), case, version=None, cover=Cover(bound_on=day))
    return enter(volume)


def enter(volume: Volume) -> Volume:
    """Let the edition that was asked for count."""
    edition = volume.asked
    assert edition is not None
    planned = plan(volume)
    edition.state, edition.file, edition.pages = "bound", stored(), 1
    edition.catalogue = {
        "groups": [],
        "cases": {str(one.case.id): digest_of(one) for one in planned.contents},
    }
    edition.made_at = clock.now()
    if edition.job is not None:
        edition.job.state = "done"
    volume.edition = edition.edition
    session.flush()
    return volume
