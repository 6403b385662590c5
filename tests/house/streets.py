"""One record of each kind at the street S, for the question whose rows a page shows; nothing is asserted here."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal.accounts.models import StaffAccount
from portal.db import Model, session, transaction
from portal.documents.actions.printers import add_printer
from portal.residents.models import Resident
from portal.services import actions
from portal.services.assistance.actions.planning import Plan
from portal.services.assistance.adjustments.models import AdjustmentLine
from portal.services.assistance.carrying_in.models import CarryIn
from portal.services.assistance.models import SupportFile
from portal.services.assistance.payments.actions import ReturnEntry
from portal.services.assistance.payments.models import PaymentAnomaly, PaymentReturn
from portal.services.bundles import actions as bundles
from portal.services.bundles.examples import PAPER_HARDSHIP
from portal.services.deliveries.actions import prepare_delivery
from portal.services.designer.actions.exchange import example
from portal.services.errands.actions import open_errand
from portal.services.items.birth_registration.models import BirthRegistration
from portal.services.items.senior_card.models import SeniorCard
from portal.services.items.senior_card.stock.actions import receive_batch
from portal.services.items.temporary_relief.actions import assess_relief
from portal.services.items.temporary_relief.models import ReliefReport, TemporaryRelief
from portal.services.models import SampleCheck
from portal.services.queries import papers_of
from portal.services.ratings.actions import enter_rating
from portal.services.rosters.models import RosterLine, RosterSheet
from portal.services.shifts.models import ShiftHandover
from portal.services.supplements.models import SupplementRequest
from portal.web.application import Portal
from tests.factories import (
    adjustments,
    assistance,
    births,
    letters,
    minimum_living,
    payments,
    residents,
    rosters,
    services,
    staff,
)
from tests.services.assistance import life

BUNDLE = ("holiday_relief", "resident_medical_insurance", "disability_vehicle")


def fill(app: Portal, who: int) -> dict[str, int]:
    """The key of each record by its name in addresses, with the blueprint before it where two rooms use one name."""
    with app.app_context():
        with transaction():
            found = _hall(residents_of(who)) | _births() | _bundle(residents_of(who))
            found |= _support() | _letters_and_notices() | _rosters() | _counter(residents_of(who))
        found |= _money()
        with transaction():
            found |= _beside(found)
    return found


def residents_of(who: int) -> Resident:
    """The resident with this key."""
    return session.get_one(Resident, who)


def first(model: type[Model]) -> int:
    """The key of the first row of a table."""
    return session.scalars(select(model.id).order_by(model.id).limit(1)).one()


def _hall(who: Resident) -> dict[str, int]:
    clerk = staff.actor("clerk")
    application = services.accepted(who)
    services.card_on_the_spot(who)
    card = session.scalars(select(SeniorCard)).one()
    rating = enter_rating(clerk, services.collected(who), level=1, way="screen")
    enquiry = actions.record_enquiry(
        clerk, unit_id=clerk.unit_id or 0, kind="enquiry", name="张示例", matter="问老年证", answer="已答"
    )
    sample = SampleCheck(application=application, drawn_on=application.applied_on)
    session.add(sample)
    delivery = prepare_delivery(clerk, papers_of(application)[0], method="direct")
    runner = session.get_one(StaffAccount, clerk.account_id).id
    errand = open_errand(clerk, application, office="区民政局", runner_id=runner, has_letter=True)
    printer = add_printer(staff.actor("reviewer"), unit_id=clerk.unit_id, name="窗口打印机")
    batch = receive_batch(clerk, card_type="green", first="A001", last="A003")
    session.flush()
    return {
        "application_id": application.id,
        "document_id": card.document_id or 0,
        "card_id": card.id,
        "enquiry_id": enquiry.id,
        "sample_id": sample.id,
        "delivery_id": delivery.id,
        "errand_id": errand.id,
        "printer_id": printer.id,
        "batch_id": batch.id,
        "rating_id": rating.id,
        "callback_id": rating.callback.id if rating.callback else 0,
    }


def _births() -> dict[str, int]:
    births.registered(births.make_mother())
    visit = births.dispatched()
    return {
        "registration_id": first(BirthRegistration),
        "births.notice_id": visit.notice_id,
        "visit_id": visit.id,
    }


def _bundle(who: Resident) -> dict[str, int]:
    for code in BUNDLE:
        services.publish(example(code))
    bundles.save_bundle(staff.actor("admin"), definition=PAPER_HARDSHIP)
    residents.make_household(who)
    clerk = staff.actor("clerk")
    case = bundles.start_bundle(
        clerk,
        bundle=PAPER_HARDSHIP.code,
        unit_id=clerk.unit_id or 0,
        resident_id=who.id,
        items=BUNDLE[:2],
        reasons={BUNDLE[2]: "没有残疾人证"},
    )
    return {"case_id": case.id}


def _support() -> dict[str, int]:
    adjustments.make_standard()
    file = assistance.make_file(2, standard_fen=60_000)
    change = life.propose(file, "reduce", plan=Plan(income_fen=1000))
    hearing = life.hear(change)
    own = assistance.make_standard(area="rural")
    own.unit_id = file.street_id
    session.flush()
    return {
        "assistance.file_id": file.id,
        "change_id": change.id,
        "hearing_id": hearing.id,
        "decision_id": file.decisions[0].id,
        "standard_id": own.id,
    }


def _counter(who: Resident) -> dict[str, int]:
    """A relief with its application, and a sheet of the shift."""
    clerk, told = (
        staff.actor("clerk"),
        {"reason": "住房失火", "event_on": "2026-11-20", "need": "被褥", "persons": 1},
    )
    draft = services.draft(who, item="temporary_relief")
    actions.save_answers(clerk, draft, version=None, answers=told, business="emergency")
    assess_relief(clerk, draft, version=None, percent=100, persons=1, form="cash")
    handover = ShiftHandover(
        unit_id=clerk.unit_id or 0,
        day=draft.applied_on,
        from_id=clerk.account_id,
        to_id=staff.actor("clerk2").account_id,
        content={"cases": [], "originals": [], "errands": [], "deliveries": []},
    )
    request = SupplementRequest(
        application_id=draft.id,
        round=1,
        asked_on=draft.applied_on,
        asked_by=clerk.account_id,
        due_on=draft.applied_on,
    )
    report = ReliefReport(
        unit_id=staff.unit("C1").id,
        resident_id=who.id,
        kind="emergency",
        event_on=draft.applied_on,
        persons=1,
        reported_on=draft.applied_on,
        reported_by=staff.actor("community").account_id,
        told={"place": "和平里", "reason": "住房失火", "need": "被褥"},
    )
    session.add_all([handover, request, report])
    session.flush()
    return {
        "relief_id": first(TemporaryRelief),
        "handover_id": handover.id,
        "request_id": request.id,
        "report_id": report.id,
    }


def _beside(found: dict[str, int]) -> dict[str, int]:
    """What only work on many rows makes: an anomaly of a list, a workbook that was tried, one that comes in from paper."""
    clerk = staff.actor("clerk")
    anomaly = PaymentAnomaly(
        month_id=found["month_id"],
        file_id=first(SupportFile),
        code="account_missing",
        weight="block",
        number="示1",
        head_name="张示例",
    )
    sheet = RosterSheet(
        roster_id=found["roster_id"],
        file_name="名单.xlsx",
        found={"rows": [], "faults": []},
        tried_by=clerk.account_id,
    )
    carried = CarryIn(
        kind="households",
        street_id=staff.unit("S").id,
        file_name="旧册.xlsx",
        sha256="0" * 64,
        handed_in_by=clerk.account_id,
    )
    session.add_all([anomaly, sheet, carried])
    session.flush()
    return {"anomaly_id": anomaly.id, "sheet_id": sheet.id, "carry_in_id": carried.id}


def _letters_and_notices() -> dict[str, int]:
    letter = letters.sent()
    household, people = minimum_living.family(dt.date(2015, 1, 1))
    declaration = minimum_living.accepted(household, people)
    notice = minimum_living.announced(declaration)
    return {"letter_id": letter.id, "notices.notice_id": notice.id}


def _rosters() -> dict[str, int]:
    roster = rosters.agreed(1)
    return {"roster_id": roster.id, "rosters.line_id": first(RosterLine)}


def _money() -> dict[str, int]:
    month = payments.prepare()
    payments.pay(payments.send(payments.approve(month)), returns=[ReturnEntry(1, "account_closed")])
    adjustment = adjustments.entered(run=None)
    with transaction("read"):
        return {
            "month_id": month,
            "return_id": first(PaymentReturn),
            "adjustment_id": adjustment,
            "adjustments.line_id": first(AdjustmentLine),
        }
