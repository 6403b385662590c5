"""Who is taken from the register into a dispute: by name and key together, and with a line in the trail."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.disputes.actions.registering import add_party
from portal.disputes.parties import NewParty
from portal.errors import RuleBroken
from tests.factories import mediation as made
from tests.factories import residents, staff

pytestmark = pytest.mark.usefixtures("database")


class TestAddParty:
    def test_a_key_alone_tells_nobody_whose_it_is(self) -> None:
        with transaction():
            made.make_committee()
            dispute, person = made.make_dispute(), residents.make_resident(name="赵试一", phone="13900000111")
        for name in ("甲", "赵试", "李四试"):
            with pytest.raises(RuleBroken) as refused, transaction():
                add_party(
                    staff.actor("mediator"),
                    dispute,
                    new=NewParty(side="respondent", name=name, resident_id=person.id),
                )
            assert refused.value.field == "name"
            assert "赵试一" not in str(refused.value.params)

    def test_who_is_taken_is_looked_at(self) -> None:
        with transaction():
            made.make_committee()
            dispute, person = made.make_dispute(), residents.make_resident(name="赵试一")
            new = NewParty(side="respondent", name="赵试一", resident_id=person.id)
            assert add_party(staff.actor("mediator"), dispute, new=new).resident is person
        seen = select(AuditEntry).where(AuditEntry.verb == "residents.read_resident")
        assert [entry.subject_id for entry in session.scalars(seen)] == [person.id]

    def test_one_name_twice_wants_what_tells_the_two_apart(self) -> None:
        """Father and son of one name are rare; a name typed into two rows is not."""
        mediator = staff.actor("mediator")
        with transaction():
            made.make_committee()
            dispute = made.make_dispute()
            add_party(
                mediator,
                dispute,
                new=NewParty(side="third", name="赵试一", details={"phone": "13900000111"}),
            )
        for details in ({}, {"phone": "139 0000 0111"}):
            again = NewParty(side="respondent", name="赵试一", details=details)
            with pytest.raises(RuleBroken, match="已经填过一次") as refused, transaction():
                add_party(mediator, dispute, new=again)
            assert refused.value.field == "name"
        with transaction():
            other = NewParty(side="respondent", name="赵试一", details={"phone": "13900000112"})
            assert add_party(mediator, dispute, new=other).name == "赵试一"
