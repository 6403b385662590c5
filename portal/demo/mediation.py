"""The demo's mediation: four committees with their mediators, and a dozen cases, each in another state; the one that is
filed goes on in `mediation_filed`."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal import clock
from portal.accounts.models import StaffAccount
from portal.db import session
from portal.demo.diary import Diary
from portal.demo.mediation_filed import CASE, tell_filed
from portal.demo.mediation_paid import tell_paid
from portal.demo.office import demo_actor, unit_of
from portal.demo.quarrels import parties_of, serve_from_today
from portal.disputes.actions.registering import register_dispute
from portal.disputes.actions.tasks import NewTask
from portal.disputes.models import DisputeParty
from portal.disputes.queries import list_categories
from portal.letters.outside import OUTSIDE
from portal.mediation.actions.accepting import accept_case, refuse_case
from portal.mediation.actions.assigning import assign_mediator
from portal.mediation.actions.committees import add_mediator, found_committee, seat_member
from portal.mediation.actions.endangering import report_danger
from portal.mediation.actions.ending import terminate_case
from portal.mediation.actions.opening import open_case, submit_case
from portal.mediation.actions.rights import tell_rights
from portal.mediation.actions.running import begin_mediation
from portal.mediation.agreements.actions.breaching import record_breach, urge_performance
from portal.mediation.agreements.actions.concluding import conclude
from portal.mediation.agreements.actions.drafting import draft_agreement, issue_agreement
from portal.mediation.agreements.actions.performing import record_performance
from portal.mediation.agreements.actions.settling import Settled, settle_case
from portal.mediation.agreements.queries import agreement_in_force
from portal.mediation.agreements.terms import NewAgreement, NewObligation
from portal.mediation.links.actions.joint import begin_joint
from portal.mediation.links.actions.referrals import enter_referral
from portal.mediation.models import Committee, MediationCase, Mediator
from portal.mediation.records import signing
from portal.settings.actions import change_setting

STREET_M = "119901001M"
TERM = dt.date(2024, 3, 1)
COMMITTEES = (
    # (unit, kind, speciality, [(name, sex, layer, area)])
    (STREET_M, "street", "", [("江若水", "2", "engaged", ""), ("陆平安", "1", "building", "晨光路3号院")]),
    (
        "119901001001M",
        "residents",
        "",
        [("纪和气", "2", "engaged", ""), ("魏邻里", "1", "ten_households", "和平里1—10户")],
    ),
    (
        "119901001002M",
        "residents",
        "",
        [("苗舒心", "2", "engaged", ""), ("丁近邻", "1", "building", "新华路8号楼")],
    ),
    ("119901001W", "professional", "property", [("石公道", "1", "engaged", "")]),
)
# (name, working days ago, category, applicant, respondent, what it is about, source)
CASES = (
    (
        "instalments",
        30,
        "damage",
        "柏示例",
        "柳样本",
        "装修时撞裂了共用墙面，修补费用谈不拢。",
        "application",
    ),
    ("breached", 28, "contract", "桂示例", "枫样本", "借用货车碰坏后不肯照约定赔偿。", "application"),
    ("terminated", 24, "housing", "榆示例", "槐样本", "自建棚屋占了院内过道。", "application"),
    (
        "overdue",
        26,
        "property",
        "松示例",
        "示范物业服务有限公司",
        "电梯停用一个月，要求减免物业费。",
        "initiative",
    ),
    ("court", 19, "labour", "杉示例", "示范餐饮有限公司", "离职后一个月工资没有结清。", "court"),
    ("joint", 6, "relocation", "梧示例", "桐样本", "拆迁补偿款在兄弟之间怎样分。", "petition"),
    ("danger", 4, "neighbours", "桑示例", "梓样本", "噪声引起争吵，一方扬言动手。", "police"),
    ("mediating", 3, "marriage", "樟示例", "楠样本", "分居后孩子的抚养费。", "application"),
    ("refused", 2, "contract", "椿示例", "楸样本", "被申请人明确不接受调解。", "application"),
    ("reviewing", 1, "consumer", "榕示例", "示范家电商店", "新买的洗衣机漏水，商店不退。", "application"),
    ("draft", 0, "neighbours", "檀示例", "柘样本", "楼道堆物挡住了通道。", "application"),
)
BODIES = (
    ("示范区自然资源局", "核对补偿面积"),
    ("示范区法律援助中心", "派律师说明分配规则"),
    ("示范区信访局", "说明信访办理情况"),
)


OUTSIDE_BODIES = (
    "示范区人民法院",
    "示范区人民检察院",
    "示范区公安局晨光派出所",
    "示范区人力资源和社会保障局",
    *(body for body, _task in BODIES),
)


def tell_mediation(diary: Diary) -> None:
    """Committees first, then every case on its days."""
    diary.on(diary.ago(35), _found, diary)
    for case in (CASE, *CASES):
        diary.on(diary.ago(case[1]), _open, diary, case)
    tell_filed(diary)
    tell_paid(diary)
    diary.on(diary.ago(20), _settle_at_the_door)
    for name, ago in (("instalments", 25), ("breached", 25)):
        diary.on(diary.ago(ago), _agree, diary, name)
    diary.on(diary.ago(18), _pay_first, diary)
    diary.on(diary.ago(15), _terminate, diary)
    diary.on(diary.ago(10), _breach, diary)
    diary.on(diary.ago(5), _call_bodies, diary)
    diary.on(diary.ago(4), _report_danger, diary)


def _committee() -> Committee:
    return session.scalars(select(Committee).where(Committee.unit_id == unit_of(STREET_M).id)).one()


def _case(diary: Diary, name: str) -> MediationCase:
    return session.get_one(MediationCase, diary.keys[f"mediation {name}"])


def _mediator(username: str) -> Mediator:
    account = demo_actor(username).account_id
    return session.scalars(select(Mediator).where(Mediator.account_id == account)).one()


def _found(diary: Diary) -> None:
    """The committees, each with its people, most of whom sign in. The bodies outside are listed for their letters."""
    justice, admin = demo_actor("justice"), demo_actor("admin")
    change_setting(
        admin, key=OUTSIDE.key, text="\n".join(OUTSIDE_BODIES), valid_from=clock.today(), reason="试用"
    )
    for code, kind, speciality, people in COMMITTEES:
        committee = found_committee(
            justice,
            unit_id=unit_of(code).id,
            kind=kind,
            speciality=speciality,
            founded_on=TERM,
            term_start=TERM,
            has_room=kind != "residents",
        )
        if code == STREET_M:
            for username, role in (("chair", "chair"), ("mediator", "member")):
                actor = demo_actor(username)
                one = add_mediator(
                    justice,
                    committee,
                    name=actor.name,
                    sex="1",
                    education="20",
                    kind="full_time",
                    account_id=actor.account_id,
                    valid_from=TERM,
                )
                seat_member(justice, committee, version=None, mediator=one, role=role, since=TERM)
        for place, (name, sex, layer, area) in enumerate(people):
            one = add_mediator(
                justice,
                committee,
                name=name,
                sex=sex,
                layer=layer,
                area=area,
                account_id=_account_of(name),
                valid_from=TERM,
            )
            if not place and layer == "engaged":
                role = "member" if code == STREET_M else "chair"
                seat_member(justice, committee, version=None, mediator=one, role=role, since=TERM)


def _account_of(name: str) -> int | None:
    """The account of a mediator who signs in; None for the others."""
    return session.scalars(select(StaffAccount.id).where(StaffAccount.name == name)).first()


def _category(code: str) -> int:
    return next(one.id for one in list_categories(clock.today()) if one.code == code)


def _open(diary: Diary, told: tuple[str, int, str, str, str, str, str]) -> None:
    """From the door to the table, as far as the case's name says."""
    name, _ago, category, applicant, respondent, story, source = told
    actor, today = demo_actor("mediator"), clock.today()
    dispute = register_dispute(
        actor,
        unit_id=unit_of(STREET_M).id,
        source="application",
        found_on=today,
        category_id=_category(category),
        title=f"{applicant}与{respondent}的纠纷",
        story=story,
        demand="请求调解，合理解决。",
        parties=parties_of(applicant, respondent),
    )
    wish = {"refused": "refuses", "draft": "unknown"}.get(name, "agrees")
    case = open_case(
        actor,
        committee=_committee(),
        dispute=dispute,
        source=source,
        applied_on=today,
        respondent_wish=wish,
        difficulty="complex" if name == "joint" else "general",
    )
    diary.keys[f"mediation {name}"] = case.id
    if name == "court":
        parties = [party.id for party in case.parties]
        enter_referral(
            actor,
            case,
            version=None,
            kind="court",
            body="示范区人民法院",
            entrusting="before",
            number="（示）诉前调示12号",
            received_on=today,
            party_ids=parties,
            consented_on=today,
        )
    if name == "reviewing":
        submit_case(actor, case, version=None)
    elif name == "refused":
        refuse_case(actor, case, version=None, code="respondent_refuses", told_on=today)
    elif name != "draft":
        _begin(case)


