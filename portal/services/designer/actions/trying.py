"""A test run (试运行): a whole application of an item that is not published yet, from the draft to the collected result.

It goes through the very actions of the counter, inside a rehearsal that leaves nothing behind: no row, no number, no line
in the trail. The papers that it would make come back as orders, to be drawn as specimens (样张).
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal import audit, clock
from portal.accounts.models import StaffAccount
from portal.accounts.roles import all_permissions
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import record_print
from portal.documents.orders import order_of
from portal.documents.render import PaperOrder
from portal.errors import N_, Forbidden, RuleBroken
from portal.files.models import StoredFile
from portal.residents.groups import Household, Organisation
from portal.residents.models import Resident
from portal.services import actions, definitions
from portal.services.actions import MaterialCheck
from portal.services.definitions import FieldDefinition, ItemDefinition
from portal.services.designer.actions.drafts import RIGHT
from portal.services.designer.models import ItemDraft
from portal.services.designer.rehearsal import rehearsal
from portal.services.items.registry import hooks_of
from portal.services.models import Application, ItemVersion, ServiceItem
from portal.services.queries import papers_of
from portal.services.queries.catalogue import find_item
from portal.services.states import STATES

PAPER_RESIDENT = "样例居民"
PAPER_ORGANISATION = "样例单位"
PAPER_ADDRESS = "样例路1号"
PAPER_FILE = "样例.jpg"
PAPER_HOUSEHOLD = "样{0}"
PAPER_ANSWER = "样例内容"
PAPER_STAFF = ("样例窗口", "样例审核", "样例决定")
BORN = dt.date(1955, 6, 1)
DRAFTED = N_("登记申请")


@dataclass(frozen=True)
class TrialStep:
    """One step that the run took: its marked label, who would do it, the state it led to, and a note."""

    label: str
    who: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class TrialPaper:
    """A paper that the run made, ready to be drawn."""

    key: str
    title: str
    order: PaperOrder


@dataclass
class Trial:
    """How a test run went. `stopped` is what stood in the way, None when it went through."""

    steps: list[TrialStep] = field(default_factory=list)
    papers: list[TrialPaper] = field(default_factory=list)
    due_on: dt.date | None = None
    stopped: RuleBroken | None = None

    def paper(self, key: str) -> TrialPaper | None:
        """The paper with this key, if the run made it."""
        return next((one for one in self.papers if one.key == key), None)


@dataclass(frozen=True)
class _Cast:
    """Who takes part: made for the run, gone with it."""

    people: tuple[Actor, Actor, Actor]
    resident: Resident
    household: Household
    organisation: Organisation
    file: StoredFile


def try_item(
    actor: Actor, definition: ItemDefinition, *, business: str = "", answers: Mapping[str, Any] | None = None
) -> Trial:
    """Run a definition through the whole life with made-up people; questions without an answer get a sample one.

    Raises RuleBroken at a question whose answer has the wrong shape. Nothing is stored.
    """
    actor.must(RIGHT)
    trial = Trial()
    questions = {one.code for one in definition.fields}
    with rehearsal():
        try:
            _run(trial, actor, definition, business, dict(answers or {}))
        except RuleBroken as error:
            if error.field in questions and trial.steps and trial.steps[-1].label == DRAFTED:
                raise
            trial.stopped = error
        except Forbidden as error:
            trial.stopped = RuleBroken(None, error.message or N_("这一步没有权限。"))
    return trial


def note_trial(actor: Actor, draft: ItemDraft) -> ItemDraft:
    """Write down that the draft as it stands went through a test run."""
    actor.must(RIGHT)
    draft.tested_digest = definitions.digest(draft.content)
    session.flush()
    audit.record(actor, "services.test_item_draft", draft, code=draft.code, digest=draft.tested_digest)
    return draft


def _run(
    trial: Trial, actor: Actor, definition: ItemDefinition, business: str, answers: dict[str, Any]
) -> None:
    cast = _make_cast(actor)
    clerk, reviewer, decider = cast.people
    _put_on_offer(actor, definition)
    kind = definition.subject
    visit = actions.start_visit(
        clerk,
        unit_id=clerk.unit_id or 0,
        items=[definition.code],
        business=business,
        resident_id=cast.resident.id if kind == "resident" else None,
        household_id=cast.household.id if kind == "household" else None,
        organisation_id=cast.organisation.id if kind == "organisation" else None,
    )
    application = visit.applications[0]
    _note(trial, DRAFTED, clerk, application)
    for one in definition.fields_for(application.business):
        answers.setdefault(one.code, _sample(one, cast))
    actions.save_answers(clerk, application, version=None, answers=answers)
    _receive(trial, clerk, application)
    if definition.on_the_spot_alone:
        actions.complete_on_the_spot(clerk, application, version=None)
        _note(trial, N_("当场办结"), clerk, application, application.result_text)
    else:
        _decide(trial, application, clerk, reviewer, decider)
        if definition.hands_out:
            actions.issue_result(clerk, application, version=None)
            _note(trial, N_("制发"), clerk, application, application.result_text)
    if definition.hands_out:
        for paper in hooks_of(definition).result_papers(application):
            record_print(clerk, paper)
            session.refresh(paper, ["prints"])
        actions.collect_result(clerk, application, version=None, collector="self")
        _note(trial, N_("领取"), clerk, application)
    actions.close_application(clerk, application, version=None)
    _note(trial, N_("办结"), clerk, application)
    _gather(trial, application)


def _receive(trial: Trial, clerk: Actor, application: Application) -> None:
    """Hand in every material in the first form that it may come in."""
    forms = {one.code: one.forms[0] for one in application.definition.materials}
    checks = {one.code: MaterialCheck("received", forms[one.code]) for one in application.materials}
    actions.check_materials(clerk, application, version=None, checks=checks)
    _note(trial, N_("核对材料"), clerk, application, "、".join(one.name for one in application.materials))


def _decide(trial: Trial, application: Application, clerk: Actor, reviewer: Actor, decider: Actor) -> None:
    actions.accept_application(clerk, application, version=None)
    trial.due_on = application.due_on
    _note(trial, N_("受理"), clerk, application)
    _gather(trial, application)
    _complete(trial, application, reviewer)
    actions.review_application(reviewer, application, version=None, opinion="agree")
    _note(trial, N_("审核"), reviewer, application)
    _complete(trial, application, decider)
    actions.decide_application(decider, application, version=None, result="granted")
    _note(trial, N_("决定"), decider, application)


def _complete(trial: Trial, application: Application, who: Actor) -> None:
    """Do the item's own steps of this state."""
    for step in application.definition.steps:
        if step.during == application.state:
            actions.complete_step(who, application, version=None, code=step.code)
            _note(trial, N_("办理步骤"), who, application, step.name)


