"""The forms of issued registrations: a new copy or a correction, and switching 再生育审批."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.services.forms.choices import worded
from portal.services.items.birth_registration.actions import KINDS
from portal.web.forms import PortalForm


class CorrectRegistrationForm(PortalForm):
    """Hand out the certificate again, unchanged or as the register says now."""

    kind = RadioField(_l("办理方式"), [InputRequired()], choices=worded(KINDS))
    reason = TextAreaField(_l("理由"), [InputRequired(), Length(max=300)])


class SwitchApprovalForm(PortalForm):
    """Nothing but the button."""