def _begin(case: MediationCase) -> None:
    actor, leader = demo_actor("mediator"), _mediator("mediator")
    accept_case(actor, case, version=None)
    assign_mediator(actor, case, version=None, mediator=leader)
    serve_from_today(case)
    tell_rights(
        actor,
        case,
        version=None,
        told_at=dt.datetime.combine(clock.today(), dt.time(9), clock.OFFICE_ZONE),
        way="written",
        told_by=leader,
        party_ids=[party.id for party in case.parties],
    )
    begin_mediation(actor, case, version=None)


def _settle_at_the_door() -> None:
    settled = Settled(
        parties=parties_of("杨示例", "柯样本"),
        category_id=_category("neighbours"),
        story="晾衣服滴水弄湿楼下被褥。",
        terms="柯样本当场赔礼，并支付清洗费80元。",
        on=clock.today(),
        place="晨光街道调解室",
        amount_fen=8_000,
    )
    mediator = _mediator("mediator")
    agreement = settle_case(
        demo_actor("mediator"), committee=_committee(), mediator=mediator, settled=settled
    )
    serve_from_today(agreement.case, hour=15)


def _agree(diary: Diary, name: str) -> None:
    """A written agreement on two instalments, signed on paper by all on one day."""
    actor, case, today = demo_actor("mediator"), _case(diary, name), clock.today()
    creditor, debtor = case.parties[:2]
    owed = [
        NewObligation(
            debtor_id=debtor.id,
            creditor_id=creditor.id,
            fen=fen,
            what=what,
            due_on=today + dt.timedelta(days=days),
        )
        for fen, what, days in ((100_000, "第一期", 9), (200_000, "第二期", 20))
    ]
    new = NewAgreement(
        form="written",
        reached_on=today,
        facts=case.dispute.story or "",
        terms=f"{debtor.name}分两期支付{creditor.name}3000元。",
        manner="在调解室现金给付。",
        recorder="江若水",
        amount_fen=300_000,
        obligations=owed,
    )
    agreement = draft_agreement(actor, case, version=None, new=new)
    issue_agreement(actor, agreement, version=None)
    for party in case.parties:
        _sign(agreement, party, today)
    signing.sign(actor, agreement, kind="mediator", mediator=_mediator("mediator"), way="paper", on=today)
    signing.sign(actor, agreement, kind="recorder", name="江若水", way="paper", on=today)
    conclude(actor, agreement, version=None, sealed_on=today)


