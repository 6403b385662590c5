"""The verbs of requests to complete: asking once for everything, the answer, and no answer in time.

Everything that can be known is asked for at once (行政许可法 art. 32, as good practice); another request for something that
could have been known is a supervisor's to justify.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal import audit, clock, settings
from portal.actor import Actor
from portal.almanac.queries import due_after
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.services import life, limits
from portal.services.actions.moves import move, must_hold_no_number, note_event, read_note, read_reason
from portal.services.documents import last_fours
from portal.services.models import Application, ApplicationMaterial
from portal.services.supplements import documents
from portal.services.supplements.models import SupplementRequest
from portal.services.supplements.queries import find_open_request, requests_of

MOST, LONGEST_NAME, LONGEST_TEXT = 20, 100, 200
PAPER_ANSWERED = "已补：{0}"
PAPER_LEFT = "未补：{0}"
_GROUP = N_("便民服务")
STOPS_CLOCK = settings.define(
    "services.supplement_stops_clock",
    "flag",
    True,
    N_("受理后补正期间停止计算办理期限"),
    _GROUP,
    hint=N_("按本地规定设定；补正通知书上会写明。关闭的，补正期间办理期限照常计算。"),
)


@dataclass(frozen=True)
class DefectEntry:
    """One thing to mend: a material of the list by its `code`, or something else by its name."""

    name: str
    problem: str
    cure: str
    code: str = ""


def ask_supplement(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    defects: Sequence[DefectEntry],
    again_because: str = "",
    was_knowable: bool = True,
) -> SupplementRequest:
    """Ask once for everything that is missing after acceptance, on paper; the clock stops if the setting says so.

    After an earlier request (or a one-time notice) a reason is wanted, and the right `services.notify_again` when what is
    asked for was knowable then. Raises RuleBroken at `defects`, `again_because`, Forbidden without the right.
    """
    application.expect_version(version)
    life.require(application, "ask_supplement", actor)
    lines = _read(application, defects)
    earlier = requests_of(application)
    is_again = bool(earlier) or application.notified_on is not None
    reason = _why_again(actor, again_because, was_knowable) if is_again else ""
    day = clock.today()
    due = due_after(day, application.definition.supplement_days)
    request = SupplementRequest(
        application=application,
        round=len(earlier) + 1,
        asked_on=day,
        asked_by=actor.account_id,
        due_on=due.due,
        due_is_provisional=due.provisional,
        stops_clock=bool(settings.value(STOPS_CLOCK.key, on=day, unit_id=application.unit_id)),
        was_knowable=bool(reason) and was_knowable,
        again_because=reason,
        defects=lines,
    )
    session.add(request)
    session.flush()
    request.document = issue_document(
        actor,
        kind="supplement_notice",
        facts=documents.supplement_notice(request, told_by=actor.name),
        unit_id=application.unit_id,
        subject=application,
        last_fours=last_fours(application),
    )
    for line in lines:
        record = _material(application, line["code"])
        if record is not None:
            record.state, record.note, record.form = "missing", line["problem"], ""
    _enter(actor, request, "ask_supplement", reason)
    return request


def _why_again(actor: Actor, text: str, was_knowable: bool) -> str:
    reason = read_reason(text, "again_because")
    if was_knowable:
        actor.must("services.notify_again")
    return reason


def _enter(actor: Actor, request: SupplementRequest, verb: str, note: str) -> None:
    application = request.application
    if request.stops_clock:
        application.suspended_from = application.state
        move(actor, application, verb=verb, note=note, document=request.document)
    else:
        note_event(actor, application, verb=verb, note=note, document=request.document)
    audit.record(
        actor,
        "services.ask_again" if request.again_because else "services.ask_once",
        request,
        number=application.number or "",
        round=request.round,
        reason=request.again_because,
        was_knowable=request.was_knowable,
    )


def answer_supplement(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    came: Mapping[int, str],
    note: str = "",
) -> SupplementRequest:
    """The applicant has answered: `came` says by place in which form each defect was mended, empty for one that was not.

    The clock runs on. Raises RuleBroken at `came` when nothing came and nothing is said about it.
    """
    application.expect_version(version)
    life.require(application, "answer_supplement", actor)
    request = _open(application)
    lines = [dict(one) for one in request.defects or ()]
    words = read_note(note)
    if not any(came.values()) and not words:
        raise RuleBroken("note", N_("一项也没有补的，请写明申请人的说明。"))
    for place, line in enumerate(lines):
        line["came"] = came.get(place, "")
        record = _material(application, line["code"])
        if record is not None and line["came"]:
            _must_suit(application, line)
            record.state, record.form, record.note = "received", line["came"], ""
            record.checked_by, record.checked_on = actor.account_id, clock.today()
    request.defects, request.note = lines, words
    _end(actor, request, "answered", "answer_supplement", _told(lines, words))
    return request


def miss_supplement(
    actor: Actor, application: Application, *, version: int | None, note: str = ""
) -> SupplementRequest:
    """Nothing came by the last day: the clock runs on, and the case is decided on what there is, or ended."""
    application.expect_version(version)
    life.require(application, "miss_supplement", actor)
    request = _open(application)
    request.note = read_note(note)
    _end(actor, request, "missed", "miss_supplement", request.note or "")
    return request


def _end(actor: Actor, request: SupplementRequest, state: str, verb: str, note: str) -> None:
    application, today = request.application, clock.today()
    request.state, request.ended_on, request.ended_by = state, today, actor.account_id
    if not (request.stops_clock and application.state == "suspended"):
        note_event(actor, application, verb=verb, note=note)
        return
    limits.run_on(application, today)
    move(actor, application, verb=verb, day=today, note=note)
    application.suspended_on, application.suspended_from = None, ""


def _open(application: Application) -> SupplementRequest:
    found = find_open_request(application)
    if found is None:
        raise LookupError("asked for before: something is awaited")
    return found


def _read(application: Application, defects: Sequence[DefectEntry]) -> list[dict[str, str]]:
    """What is asked for as it is kept; raises RuleBroken at `defects`."""
    if not defects or len(defects) > MOST:
        raise RuleBroken("defects", N_("请写明 1 到 %(most)s 项要补正的内容。"), most=MOST)
    found = []
    for one in defects:
        record = _material(application, one.code)
        name = record.name if record is not None else one.name.strip()
        problem, cure = one.problem.strip(), one.cure.strip()
        if not name or not problem or not cure:
            raise RuleBroken(
                "defects", N_("“%(name)s”请写明存在的问题和怎样补正。"), name=name or N_("未填名称")
            )
        if len(name) > LONGEST_NAME or max(len(problem), len(cure)) > LONGEST_TEXT:
            raise RuleBroken("defects", N_("每栏最多 %(longest)s 个字。"), longest=LONGEST_TEXT)
        must_hold_no_number(name + problem + cure, "defects")
        found.append(
            {
                "code": one.code if record is not None else "",
                "name": name,
                "problem": problem,
                "cure": cure,
                "came": "",
            }
        )
    codes = [line["code"] for line in found if line["code"]]
    if len(set(codes)) != len(codes):
        raise RuleBroken("defects", N_("同一项材料只写一行。"))
    return found


def _material(application: Application, code: str) -> ApplicationMaterial | None:
    return next((one for one in application.materials if code and one.code == code), None)


def _must_suit(application: Application, line: Mapping[str, str]) -> None:
    wanted = next((one for one in application.definition.materials if one.code == line["code"]), None)
    if wanted is not None and line["came"] not in wanted.forms:
        raise RuleBroken("defects", N_("“%(name)s”请选择收到的是原件、复印件还是电子件。"), name=line["name"])


def _told(lines: Sequence[Mapping[str, str]], words: str) -> str:
    """What came and what did not, for the history."""
    here = "、".join(one["name"] for one in lines if one["came"])
    left = "、".join(one["name"] for one in lines if not one["came"])
    parts = [PAPER_ANSWERED.format(here) if here else "", PAPER_LEFT.format(left) if left else "", words]
    return "；".join(part for part in parts if part)
