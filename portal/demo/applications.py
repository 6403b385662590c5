"""The demo's applications for low-income support (最低生活保障), one at each stage between the first page and the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal import clock
from portal.db import session
from portal.demo.cases import check_everything
from portal.demo.diary import Diary
from portal.demo.families import account_of, keep_scan, members_of, register_family
from portal.demo.office import demo_actor, unit_of
from portal.letters.actions import enter_answer, send_letter
from portal.residents.models import Resident
from portal.services import actions as hall
from portal.services import checklist
from portal.services.items.minimum_living import actions
from portal.services.items.minimum_living.actions import (
    Answer,
    HeadBlock,
    LineEntry,
    MemberEntry,
    Visit,
)
from portal.services.items.minimum_living.models import HouseholdDeclaration
from portal.services.items.minimum_living.queries import (
    current_confirmation,
    find_declaration,
    newest_check,
    signatures,
)
from portal.services.models import Application
from portal.services.notices import actions as board
from portal.services.notices.models import PublicNotice
from portal.services.notices.queries import find_notice

STREET = "119901001"
ITEM = "minimum_living"
FIRST_NUMBER = 101  # the families that apply are numbered after those that are supported
# The stages in their order; each application goes as far as its last one.
STAGES = (
    "draft",
    "declare",
    "authorise",
    "accept",
    "visit",
    "ask",
    "answer",
    "opine",
    "announce",
    "post",
    "remove",
    "slip",
    "review",
    "report",
    "confirm",
    "decide",
    "issue",
)


@dataclass(frozen=True)
class Household:
    """A family that applies: where, its people, income in yuan a month, and on which working day before today each stage fell.

    `days` follows `STAGES`; the stages after its end have not happened.
    """

    key: str
    place: int
    people: str
    income: int
    reason: str
    days: tuple[int, ...]
    outcome: str = "confirmed"


_QUICK = (30, 30, 30, 30, 28, 27, 24, 22, 22, 22, 15, 14)
HOUSEHOLDS = (
    Household("draft", 1, "w37 20m11", 700, "illness", (1, 1)),
    Household("unsigned", 1, "m54 10w52 52w78", 900, "illness", (2, 2, 2)),
    Household("accepted", 1, "m47 10w45 20m16", 1500, "illness", (1, 1, 1, 1)),
    Household("check", 1, "m42 30w12", 800, "unemployment", (8, 8, 8, 8, 6, 5)),
    Household("check_late", 2, "m61d 10w60", 400, "disability", (24, 24, 24, 24, 22, 21)),
    Household("differs", 3, "w44 20m18", 950, "schooling", (15, 15, 15, 15, 13, 12, 4), "differs"),
    Household("to_post", 1, "w31 30w4", 620, "illness", (14, 14, 14, 14, 12, 11, 5, 1, 1)),
    Household("on_board", 1, "m53d 10w50 20m17", 1000, "disability", (17, 17, 17, 17, 15, 14, 6, 4, 3, 3)),
    Household("to_remove", 1, "m66 10w64", 260, "no_labour", (21, 21, 21, 21, 19, 18, 10, 8, 8, 8)),
    Household("to_review", 2, "w49 20m15", 560, "illness", (24, 24, 24, 24, 22, 21, 14, 10, 10, 10, 2, 1)),
    Household("to_confirm", 1, "m39 30w10 30w7", 980, "illness", (*_QUICK, 9, 8)),
    Household("by_letter", 3, "w70d", 178, "disability", (*_QUICK, 14, 13), "letter"),
    Household("to_decide", 2, "m58 10w57i", 540, "illness", (*_QUICK, 10, 9, 2)),
    Household("granted", 1, "w35 20m9", 480, "unemployment", (*_QUICK, 12, 11, 8, 7, 6)),
    Household(
        "refused", 2, "m45 10w43", 2600, "other", (*_QUICK[:8], 20, 20, 20, 20, 19, 19, 19, 17), "denied"
    ),
)


def tell_applications(diary: Diary) -> None:
    """Every application up to where it stands."""
    for number, one in enumerate(HOUSEHOLDS, start=FIRST_NUMBER):
        stages = [s for s in STAGES if one.outcome != "denied" or s not in _NOT_REFUSED]
        for stage, ago in zip(STAGES, one.days, strict=False):
            if stage in stages:
                diary.on(diary.ago(ago), _STEPS[stage], diary, one, number)


def _application(diary: Diary, one: Household) -> Application:
    return session.get_one(Application, diary.keys[f"application {one.key}"])


def _declaration(diary: Diary, one: Household) -> HouseholdDeclaration:
    found = find_declaration(_application(diary, one))
    if found is None:
        raise LookupError(one.key)
    return found


def _draft(diary: Diary, one: Household, number: int) -> None:
    """The family comes to the counter, and says who belongs to it."""
    clerk = demo_actor("clerk")
    home, people = register_family(number, one.place, one.people)
    visit = hall.start_visit(
        clerk,
        unit_id=unit_of(STREET).id,
        items=[ITEM],
        resident_id=people[0].id,
        household_id=home.id,
        business="family",
    )
    application = visit.applications[0]
    diary.keys[f"application {one.key}"] = application.id
    actions.save_family(clerk, application, version=None, members=_entries(one, people))


def _entries(one: Household, people: Sequence[Resident]) -> list[MemberEntry]:
    return [
        MemberEntry(resident.id, member.relation, _details(member.age, member.grounds))
        for resident, member in zip(people, members_of(one.people), strict=True)
    ]


def _details(age: int, grounds: Sequence[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    if "disabled" in grounds:
        found |= {"disability_kind": "4", "disability_grade": "1"}
    if "ill" in grounds:
        found["is_ill"] = True
    return found


def _declare(diary: Diary, one: Household, number: int) -> None:
    """The other pages; a draft of yesterday got no further than the income."""
    clerk, application = demo_actor("clerk"), _application(diary, one)
    declaration = _declaration(diary, one)
    wage = LineEntry("wages", declaration.members[0].id, {"fen": one.income * 100, "per": "month"})
    actions.save_income(clerk, application, version=None, incomes=[wage])
    if one.key == "draft":
        return
    actions.save_property(clerk, application, version=None, lines=[])
    actions.save_supporters(clerk, application, version=None, supporters=[])
    actions.register_relatives(clerk, application, version=None, relatives=[], has_none=True)
    block = HeadBlock(
        reasons=[one.reason],
        story="家庭收入减少，支出增加，生活困难",
        bank_name="示范农商银行晨光支行",
        account=account_of(number),
        account_holder=declaration.applicant.name,
        has_promised=True,
    )
    actions.save_head(clerk, application, version=None, block=block)


def _authorise(diary: Diary, one: Household, number: int) -> None:
    """Everybody signs; in one family the grandmother has still to be asked."""
    declaration = _declaration(diary, one)
    rows = signatures(declaration, clock.today())
    for row in rows[:-1] if one.key == "unsigned" else rows:
        guardian = declaration.applicant.name if row.is_minor else ""
        answer = Answer(row.member.id, "given", clock.today(), signer=guardian)
        actions.enter_authorisation(demo_actor("clerk"), declaration, version=None, answer=answer)


def _accept(diary: Diary, one: Household, number: int) -> None:
    application = _application(diary, one)
    checklist.sync(application, clock.today())
    check_everything(application)
    hall.accept_application(demo_actor("clerk"), application, version=None)


def _visit(diary: Diary, one: Household, number: int) -> None:
    declaration = _declaration(diary, one)
    found = {
        "housing": "自有住房一套，约50平方米，家具简单",
        "living": "家庭支出主要为医药和日常生活，情况与申报一致",
    }
    visit = Visit("home", clock.today(), "林小禾", "叶知秋", declaration.applicant.name, found)
    actions.record_investigation(demo_actor("clerk"), declaration, version=None, visit=visit)


def _ask(diary: Diary, one: Household, number: int) -> None:
    check = actions.request_data_check(demo_actor("clerk"), _declaration(diary, one), version=None)
    if check.letter is not None:
        send_letter(demo_actor("clerk"), check.letter)


def _answer(diary: Diary, one: Household, number: int) -> None:
    """The answer about the family's finances; where it differs, the applicant is told."""
    check = newest_check(_declaration(diary, one))
    if check is None or check.letter is None:
        raise LookupError(one.key)
    differs = one.outcome == "differs"
    enter_answer(
        demo_actor("clerk"),
        check.letter,
        version=None,
        number=f"示核〔{clock.today().year}〕{number}号",
        on=clock.today(),
        outcome="differs" if differs else "confirmed",
        file=keep_scan("clerk", "核对结果反馈表.jpg", "letters.answer"),
        text="申请人名下另有银行存款一笔，与申报不一致。" if differs else "经核对，与申报情况一致。",
    )


