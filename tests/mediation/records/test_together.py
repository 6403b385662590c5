"""Paper signatures entered at once: a row each, one scan for all, nobody who did not sign, nothing half."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.db import session, transaction
from portal.disputes.models import DisputeParty
from portal.disputes.parties import NewParty
from portal.errors import RuleBroken
from portal.mediation.actions.changing import add_party
from portal.mediation.agreements.actions import concluding
from portal.mediation.agreements.models import Agreement
from portal.mediation.documents import party_line, signing_name
from portal.mediation.models import MediationCase
from portal.mediation.records import signing
from portal.mediation.records.actions.together import Signer, sign_together
from portal.mediation.records.models import MediationSession, Signature
from portal.web.application import Portal
from tests.factories import agreements, mediation, staff, volumes
from tests.page import Browser

DAY = dt.date(2026, 11, 22)
FIRM = NewParty(
    side="respondent",
    kind="organisation",
    name="样本物业有限公司",
    details={"legal_representative": "周样本"},
)


def sat() -> tuple[MediationCase, MediationSession]:
    """A session of two people and a firm that waits for its signatures."""
    case = mediation.make_case("mediating")
    add_party(staff.actor("mediator"), case, version=None, new=FIRM)
    session.expire_all()
    volumes.sit(case)
    return case, session.query(MediationSession).one()


@pytest.mark.parametrize(
    ("details", "place", "head"),
    [
        ({"legal_representative": "周样本"}, "样本物业（周样本，盖章）", "周样本"),
        ({"attending": "吴试"}, "样本物业（吴试，盖章）", "（到场：吴试）"),
        (
            {"legal_representative": "周样本", "attending": "吴试"},
            "样本物业（吴试，盖章）",
            "周样本（到场：吴试）",
        ),
        ({}, "样本物业（代表人，盖章）", ""),
    ],
)
def test_a_firm_signs_by_a_person_and_puts_its_seal(details: dict[str, str], place: str, head: str) -> None:
    firm = DisputeParty(side="respondent", kind="organisation", name="样本物业", position=2)
    firm.details = details
    assert signing_name(firm) == place
    assert party_line(firm, DAY).legal_representative == head


@pytest.mark.usefixtures("database")
def test_each_is_a_row_of_its_own_with_the_same_file_or_none_is() -> None:
    who = staff.actor("mediator")
    with transaction():
        case, one = sat()
        wanted = signing.missing_wanted(case, one)
        file = volumes.stored()
        given = {"version": None, "way": "fingerprint", "on": DAY, "file": file}
        firm = next(each for each in wanted if "样本物业" in each.words)
        for signers, more, field in (
            ([], {}, "signers"),
            ([Signer(wanted[0])], {"file": None}, "file"),
            ([Signer(firm)], {}, f"name-{firm.code}"),
            ([Signer(wanted[0])], {"on": DAY + dt.timedelta(1)}, "on"),
        ):
            with pytest.raises(RuleBroken) as refused:
                sign_together(who, one, signers=signers, **given | more)
            assert refused.value.field == field
        signers = [Signer(each, "周样本" if each is firm else "") for each in wanted[:-1]]
        made = sign_together(who, one, signers=signers, **given)
        assert {row.file_id for row in made} == {file.id}
        assert [row.way for row in made] == ["fingerprint"] * 3 + ["paper"]
        assert [each.words for each in signing.missing_wanted(case, one)] == [wanted[-1].words]


def test_the_page_ticks_everybody_and_takes_one_scan(app: Portal) -> None:
    with app.app_context(), transaction():
        key = sat()[1].id
    page = Browser(app.test_client()).sign_in("mediator", staff.PASSWORD)
    page.open(f"/mediation/signatures/session/{key}").follow("都在纸上签好了：一次登记")
    page.press("登记所勾选的签名")
    assert "扫描件" in str(page.errors)
    page.attach("签名页的扫描件", "签名页.png", volumes.picture()).press("登记所勾选的签名")
    assert "已登记 5 个签名。" in page.notices
    assert "该签名的都已签名。" in page.text
    with app.app_context():
        rows = session.query(Signature).all()
        assert {row.name for row in rows} >= {"周样本", "张示例", "钱备用"}
        assert len({row.file_id for row in rows}) == 1


def test_the_page_of_an_agreement_asks_for_the_firms_seal_too(app: Portal) -> None:
    with app.app_context(), transaction():
        case, _one = sat()
        key = agreements.issued(case).id
    page = Browser(app.test_client()).sign_in("mediator", staff.PASSWORD)
    page.open(f"/mediation/signatures/agreement/{key}").follow("都在纸上签好了：一次登记")
    assert "样本物业有限公司盖章" in page.text
    page.attach("签名页的扫描件", "协议.png", volumes.picture()).press("登记所勾选的签名")
    assert "该签名的都已签名。" in page.text
    with app.app_context():
        assert concluding.missing_signers(session.get_one(Agreement, key)) == []
