"""Where requests to complete join in: their pages, their place in the navigation, their ledger, the words of the trail."""

from __future__ import annotations

from portal.audit import words
from portal.errors import N_
from portal.services.supplements import ledger as _ledger  # noqa: F401  (it declares itself)
from portal.services.supplements import routes as _routes  # noqa: F401  (it adds its views)
from portal.web import navigation


def open_doors() -> None:
    """Add the list of what waits, and the words."""
    navigation.add("services.list_supplements", label=N_("等待补正"), group=N_("便民服务"), order=207)
    words.name_verbs({"services.ask_once": N_("要求补正"), "services.ask_again": N_("再次要求补正")})
    words.name_subjects({"SupplementRequest": N_("补正通知")})
    words.name_facts({"round": N_("次数"), "was_knowable": N_("上次能否发现")})