def _gather(trial: Trial, application: Application) -> None:
    known = {paper.key for paper in trial.papers}
    for made in papers_of(application):
        if made.kind not in known:
            trial.papers.append(TrialPaper(made.kind, made.title, order_of(made)))


def _note(trial: Trial, label: str, who: Actor, application: Application, note: str = "") -> None:
    trial.steps.append(TrialStep(label, who.name, STATES[application.state], note))


def _put_on_offer(actor: Actor, definition: ItemDefinition) -> None:
    """Make the definition the version of today."""
    item = find_item(definition.code) or ServiceItem(code=definition.code, name=definition.name)
    item.is_offered = True
    session.add(item)
    newest = max((one.number for one in item.versions), default=0)
    item.versions.append(
        ItemVersion(
            number=newest + 1,
            content=definition.to_dict(),
            valid_from=clock.today(),
            published_by=actor.account_id,
        )
    )
    session.flush()


def _make_cast(actor: Actor) -> _Cast:
    word = secrets.token_hex(4)
    staff = []
    for number, name in enumerate(PAPER_STAFF):
        account = StaffAccount(
            username=f"trial-{word}-{number}",
            name=name,
            password_hash="!",  # noqa: S106  (no password at all)
            is_active=False,
        )
        session.add(account)
        session.flush()
        staff.append(Actor(account.id, actor.post_id, actor.unit_id, "admin", name, all_permissions()))
    resident = Resident(
        name=PAPER_RESIDENT, name_pinyin="", sex="2", birth_date=BORN, address=PAPER_ADDRESS,
        registered_by_unit_id=actor.unit_id,
    )  # fmt: skip
    household = Household(
        number=PAPER_HOUSEHOLD.format(word), address=PAPER_ADDRESS, unit_id=actor.unit_id, head=resident
    )
    organisation = Organisation(name=PAPER_ORGANISATION, kind="other", address=PAPER_ADDRESS)
    file = StoredFile(
        key=secrets.token_hex(16), sha256="0" * 64, media_type="image/jpeg", size=1,
        original_name=PAPER_FILE, purpose="services.trial", uploaded_by=actor.account_id,
    )  # fmt: skip
    session.add_all([resident, household, organisation, file])
    session.flush()
    return _Cast((staff[0], staff[1], staff[2]), resident, household, organisation, file)


def _sample(one: FieldDefinition, cast: _Cast) -> Any:
    """An answer of the right shape."""
    if one.kind == "rows":
        return [{column.code: _sample(column, cast) for column in one.columns}]
    return {
        "number": 1,
        "money": "100.00",
        "date": clock.today().isoformat(),
        "choice": one.options[0][0] if one.options else "",
        "person": cast.resident.id,
        "household": cast.household.id,
        "file": cast.file.id,
    }.get(one.kind, PAPER_ANSWER[: one.max_length])
