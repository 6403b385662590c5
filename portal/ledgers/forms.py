"""The form that asks for a ledger as a job: which form of file, and for CSV in which encoding."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import AnyOf, InputRequired

from portal.ledgers.making import ENCODINGS, FORMS
from portal.web.forms import PortalForm


class MakeLedgerForm(PortalForm):
    """What is made; the ledger and its conditions stand in the address. Buttons fill it in, so no reader sees a field."""

    form = HiddenField(validators=[InputRequired(), AnyOf(list(FORMS))])
    encoding = HiddenField(validators=[AnyOf(["", *ENCODINGS])])
