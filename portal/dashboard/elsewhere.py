"""What waits besides applications: late letters, the communities' boards, visits to newborns, supported households."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from portal import clock
from portal.actor import Actor
from portal.dashboard.money_piles import money_piles
from portal.dashboard.piles import SHOWN, OtherPile, Waiting
from portal.errors import N_
from portal.letters.queries import Filters, list_letters
from portal.services import queries as services
from portal.services.assistance import queries as assistance
from portal.services.assistance.changes import KINDS
from portal.services.custody import queries as custody
from portal.services.deliveries import queries as deliveries
from portal.services.errands import queries as errands
from portal.services.items.birth_registration.models import NewbornVisit
from portal.services.items.birth_registration.newborns import queries as newborns
from portal.services.items.senior_card.kinds import rules_on
from portal.services.items.senior_card.stock import queries as card_stock
from portal.services.items.temporary_relief import queries as temporary_relief
from portal.services.notices.models import PublicNotice
from portal.services.notices.queries import list_work
from portal.services.ratings import queries as ratings
from portal.services.ratings.levels import LEVELS
from portal.services.shifts import queries as shifts
from portal.services.supplements import queries as supplements

GRACE = dt.timedelta(days=3)
_NAMES = "、"


def other_piles(actor: Actor, today: dt.date | None = None) -> list[OtherPile]:
    """The piles that are not empty, for whoever may work on them."""
    day = today or clock.today()
    found = [
        *_shifts(actor),
        *_unanswered(actor, day),
        *_counter(actor, day),
        *_residents_say(actor, day),
        *_letters(actor, day),
        *_boards(actor, day),
        *_visits(actor, day),
        *_births(actor),
        *_support(actor, day),
        *money_piles(actor),
        *_relief(actor),
        *_card_stock(actor),
    ]
    return [pile for pile in found if pile.count]


def _shifts(actor: Actor) -> list[OtherPile]:
    """Sheets that this person is to sign for, whichever of their posts they hold just now."""
    waiting = shifts.list_to_take_over(actor.account_id) if actor.can("services.take_over_shift") else []
    rows = tuple(
        Waiting(one.giver.name, one.unit.name_on(one.day), f"/shifts/{one.id}", one.day)
        for one in waiting[:SHOWN]
    )
    more = "/shifts" if actor.can("services.hand_over_shift") else ""
    return [OtherPile("shifts", N_("班等您接"), rows, len(waiting), more, N_("交班日期"))]


def _unanswered(actor: Actor, day: dt.date) -> list[OtherPile]:
    """Applications without a notice: those that will count as accepted by silence soon, and, apart, those that do already."""
    if not actor.can("services.accept_application"):
        return []
    found = services.list_unanswered(actor, day)
    coming = [one for one in found if not one.is_deemed]
    past = [one for one in found if one.is_deemed]
    return [
        _silent("unanswered", N_("即将视为受理"), coming, "/services/unanswered"),
        _silent("deemed", N_("已视为受理，还没有办理受理"), past, "/services/unanswered?show=deemed"),
    ]


def _silent(key: str, title: str, found: list[services.Unanswered], more: str) -> OtherPile:
    rows = tuple(
        Waiting(
            one.application.subject_name,
            one.application.item.name,
            f"/services/applications/{one.application.id}",
            one.limit,
        )
        for one in found[:SHOWN]
    )
    return OtherPile(key, title, rows, len(found), more, N_("告知期限"), late=True)


def _counter(actor: Actor, day: dt.date) -> list[OtherPile]:
    """What the counter is late with: originals to give back, errands, papers to deliver."""
    found = []
    if actor.can("services.keep_originals"):
        late = custody.list_late_returns(actor, day)
        rows = tuple(
            Waiting(
                one.name,
                one.application.subject_name,
                f"/services/applications/{one.application_id}#originals",
                one.return_on,
            )
            for one in late[:SHOWN]
        )
        found.append(
            OtherPile("originals", N_("原件逾期未退"), rows, len(late), "/originals", N_("应退还"), late=True)
        )
    if actor.can("services.run_errand"):
        behind = errands.list_late_errands(actor, day)
        rows = tuple(
            Waiting(one.principal, one.office, f"/errands/{one.id}", one.due_on) for one in behind[:SHOWN]
        )
        found.append(
            OtherPile("errands", N_("代办超期"), rows, len(behind), "/errands", N_("代办期限"), late=True)
        )
    if actor.can("services.record_delivery"):
        open_ones = deliveries.list_open_deliveries(actor)
        rows = tuple(
            Waiting(
                one.addressee,
                f"{one.document.title} {one.document.number}",
                f"/deliveries/{one.id}",
                deliveries.deliver_by(one),
            )
            for one in open_ones[:SHOWN]
        )
        title, more = N_("待送达文书"), "/deliveries"
        found.append(OtherPile("deliveries", title, rows, len(open_ones), more, N_("送达期限"), late=True))
    return found


def _residents_say(actor: Actor, day: dt.date) -> list[OtherPile]:
    """Residents who were to be called after a bad rating, and those who were to complete something, beyond the last day."""
    found = []
    if actor.can("services.call_back"):
        late = ratings.list_late_callbacks(actor, day)
        rows = tuple(
            Waiting(
                one.rating.application.number or "",
                LEVELS[one.rating.level],
                f"/ratings/{one.rating_id}",
                one.call_by if one.state == "open" else one.mend_by,
            )
            for one in late[:SHOWN]
        )
        found.append(
            OtherPile("callbacks", N_("差评回访逾期"), rows, len(late), "/ratings", N_("期限"), late=True)
        )
    if actor.can("services.miss_supplement"):
        missed = [one for one in supplements.list_waiting(actor) if one.due_on < day]
        rows = tuple(
            Waiting(
                one.application.subject_name,
                f"{one.application.number} {one.application.item.name}",
                f"/services/applications/{one.application_id}",
                one.due_on,
            )
            for one in missed[:SHOWN]
        )
        more = "/services/supplements"
        title, label = N_("补正逾期未答复"), N_("补正期限")
        found.append(OtherPile("supplements", title, rows, len(missed), more, label, late=True))
    return found


def _letters(actor: Actor, day: dt.date) -> list[OtherPile]:
    if not actor.can("letters.enter_answer"):
        return []
    page = list_letters(actor, filters=Filters(tab="overdue"), size=SHOWN, today=day)
    rows = tuple(
        Waiting(one.title, f"{one.number} {one.addressee}", f"/letters/{one.id}", one.due_on)
        for one in page.rows
    )
    more = "/letters?tab=overdue"
    return [OtherPile("letters", N_("公函逾期未答复"), rows, page.total, more, N_("答复期限"), late=True)]


def _boards(actor: Actor, day: dt.date) -> list[OtherPile]:
    if not actor.can("services.read_notice"):
        return []
    work, more = list_work(actor, day), "/services/notices"
    to_post, to_remove, slips = work.to_post, work.to_remove, work.slips
    if actor.can("services.announce"):  # the office looks after what its communities are late with
        to_post = [one for one in to_post if one.post_on < day]
        to_remove = [one for one in to_remove if one.until + GRACE < day]
        slips = [one for one in slips if one.until + GRACE < day]
    return [
        _pile("to-post", N_("公示待张贴"), to_post, more, N_("张贴日"), lambda one: one.post_on),
        _pile("to-remove", N_("公示期满待撤下"), to_remove, more, N_("公示到"), lambda one: one.until),
        _pile("slips", N_("公示待交反馈单"), slips, more, N_("公示到"), lambda one: one.until),
        _pile("objections", N_("公示异议待处理"), work.objections, more, N_("公示到"), lambda one: one.until),
    ]


def _visits(actor: Actor, day: dt.date) -> list[OtherPile]:
    """Visits to be made; whoever only reads them sees those that are late."""
    if not actor.can("services.read_visit"):
        return []
    waiting = [one for one in newborns.list_visits(actor) if one.state == "open"]
    late = [one for one in waiting if one.due_on < day]
    found = [_visit_pile("visits-late", N_("新生儿走访逾期"), late, late=True)]
    if actor.can("services.record_visit"):
        open_ones = [one for one in waiting if one.due_on >= day]
        found.append(_visit_pile("visits", N_("新生儿待走访"), open_ones))
    return found


def _visit_pile(key: str, title: str, visits: list[NewbornVisit], *, late: bool = False) -> OtherPile:
    shown = tuple(
        Waiting(one.notice.mother_name, one.unit.name, f"/births/visits/{one.id}", one.due_on)
        for one in visits[:SHOWN]
    )
    return OtherPile(key, title, shown, len(visits), "/births/visits", N_("走访期限"), late=late)


def _births(actor: Actor) -> list[OtherPile]:
    """Hospitals' notices whose mother is to be found, or whose visit is to be sent."""
    if not actor.can("services.record_newborn"):
        return []
    page = newborns.list_notices(actor, state="todo", size=SHOWN)
    rows = tuple(
        Waiting(one.mother_name, one.event_number, f"/births/newborns/{one.id}", one.received_on)
        for one in page.rows
    )
    more = "/births/newborns"
    return [OtherPile("births", N_("出生通知待派单"), rows, page.total, more, N_("收到日期"))]


