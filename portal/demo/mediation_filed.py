"""The demo's finished mediation: wages, mediated with two bodies at the table, paid, visited, signed by the chair, bound and
filed."""

from __future__ import annotations

import datetime as dt
import io

from PIL import Image, ImageDraw
from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.demo.diary import Diary
from portal.demo.office import demo_actor, unit_of
from portal.disputes import tasks
from portal.disputes.actions.tasks import NewTask, answer_task, sign_for_task
from portal.files.actions import store_file
from portal.files.models import StoredFile
from portal.letters.actions import enter_answer, send_letter
from portal.letters.queries import get_letter
from portal.mediation.agreements.actions.closing import close_case
from portal.mediation.agreements.actions.concluding import conclude
from portal.mediation.agreements.actions.drafting import draft_agreement, issue_agreement
from portal.mediation.agreements.actions.opinions import give_opinion
from portal.mediation.agreements.actions.performing import finish_performance, record_performance
from portal.mediation.agreements.actions.visiting import NewVisit, record_visit
from portal.mediation.agreements.queries import agreement_in_force, open_agreement
from portal.mediation.agreements.terms import NewAgreement, NewObligation
from portal.mediation.links.actions.joint import begin_joint, print_opinions
from portal.mediation.models import MediationCase, Mediator
from portal.mediation.records import signing
from portal.mediation.records.actions import evidence, sessions
from portal.mediation.records.actions.together import Signer, sign_together
from portal.mediation.records.choices import instant
from portal.mediation.records.lines import RESULT_KEY, Typed
from portal.mediation.volumes.actions.binding import Cover, ask_binding
from portal.mediation.volumes.actions.declaring import declare_originals
from portal.mediation.volumes.actions.filing import archive_case
from portal.mediation.volumes.queries import find_volume

NAME = "filed"
CASE = (
    NAME,
    29,
    "labour",
    "栎示例",
    "示范建筑装饰有限公司",
    "受雇装修旧办公楼，工期结束两个月，工资一万二千元没有结清。",
    "application",
)
FEN = 1_200_000


def tell_filed(diary: Diary) -> None:
    """The case is opened with the others (`mediation.CASES`); what follows stands here."""
    diary.on(diary.ago(28), _call_bodies, diary)
    diary.on(diary.ago(26), _hear_bodies, diary)
    diary.on(diary.ago(25), _sit_and_agree, diary)
    diary.on(diary.ago(23), _pay_and_close, diary)
    diary.on(diary.ago(22), _sign_and_bind, diary, asks_job=True)
    diary.on(diary.ago(22), _file, diary)


def _case(diary: Diary) -> MediationCase:
    return session.get_one(MediationCase, diary.keys[f"mediation {NAME}"])


def _scan(words: str) -> StoredFile:
    """A sheet of paper as a scanner gives it; its letters are Latin, for no font is needed."""
    picture = Image.new("RGB", (827, 1169), "#fdfdf8")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((90, 90, 737, 500), outline="#888888", width=3)
    pen.text((120, 120), f"DEMO {words}", fill="#333333")
    target = io.BytesIO()
    picture.save(target, "PNG")
    target.seek(0)
    return store_file(demo_actor("mediator"), stream=target, name=f"{words}.png", purpose="mediation.record")


def _call_bodies(diary: Diary) -> None:
    """The judicial office signs in; the district's labour office gets a letter."""
    bodies = [
        NewTask(body_id=unit_of("119901001J").id, task="说明欠薪的法律后果", where="tasks-0-"),
        NewTask(body="示范区人力资源和社会保障局", task="核实用工和欠薪数额", where="tasks-1-"),
    ]
    begin_joint(demo_actor("mediator"), _case(diary), version=None, bodies=bodies)


def _hear_bodies(diary: Diary) -> None:
    """Both have answered, each in its own way; the committee puts it together."""
    who, justice, case = demo_actor("mediator"), demo_actor("justice"), _case(diary)
    lead, office, labour = tasks.list_tasks(case.dispute)
    sign_for_task(justice, office, version=None, person=justice.name)
    answer_task(justice, office, version=None, opinion="拖欠工资应当限期支付；逾期可以申请支付令。")
    letter = send_letter(who, get_letter(who, labour.letter_id or 0))
    enter_answer(
        who,
        letter,
        version=None,
        number="示人社函〔2026〕31号",
        on=clock.today(),
        outcome="done",
        text="经核对考勤，欠薪12000元属实。",
        file=_scan("LETTER"),
        signer="经办科室",
    )
    answer_task(who, lead, version=None, opinion="两单位意见一致，按核实数额调解。")
    print_opinions(who, case, version=None)