def _sign(agreement: object, party: DisputeParty, day: dt.date) -> None:
    signing.sign(demo_actor("mediator"), agreement, kind="party", party=party, way="paper", on=day)


def _pay_first(diary: Diary) -> None:
    """The first instalment came in time; the second is overdue by today."""
    agreement = agreement_in_force(_case(diary, "instalments"))
    if agreement is not None:
        one = agreement.obligations[0]
        record_performance(
            demo_actor("mediator"), one, version=None, done_on=clock.today(), fen=one.fen, proof="transfer"
        )


def _breach(diary: Diary) -> None:
    case, actor = _case(diary, "breached"), demo_actor("mediator")
    agreement = agreement_in_force(case)
    record_breach(actor, case, version=None, reason="第一期到期没有支付")
    if agreement is not None:
        urge_performance(actor, agreement.obligations[0], version=None, way="paper")


def _terminate(diary: Diary) -> None:
    terminate_case(
        demo_actor("mediator"),
        _case(diary, "terminated"),
        version=None,
        code="no_accord",
        told_on=clock.today(),
    )


def _call_bodies(diary: Diary) -> None:
    """Three bodies at the same moment; none of them signs in, so each gets a letter."""
    begin_joint(
        demo_actor("mediator"),
        _case(diary, "joint"),
        version=None,
        bodies=[
            NewTask(task=task, body=body, where=f"tasks-{place}-")
            for place, (body, task) in enumerate(BODIES)
        ],
    )


def _report_danger(diary: Diary) -> None:
    now = dt.datetime.combine(clock.today(), dt.time(10), clock.OFFICE_ZONE)
    report_danger(
        demo_actor("mediator"),
        _case(diary, "danger"),
        version=None,
        danger="violence",
        facts="一方扬言当晚上门动手。",
        noticed_at=now,
        reported_at=now + dt.timedelta(minutes=10),
        station="晨光派出所",
        receiver="值班民警",
        way="phone",
    )