def _support(actor: Actor, day: dt.date) -> list[OtherPile]:
    """Changes to supported households that wait for this post, and their reviews that are due."""
    found = []
    waiting = assistance.list_open_changes(actor) if actor.can("assistance.read_file") else []
    if actor.can("assistance.decide_change"):
        waiting = [one for one in waiting if one.proposed_by != actor.account_id]
    if actor.can("assistance.decide_change") or actor.can("assistance.propose_change"):
        rows = tuple(
            Waiting(
                one.file.head_name,
                f"{one.file.number} {KINDS[one.kind].name}",
                f"/assistance/changes/{one.id}",
                one.proposed_on,
            )
            for one in waiting[:SHOWN]
        )
        title, more = N_("救助变更待办"), "/assistance/changes"
        found.append(OtherPile("support-changes", title, rows, len(waiting), more, N_("提出日期")))
    if actor.can("assistance.record_review"):
        due = assistance.list_due_reviews(actor, on=day, days=0)
        rows = tuple(
            Waiting(
                one.head_name,
                f"{one.number} {one.unit.name}",
                f"/assistance/files/{one.id}",
                one.next_review_on,
            )
            for one in due[:SHOWN]
        )
        title, more = N_("救助家庭应核查"), "/assistance/reviews"
        found.append(OtherPile("support-reviews", title, rows, len(due), more, N_("应核查日"), late=True))
    return found


