"""The opinion of the committee's head on a closing report (领导意见): given by the chair or a deputy, or entered from the paper
that one of them signed, with its scan. Who mediated the case gives it only where the committee has no other head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import BinaryIO

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions.standing import replace_document
from portal.errors import N_, RuleBroken
from portal.files.actions import store_file
from portal.files.models import StoredFile
from portal.mediation.actions.moves import note_event
from portal.mediation.agreements import documents, heads
from portal.mediation.agreements.models import ClosingReport
from portal.mediation.documents import last_fours
from portal.mediation.models import CommitteeMember, MediationCase

RIGHT = "mediation.give_opinion"
LONGEST = 4000
PAPER_REASON = "负责人签署结案意见"
SCAN = "mediation.opinion_scan"


def give_opinion(
    actor: Actor,
    case: MediationCase,
    *,
    version: int | None,
    opinion: str,
    on: dt.date | None = None,
    head_id: int | None = None,
    upload: tuple[BinaryIO, str] | None = None,
) -> ClosingReport:
    """Write a head's opinion under the report of a closed case, and print the report anew with it.

    A head does so for themselves; anybody else names the head (`head_id`) and hands in the scan of what was signed on paper.
    Raises RuleBroken at the field, Forbidden, Conflict.
    """
    actor.must(RIGHT)
    case.expect_version(version)
    report = heads.find_report(case)
    if case.state != "closed" or report is None:
        raise RuleBroken(None, N_("案件结案以后、归档以前，由负责人签署意见。"))
    if report.opinion_on is not None:
        raise RuleBroken(None, N_("负责人已经签署过意见。"))
    day = on or clock.today()
    if not report.reported_on <= day <= clock.today():
        raise RuleBroken("on", N_("签署日期不能早于结案日期，也不能晚于今天。"))
    own = heads.head_of(actor, case)
    head = own if own is not None and head_id in (None, own.id) else _signed_on_paper(case, head_id, upload)
    file = None
    if upload is not None:
        file = store_file(actor, stream=upload[0], name=upload[1], purpose=SCAN, field="file")
    write_opinion(actor, report, head=head, opinion=opinion, on=day, file=file)
    _, facts = documents.closing_paper(report)
    if report.document is not None:
        report.document = replace_document(
            actor,
            report.document,
            facts=facts,
            subject=case,
            reason=PAPER_REASON,
            last_fours=last_fours(case),
        )
    session.flush()
    note_event(actor, case, verb="give_opinion", note=report.opinion_by, document=report.document)
    return report


def give_opinions(actor: Actor, *, case_ids: Sequence[int], opinion: str) -> int:
    """The same words under the reports of several cases that wait for this head, all or none; gives how many."""
    actor.must(RIGHT)
    chosen = [case for case in heads.list_waiting(actor) if case.id in set(case_ids)]
    if not chosen:
        raise RuleBroken("cases", N_("请至少选一件。"))
    for case in chosen:
        give_opinion(actor, case, version=None, opinion=opinion)
    return len(chosen)


def must_be_head(actor: Actor, case: MediationCase) -> CommitteeMember:
    """The actor's seat as a head for this case; raises RuleBroken at `opinion` for anybody else."""
    found = heads.head_of(actor, case)
    if found is None:
        raise RuleBroken(
            "opinion", N_("领导意见由调委会主任或副主任签署，承办人不能代写。请留空，结案以后由负责人签署。")
        )
    return found


def write_opinion(
    actor: Actor,
    report: ClosingReport,
    *,
    head: CommitteeMember,
    opinion: str,
    on: dt.date,
    file: StoredFile | None = None,
) -> None:
    """Put the opinion, and who gave it as what, into the report. Raises RuleBroken at `opinion`."""
    words = opinion.strip()
    if not words:
        raise RuleBroken("opinion", N_("请填写这一项。"))
    if len(words) > LONGEST:
        raise RuleBroken("opinion", N_("最多 %(most)s 个字。"), most=LONGEST)
    report.opinion, report.opinion_on = words, on
    report.opinion_by, report.opinion_role = head.mediator.name, head.role
    report.opinion_is_own = heads.mediated(report.case, head)
    report.opinion_entered_by, report.opinion_file = actor.account_id, file


def _signed_on_paper(
    case: MediationCase, head_id: int | None, upload: tuple[BinaryIO, str] | None
) -> CommitteeMember:
    """The head who signed the printed report, where somebody else enters it."""
    seats = heads.heads_for(case)
    if not seats:
        raise RuleBroken("head_id", N_("调委会登记里没有在任的主任、副主任，请先登记。"))
    found = next((row for row in seats if row.id == head_id), None)
    if found is None:
        raise RuleBroken("head_id", N_("请选择签署意见的主任或副主任；承办本案的不能签署自己的案件。"))
    if upload is None:
        raise RuleBroken("file", N_("不是本人签署的，请上传负责人签名的结案报告表扫描件。"))
    return found
