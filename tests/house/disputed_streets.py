"""One record of each kind of a committee's at the street S, for the question whose rows a page shows; asserts nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portal import clock
from portal.db import Model, session
from portal.disputes.models import DangerReport, DisputeTask
from portal.mediation.agreements.models import Agreement, Confirmation, Obligation, Performance
from portal.mediation.links.models import (
    CommunityMediation,
    LinkPerson,
    PetitionProxy,
    ProxyMatter,
    Referral,
)
from portal.mediation.models import CommitteeMember, MediationCase, Mediator, Recusal
from portal.mediation.records.models import (
    CaseAgent,
    CaseParticipant,
    ClauseTemplate,
    EvidenceItem,
    EvidenceScan,
    Investigation,
    MediationSession,
    Signature,
)
from portal.mediation.registers.models import RegisterImport, StatisticsReport
from portal.mediation.volumes.models import GuidanceNote, VolumeCheck, VolumeEdition, VolumeLoan, VolumeScan
from portal.mediation.volumes.pay_models import CallBack, CallSample, PayLine, PayList
from tests.factories import staff, volumes

# The rooms whose keys these are; each name of a key is said with its room before it.
ROOMS = (
    "disputes",
    "mediation",
    "mediation_records",
    "mediation_agreements",
    "links",
    "registers",
    "mediation_volumes",
)
WORDS = {"purpose": "evidence", "code": "x", "kind": "session", "about": "1"}


def fill() -> dict[str, int | str]:
    """The key of each record by its name in addresses, with the room before it; called inside a transaction."""
    case = volumes.written()
    bound = volumes.bound(case)
    # A filed case is worked on no more; what is asked here is asked of one that still is.
    case.state = "mediating"
    session.flush()
    made: dict[str, Model] = _of_people(case) | _of_records(case) | _of_agreement(case) | _of_links(case)
    made |= _of_office(case) | {"volume_id": bound, "edition_id": _first(VolumeEdition)}
    session.add_all(made.values())
    session.flush()
    keys: dict[str, int | str] = {name: int(getattr(row, "id", 0)) for name, row in made.items()}
    keys |= {"case_id": case.id, "committee_id": case.committee_id, "party_id": case.parties[0].id}
    keys |= {"file_id": _first(EvidenceScan).file_id, "record_id": _first(MediationSession).id}
    found = {f"{room}.{name}": value for room in ROOMS for name, value in (keys | WORDS).items()}
    own = {"mediation_volumes.scan_id": keys["volume_scan_id"], "mediation_volumes.kind": "similar"}
    return {name: key for name, key in (found | own).items() if not name.endswith("volume_scan_id")}


def _first(model: Any) -> Any:
    return session.scalars(select(model).order_by(model.id).limit(1)).one()


def _of_people(case: MediationCase) -> dict[str, Model]:
    lead = case.mediators[0].mediator
    told = clock.now()
    return {
        "mediator_id": _first(Mediator),
        "member_id": _first(CommitteeMember),
        "recusal_id": Recusal(
            case_id=case.id, mediator_id=lead.id, asked_by="mediator", asked_on=case.applied_on, reason="亲属"
        ),
        "danger_id": DangerReport(
            dispute_id=case.dispute_id,
            danger="violence",
            facts="扬言动手",
            noticed_at=told,
            reported_at=told,
            station="示范派出所",
            receiver="值班员",
            way="phone",
            reported_by=case.entered_by,
        ),
        "task_id": DisputeTask(
            dispute_id=case.dispute_id,
            role="lead",
            body_id=case.unit_id,
            body="示范街道人民调解委员会",
            task="牵头",
            sent_on=case.applied_on,
            due_on=case.applied_on,
            made_by=case.entered_by,
        ),
    }


def _of_records(case: MediationCase) -> dict[str, Model]:
    by, day = {"entered_by": case.entered_by}, case.applied_on
    party = case.parties[0].id
    return {
        "session_id": _first(MediationSession),
        "item_id": _first(EvidenceItem),
        "scan_id": _first(EvidenceScan),
        "signature_id": _first(Signature),
        "investigation_id": Investigation(
            case_id=case.id, position=1, started_at=clock.now(), asked_name="周门卫", **by
        ),
        "agent_id": CaseAgent(
            case_id=case.id,
            party_id=party,
            name="张小例",
            authority="general",
            granted_on=day,
            valid_from=day,
            **by,
        ),
        "participant_id": CaseParticipant(
            case_id=case.id, kind="neighbour", name="王邻居", invited_on=day, **by
        ),
        "clause_id": ClauseTemplate(committee_id=case.committee_id, title="付款", body="付清。", **by),
    }


def _of_agreement(case: MediationCase) -> dict[str, Model]:
    agreement = _first(Agreement)
    day = case.applied_on
    return {
        "agreement_id": agreement,
        "obligation_id": _first(Obligation),
        "performance_id": _first(Performance),
        "confirmation_id": Confirmation(
            agreement_id=agreement.id,
            court="示范区人民法院",
            raw_last_on=day,
            last_on=day,
            prepared_on=day,
            entered_by=case.entered_by,
        ),
    }


def _of_links(case: MediationCase) -> dict[str, Model]:
    day, by = case.applied_on, {"entered_by": case.entered_by}
    judge = LinkPerson(
        unit_id=case.unit_id, organ="court", body="示范区人民法院", name="郑法官", valid_from=day, **by
    )
    proxy = PetitionProxy(unit_id=case.unit_id, name="周代理", valid_from=day)
    session.add_all([judge, proxy])
    session.flush()
    matter = ProxyMatter(
        unit_id=case.unit_id,
        proxy_id=proxy.id,
        petitioner="张示例",
        title="楼道堆物",
        story="多次反映",
        taken_on=day,
        power_on=day,
        **by,
    )
    return {
        "person_id": judge,
        "proxy_id": proxy,
        "matter_id": matter,
        "referral_id": Referral(
            direction="in",
            kind="court",
            entrusting="before",
            unit_id=case.unit_id,
            case_id=case.id,
            body="示范区人民法院",
            received_on=day,
            due_on=day,
            entered_on=day,
            **by,
        ),
        "court_day_id": CommunityMediation(
            unit_id=case.unit_id, person_id=judge.id, case_id=case.id, held_on=day, place="社区", **by
        ),
    }


def _of_office(case: MediationCase) -> dict[str, Model]:
    """What the judicial office and the register make: checks, loans, notes, reports, lists of pay, samples, imports."""
    day, who = case.applied_on, case.entered_by
    volume = _first(VolumeEdition).volume_id
    street = staff.unit("S").id
    pay = PayList(unit_id=street, period_first=day, period_last=day, made_on=day, made_by=who)
    sample = CallSample(
        unit_id=street,
        period_first=day,
        period_last=day,
        percent=5,
        seed="s",
        population=1,
        drawn_on=day,
        drawn_by=who,
    )
    session.add_all([pay, sample])
    session.flush()
    scan = VolumeScan(
        case_id=case.id,
        item="other",
        name="照片",
        file_id=_first(EvidenceScan).file_id,
        added_on=day,
        added_by=who,
    )
    return {
        "list_id": pay,
        "line_id": PayLine(
            pay_list_id=pay.id,
            case_id=case.id,
            mediator_id=case.mediators[0].mediator_id,
            grade="simple",
            form="written",
            fen=5000,
        ),
        "sample_id": sample,
        "call_id": CallBack(sample_id=sample.id, case_id=case.id),
        "check_id": VolumeCheck(
            volume_id=volume, edition=1, checked_on=day, result="defects", mend_by=day, checked_by=who
        ),
        "loan_id": VolumeLoan(
            volume_id=volume,
            way="paper",
            borrower="赵样本",
            purpose="查阅",
            lent_on=day,
            due_on=day,
            lent_by=who,
        ),
        "note_id": GuidanceNote(
            committee_id=case.committee_id, noted_on=day, title="指导", note="注意用语", noted_by=who
        ),
        "report_id": StatisticsReport(
            unit_id=case.unit_id,
            first=day,
            last=day,
            figures={"cases": [], "team": [], "definitions": [], "values": {}},
            addressee="示范司法所",
            drawn_on=day,
            drawn_by=who,
        ),
        "import_id": RegisterImport(
            committee_id=case.committee_id,
            unit_id=case.unit_id,
            file_name="旧册.xlsx",
            sha256="0" * 64,
            headings={"texts": ["案号"], "row": 1},
            handed_in_by=who,
        ),
        "volume_scan_id": scan,
    }