def _relief(actor: Actor) -> list[OtherPile]:
    """Aid that was given before its papers, until these are complete."""
    if not actor.can("services.assess_relief") or not actor.can("services.read_application"):
        return []
    due = temporary_relief.list_papers_due(actor)
    rows = tuple(
        Waiting(
            one.application.subject_name,
            one.first_because,
            f"/services/applications/{one.application_id}",
            one.papers_due_on,
        )
        for one in due[:SHOWN]
    )
    more = "/ledgers/temporary-relief"
    return [OtherPile("relief", N_("先行救助待补手续"), rows, len(due), more, N_("补办期限"))]


def _card_stock(actor: Actor) -> list[OtherPile]:
    """The types of blank card of which few are left in this counter's drawer."""
    if not actor.can("services.keep_card_stock"):
        return []
    names = {one.code: one.name for one in rules_on().types}
    low = card_stock.low_types(actor)
    rows = tuple(
        Waiting(names.get(code, code), str(one.in_hand), "/services/cards/stock") for code, one in low.items()
    )
    more = "/services/cards/stock"
    return [OtherPile("card-stock", N_("空白证不足（剩余张数）"), rows, len(low), more, N_("日期"))]


def _pile(
    key: str,
    title: str,
    rows: list[PublicNotice],
    more: str,
    day_label: str,
    day_of: Callable[[PublicNotice], dt.date],
) -> OtherPile:
    shown = tuple(
        Waiting(
            one.title,
            f"{_NAMES.join(line['name'] for line in one.lines[:3])} {one.unit.name}",
            f"/services/notices/{one.id}",
            day_of(one),
        )
        for one in rows[:SHOWN]
    )
    return OtherPile(key, title, shown, len(rows), more, day_label)