def _opine(diary: Diary, one: Household, number: int) -> None:
    refused = one.outcome == "denied"
    more = {"reason": "家庭人均月收入高于当地低保标准"} if refused else {"category": "B"}
    actions.write_opinion(
        demo_actor("clerk"),
        _declaration(diary, one),
        version=None,
        opinion="disagree" if refused else "agree",
        **more,
    )


def _announce(diary: Diary, one: Household, number: int) -> None:
    actions.announce_opinion(
        demo_actor("reviewer"),
        _declaration(diary, one),
        version=None,
        phone="0999-6001000",
        place="晨光街道便民服务大厅",
    )


def _notice(diary: Diary, one: Household) -> PublicNotice:
    found = find_notice(_application(diary, one))
    if found is None:
        raise LookupError(one.key)
    return found


def _post(diary: Diary, one: Household, number: int) -> None:
    scan = keep_scan(_worker(one), "张贴现场.jpg", "services.notice_photo")
    board.post_notice(
        demo_actor(_worker(one)), _notice(diary, one), version=None, place="社区公示栏", photo=scan
    )


def _remove(diary: Diary, one: Household, number: int) -> None:
    scan = keep_scan(_worker(one), "撤下现场.jpg", "services.notice_photo")
    board.remove_notice(demo_actor(_worker(one)), _notice(diary, one), version=None, photo=scan)


