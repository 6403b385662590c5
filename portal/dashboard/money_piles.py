"""The piles of money on its way: payment months, returned payments, standard adjustments, rosters; each for whoever acts next."""

from __future__ import annotations

from collections.abc import Iterable

from portal.actor import Actor
from portal.dashboard.piles import SHOWN, OtherPile, Waiting
from portal.errors import N_
from portal.services.assistance.adjustments import queries as adjustments
from portal.services.assistance.adjustments.left_behind import list_left_behind
from portal.services.assistance.adjustments.models import Adjustment
from portal.services.assistance.payments import queries as payments
from portal.services.assistance.payments.chain import CHAIN as PAYMENT_CHAIN
from portal.services.assistance.payments.models import PaymentMonth
from portal.services.assistance.schemes import SCHEMES
from portal.services.rosters import queries as rosters
from portal.services.rosters.models import Roster
from portal.signoffs import chain_view

PAYMENTS, RETURNS = "/assistance/payments", "/assistance/payments/returns?state=open"
ADJUSTMENTS, ROSTERS = "/assistance/adjustments", "/rosters"
# State of a batch, the right that takes it on, and what the pile is called.
_BATCHES = (
    ("checking", "payments.submit_month", N_("发放名单待核对送审")),
    ("approved", "payments.export_bank_file", N_("已审批，待导出代发文件")),
    ("sent", "payments.enter_result", N_("已送银行，待登记发放结果")),
    ("paid", "payments.archive_month", N_("已发放，待归档")),
)
_SIGNED = {"review": N_("发放名单待审核"), "approve": N_("发放名单待审批")}


def money_piles(actor: Actor) -> list[OtherPile]:
    """Every pile of this kind that this person can take on, empty ones as well."""
    found: list[OtherPile] = []
    if actor.can("payments.read_payments"):
        found += [*_batches(actor), *_to_sign(actor), *_returns(actor)]
    if actor.can("assistance.read_adjustment"):
        found += _adjustments(actor)
    if actor.can("rosters.read_roster"):
        found += _rosters(actor)
    return found


def _batches(actor: Actor) -> list[OtherPile]:
    wanted = [one for one in _BATCHES if actor.can(one[1])]
    rows = payments.list_batches(actor, [state for state, _right, _title in wanted]) if wanted else []
    return [
        _batch_pile(f"payments-{state}", title, [one for one in rows if one.state == state])
        for state, _right, title in wanted
    ]


def _to_sign(actor: Actor) -> list[OtherPile]:
    """Lists that wait for a signature that this very person may give: nobody signs twice."""
    if not (actor.can("payments.review_month") or actor.can("payments.approve_month")):
        return []
    by_step: dict[str, list[PaymentMonth]] = {}
    for batch in payments.list_batches(actor, ["submitted"]):
        for view in chain_view(actor, batch, PAYMENT_CHAIN).steps:
            if view.may_sign:
                by_step.setdefault(view.step.code, []).append(batch)
    return [
        _batch_pile(f"payments-{code}", _SIGNED[code], by_step[code]) for code in by_step if code in _SIGNED
    ]


def _batch_pile(key: str, title: str, rows: list[PaymentMonth]) -> OtherPile:
    shown = tuple(
        Waiting(
            one.number,
            f"{one.month:%Y-%m} {SCHEMES[one.scheme].name} {one.street.name}",
            f"{PAYMENTS}/{one.id}",
            one.pay_on,
        )
        for one in rows[:SHOWN]
    )
    return OtherPile(key, title, shown, len(rows), PAYMENTS, N_("发放日"))


def _returns(actor: Actor) -> list[OtherPile]:
    """Payments that came back, and what is to be recovered from households that are paid no more."""
    if not actor.can("payments.settle_return"):
        return []
    page = payments.list_returns(actor, state="open")
    rows = tuple(
        Waiting(one.line.head_name, f"{one.month.month:%Y-%m} {one.line.number}", RETURNS, one.returned_on)
        for one in page.rows[:SHOWN]
    )
    count, dues = payments.list_stranded(actor, SHOWN)
    owed = tuple(
        Waiting(
            one.file.head_name,
            f"{one.file.number} {-one.fen / 100:.2f}",
            f"/assistance/files/{one.file_id}",
            one.first_month,
        )
        for one in dues
    )
    return [
        OtherPile("returns", N_("退票待处理"), rows, page.total, RETURNS, N_("退回日期")),
        OtherPile(
            "recoveries", N_("已停发，仍有款项待追回（元）"), owed, count, "/assistance/files", N_("所属月份")
        ),
    ]