def _sit_and_agree(diary: Diary) -> None:
    """One session and one written agreement, signed on paper with one scan each."""
    who, case, today = demo_actor("mediator"), _case(diary), clock.today()
    for party, proof in zip(case.parties, ("id_card", "licence"), strict=True):
        line = evidence.Supplied(
            purpose="identity",
            proof=proof,
            party_id=party.id,
            supplied_by=party.name,
            supplied_on=today,
        )
        item = evidence.add_evidence(who, case, version=None, line=line)
        evidence.attach_scans(who, item, version=None, files=[_scan("IDENTITY")])
    seats = sessions.Seats([p.id for p in case.parties], [row.mediator_id for row in case.mediators])
    at = sessions.Circumstances(instant(today, dt.time(9)), place="晨光街道调解室", recorder="江若水")
    one = sessions.open_session(who, case, version=None, seats=seats, at=at)
    typed = [
        Typed("k1", f"申请人{case.parties[0].name}", "活早就干完了，工资一直拖着。"),
        Typed("k2", "被申请人周样本", "工程款刚收到，愿意马上付清。"),
        Typed(RESULT_KEY, "", "双方同意三日内一次付清12000元。"),
    ]
    sessions.write_session(who, one, typed=typed, page="demo", is_draft=True)
    sessions.finish_session(who, one, version=None, ended_at=instant(today, dt.time(10)), outcome="agreed")
    _sign_all(one, _scan("RECORD"))
    creditor, debtor = case.parties
    due = today + dt.timedelta(days=3)
    owed = NewObligation(debtor_id=debtor.id, creditor_id=creditor.id, fen=FEN, what="工资", due_on=due)
    new = NewAgreement(
        form="written",
        reached_on=today,
        facts=case.dispute.story or "",
        terms=f"{debtor.name}三日内一次付清{creditor.name}工资12000元（大写：人民币壹万贰仟元整）。",
        manner="银行转账。",
        recorder="江若水",
        amount_fen=FEN,
        obligations=[owed],
    )
    draft_agreement(who, case, version=None, new=new)
    agreement = open_agreement(case)
    if agreement is not None:
        issue_agreement(who, agreement, version=None)
        _sign_all(agreement, _scan("AGREEMENT"))
        conclude(who, agreement, version=None, sealed_on=today)


def _sign_all(record: object, file: StoredFile) -> None:
    """Everybody who is wanted signed on paper; the firm's name is that of who came for it."""
    wanted = signing.missing_wanted(record.case, record)  # type: ignore[attr-defined]
    signers = [Signer(one, "周样本") for one in wanted]
    given = {"version": None, "way": "paper", "on": clock.today(), "file": file}
    sign_together(demo_actor("mediator"), record, signers=signers, **given)  # type: ignore[arg-type]


def _pay_and_close(diary: Diary) -> None:
    who, case, today = demo_actor("mediator"), _case(diary), clock.today()
    agreement = agreement_in_force(case)
    if agreement is None:
        return
    for one in agreement.obligations:
        record_performance(who, one, version=None, done_on=today, fen=one.fen, proof="transfer")
    finish_performance(who, case, agreement, version=None, on=today)
    mediator = session.scalars(select(Mediator).where(Mediator.account_id == who.account_id)).one()
    visit = NewVisit(
        visited_on=today,
        way="phone",
        visited=case.parties[0].name,
        visitor=mediator,
        performance="done",
        satisfaction="content",
        situation="工资已经全部到账，没有其他要求。",
    )
    record_visit(who, case, version=None, visit=visit)
    close_case(who, case, version=None, result="达成协议，工资已经付清。", on=today)


def _sign_and_bind(diary: Diary) -> None:
    """The chair signs, the mediator declares what is signed on paper and binds."""
    who, case = demo_actor("mediator"), _case(diary)
    give_opinion(demo_actor("chair"), case, version=None, opinion="同意结案，归档。")
    declare_originals(who, case, version=None)
    ask_binding(who, case, version=None, cover=Cover(bound_on=clock.today()))


def _file(diary: Diary) -> None:
    """Filed, where this machine could make the volume."""
    case = _case(diary)
    volume = find_volume(case)
    if volume is not None and volume.edition:
        archive_case(demo_actor("mediator"), case, version=None)