def _slip(diary: Diary, one: Household, number: int) -> None:
    scan = keep_scan(_worker(one), "公示情况反馈单.jpg", "services.return_slip")
    board.enter_return_slip(
        demo_actor(_worker(one)), _notice(diary, one), version=None, result="none", scan=scan
    )


def _worker(one: Household) -> str:
    """Who works at the board: the community's own account, or the counter for communities without one here."""
    return "community" if one.place == 1 else "clerk"


def _review(diary: Diary, one: Household, number: int) -> None:
    hall.review_application(
        demo_actor("reviewer"),
        _application(diary, one),
        version=None,
        opinion="agree",
        note="程序完整，同意初审意见",
    )


def _report(diary: Diary, one: Household, number: int) -> None:
    way = "letter" if one.outcome == "letter" else "post"
    made = actions.report_household(demo_actor("clerk"), _declaration(diary, one), version=None, way=way)
    if made.letter is not None:
        send_letter(demo_actor("clerk"), made.letter)


def _confirm(diary: Diary, one: Household, number: int) -> None:
    refused = one.outcome == "denied"
    declaration = _declaration(diary, one)
    if current_confirmation(declaration) is None:
        raise LookupError(one.key)
    actions.confirm_household(
        demo_actor("district"),
        declaration,
        version=None,
        answer="denied" if refused else "confirmed",
        number=f"示民确〔{clock.today().year}〕{number}号",
        note="家庭人均月收入高于标准" if refused else "",
    )


def _decide(diary: Diary, one: Household, number: int) -> None:
    refused = one.outcome == "denied"
    hall.decide_application(
        demo_actor("leader"),
        _application(diary, one),
        version=None,
        result="denied" if refused else "granted",
        reasons="家庭人均月收入高于当地低保标准" if refused else "",
    )


def _issue(diary: Diary, one: Household, number: int) -> None:
    hall.issue_result(demo_actor("clerk"), _application(diary, one), version=None)


_NOT_REFUSED = frozenset({"announce", "post", "remove", "slip"})
_STEPS = {
    "draft": _draft,
    "declare": _declare,
    "authorise": _authorise,
    "accept": _accept,
    "visit": _visit,
    "ask": _ask,
    "answer": _answer,
    "opine": _opine,
    "announce": _announce,
    "post": _post,
    "remove": _remove,
    "slip": _slip,
    "review": _review,
    "report": _report,
    "confirm": _confirm,
    "decide": _decide,
    "issue": _issue,
}