def _adjustments(actor: Actor) -> list[OtherPile]:
    found = []
    standing = adjustments.list_in_states(actor, ["previewed", "reversal_asked", "applied"])
    if actor.can("assistance.approve_adjustment"):
        waiting = [one for one in standing if one.state != "applied"]
        for key, title, state in (
            ("adjustments-approve", N_("标准调整待审批"), "previewed"),
            ("adjustments-reverse", N_("撤销标准调整待审批"), "reversal_asked"),
        ):
            mine = [one for one in waiting if one.state == state and _asked_by(one) != actor.account_id]
            found.append(_adjustment_pile(key, title, [(one, one.households) for one in mine]))
    # Who asked for it finds out from the workbench, and not only when they happen to open the batch.
    if actor.can("assistance.prepare_adjustment") or actor.can("assistance.approve_adjustment"):
        not_done = adjustments.list_not_done(actor)
        title = N_("标准调整没有执行，请看原因")
        found.append(
            _adjustment_pile("adjustments-not-done", title, [(one, one.households) for one in not_done])
        )
    if actor.can("assistance.prepare_adjustment"):
        left = adjustments.list_with_exceptions(actor)
        found.append(
            _adjustment_pile(
                "adjustments-left", N_("标准调整已执行，例外待处理（户）"), left, "?kind=exception"
            )
        )
    if actor.can("assistance.propose_change") or actor.can("services.write_opinion"):
        cases = list_left_behind(one for one in standing if one.state == "applied")
        rows = tuple(Waiting(one.head_name, one.number, one.href, one.month) for one in cases[:SHOWN])
        title = N_("新标准没有自动覆盖的案件")
        found.append(OtherPile("adjustments-behind", title, rows, len(cases), ADJUSTMENTS, N_("执行月份")))
    return found


def _asked_by(adjustment: Adjustment) -> int | None:
    """Whose step the approval follows, which another person takes."""
    reversal = adjustment.state == "reversal_asked"
    return adjustment.reversal_asked_by if reversal else adjustment.prepared_by


def _adjustment_pile(
    key: str, title: str, rows: Iterable[tuple[Adjustment, int]], part: str = ""
) -> OtherPile:
    listed = list(rows)
    shown = tuple(
        Waiting(
            f"{SCHEMES[one.scheme].name} {one.old_fen / 100:.2f} → {one.new_fen / 100:.2f}",
            f"{one.street.name} · {count}",
            f"{ADJUSTMENTS}/{one.id}{part}",
            one.effective_month,
        )
        for one, count in listed[:SHOWN]
    )
    return OtherPile(key, title, shown, len(listed), ADJUSTMENTS, N_("执行月份"))


def _rosters(actor: Actor) -> list[OtherPile]:
    """Each roster with whoever takes its next step; who prepared it signs nothing more of it."""
    found = []
    for key, right, title, state in (
        ("rosters-review", "rosters.review_roster", N_("花名册待审核"), "reviewing"),
        ("rosters-agree", "rosters.agree_roster", N_("花名册待签发"), "reviewed"),
    ):
        if actor.can(right):
            rows = rosters.list_in_states(actor, [state])
            found.append(_roster_pile(key, title, [r for r in rows if r.prepared_by != actor.account_id]))
    if actor.can("rosters.prepare_roster"):
        drafts = [r for r in rosters.list_in_states(actor, ["draft"]) if r.prepared_by == actor.account_id]
        found.append(_roster_pile("rosters-draft", N_("我拟的花名册待送审"), drafts))
    if actor.can("rosters.hand_out"):
        left = rosters.count_waiting(actor)
        open_ones = rosters.list_in_states(actor, ["agreed"])
        found.append(
            _roster_pile(
                "rosters-hand-out", N_("花名册待发放"), [r for r in open_ones if r.id in left], late=True
            )
        )
        if actor.can("rosters.prepare_roster"):
            ended = [r for r in open_ones if r.id not in left]
            found.append(_roster_pile("rosters-settle", N_("花名册已发完，待结清"), ended))
    return found


def _roster_pile(key: str, title: str, rows: list[Roster], *, late: bool = False) -> OtherPile:
    shown = tuple(Waiting(one.title, one.number, f"{ROSTERS}/{one.id}", one.ends_on) for one in rows[:SHOWN])
    return OtherPile(key, title, shown, len(rows), ROSTERS, N_("发放截止"), late=late)
