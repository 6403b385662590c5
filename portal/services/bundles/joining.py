"""Where bundles join in: their pages and navigation, the resident's page, merged residents, the words of the trail."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from portal.actor import Actor
from portal.audit import words
from portal.db import session
from portal.documents.progress import tell_progress
from portal.errors import N_
from portal.residents import hooks
from portal.residents.models import Resident
from portal.services.bundles import keeping  # noqa: F401  (its views)
from portal.services.bundles.models import BundleCase
from portal.services.bundles.queries import is_finished
from portal.services.bundles.routes import blueprint
from portal.web import navigation

NAME = "services.bundles"
VERBS = {
    "services.save_bundle": N_("保存一件事"),
    "services.start_bundle": N_("开始一件事"),
    "services.save_bundle_case": N_("填写一件事"),
    "services.attach_shared": N_("上传一件事的共用材料"),
    "services.accept_bundle": N_("受理一件事"),
    "services.leave_out_item": N_("不办一件事中的事项"),
    "services.take_in_item": N_("加入一件事中的事项"),
}


def open_doors(app: Flask) -> None:
    """Add the blueprint, its places in the navigation, the button on the resident's page, and the words of its verbs."""
    app.register_blueprint(blueprint)
    navigation.add("bundles.list_bundles", label=N_("一件事"), group=N_("便民服务"), order=201, daily=True)
    navigation.add("bundles.list_kinds", label=N_("一件事目录"), group=N_("系统管理"), order=837)
    hooks.add_task(
        "bundles.list_bundles",
        label=N_("办一件事"),
        permission="services.draft_application",
        parameter="resident",
        order=110,
    )
    hooks.on_merge(NAME, move, move_back)
    tell_progress(BundleCase.__name__, progress_of)
    words.name_verbs(VERBS)
    words.name_subjects({"Bundle": N_("一件事"), "BundleCase": N_("一件事办件")})
    words.name_facts({"items": N_("事项")})


def move(actor: Actor, *, gone: Resident, kept: Resident) -> list[int]:
    """Let the cases follow a merge."""
    rows = list(
        session.scalars(select(BundleCase).where(BundleCase.resident_id == gone.id).order_by(BundleCase.id))
    )
    for row in rows:
        row.resident_id = kept.id
    session.flush()
    return [row.id for row in rows]


def move_back(actor: Actor, *, gone: Resident, kept: Resident, moved: list[int]) -> None:
    """Undo `move`."""
    for key in moved:
        session.get_one(BundleCase, key).resident_id = gone.id
    session.flush()


def progress_of(case_id: int) -> str:
    """How far a case is, in a word that names nobody, for the public check of its receipt."""
    case = session.get(BundleCase, case_id)
    if case is None:
        return ""
    return N_("已全部办结") if is_finished(case) else N_("办理中")
