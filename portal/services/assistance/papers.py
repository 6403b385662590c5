"""The papers of a file's life: what each says, its number and its seal. Who fills them is `documents`."""

from __future__ import annotations

from portal.documents.kinds import define_number_kind
from portal.errors import N_

FILE_NUMBER, DECISION_NUMBER = "support_file", "support_decision"

define_number_kind(FILE_NUMBER, N_("在保户号"), "保户")
define_number_kind(DECISION_NUMBER, N_("救助决定文号"), "助决")
