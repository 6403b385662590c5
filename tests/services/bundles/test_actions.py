"""What a bundle's cases share besides answers: one scan for all that ask for it; and bundles that organisations apply for."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from portal.db import session, transaction
from portal.errors import RuleBroken
from portal.files.actions import store_file
from portal.files.models import StoredFile
from portal.services import actions as hall
from portal.services.bundles import actions
from portal.services.bundles.definitions import BundleDefinition, BundleItem
from portal.services.bundles.models import BundleCase
from portal.services.bundles.queries import shared_of
from tests.factories import residents, services, staff
from tests.files import sample

pytestmark = pytest.mark.usefixtures("hall")
TWO = BundleDefinition(
    "two_helps", "帮扶一件事", items=(BundleItem("plain_help"), BundleItem("visited_help"))
)


def begin(definition: BundleDefinition = TWO, **more: object) -> BundleCase:
    clerk = staff.actor("clerk")
    actions.save_bundle(staff.actor("admin"), definition=definition)
    return actions.start_bundle(
        clerk,
        bundle=definition.code,
        unit_id=clerk.unit_id or 0,
        resident_id=residents.make_resident().id,
        items=[one.item for one in definition.items],
        reasons={},
        **more,
    )


def scan() -> StoredFile:
    clerk = staff.actor("clerk")
    return store_file(
        clerk, stream=io.BytesIO(sample.picture()), name="证明.jpg", purpose="services.application"
    )


class TestAttachShared:
    def test_one_file_stands_in_every_case_and_is_kept_while_one_needs_it(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            case = begin()
            key = next(one.key for one in shared_of(case).materials if one.asked.name == "困难证明")
            first = scan()
            actions.attach_shared(clerk, case, version=case.version, key=key, file=first)
            proofs = [m for a in case.applications for m in a.materials if m.code == "proof"]
            assert [m.file_id for m in proofs] == [first.id, first.id]
            hall.attach_file(clerk, case.applications[0], version=None, code="proof", file=scan())
            assert session.get(StoredFile, first.id) is not None
            hall.attach_file(clerk, case.applications[1], version=None, code="proof", file=scan())
            assert session.get(StoredFile, first.id) is None
            with pytest.raises(RuleBroken, match="刷新"):
                actions.attach_shared(clerk, case, version=None, key="none", file=scan())

    @pytest.mark.both
    def test_what_was_scanned_for_one_item_is_there_for_the_others_when_the_case_is_saved(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            case = begin()
            hall.attach_file(clerk, case.applications[0], version=None, code="identity", file=scan())
            actions.save_case(clerk, case, version=None, answers={}, checks={})
            files = {m.file_id for a in case.applications for m in a.materials if m.code == "identity"}
            assert len(files) == 1
            assert None not in files
            assert session.scalar(select(func.count(StoredFile.id))) == 1


class TestStartBundle:
    def test_an_organisation_applies_through_whoever_came(self) -> None:
        with transaction():
            for code in ("shop_a", "shop_b"):
                services.publish(
                    replace(services.PLAIN, code=code, name=f"开店{code}", subject="organisation")
                )
            shops = BundleDefinition(
                "open_shop", "开店一件事", items=(BundleItem("shop_a"), BundleItem("shop_b"))
            )
            with pytest.raises(RuleBroken, match="单位"):
                begin(shops)
        with transaction():
            firm = residents.make_organisation()
            case = begin(replace(shops, code="open_shop2"), organisation_id=firm.id)
            assert case.subject_name == firm.name
            assert {one.organisation_id for one in case.applications} == {firm.id}
            actions.leave_out(staff.actor("clerk"), case, version=None, item="shop_b", reason="已办")
            actions.take_in(staff.actor("clerk"), case, version=None, item="shop_b")
            assert len(case.applications) == 2
