"""Where the designer joins in: its pages and navigation, and the words of the trail."""

from __future__ import annotations

from flask import Flask

from portal.audit import words
from portal.errors import N_
from portal.services import results  # noqa: F401  (its kind of paper)
from portal.services.designer.routes import blueprint
from portal.web import navigation

VERBS = {
    "services.draft_item": N_("编制事项"),
    "services.save_item_draft": N_("保存事项草稿"),
    "services.discard_item_draft": N_("放弃事项草稿"),
    "services.submit_item_draft": N_("提交事项草稿"),
    "services.return_item_draft": N_("退回事项草稿"),
    "services.publish_item_draft": N_("发布事项草稿"),
    "services.test_item_draft": N_("试运行事项"),
}


def open_doors(app: Flask) -> None:
    """Add the blueprint, its place in the navigation, and the words of its verbs."""
    app.register_blueprint(blueprint)
    navigation.add("designer.list_drafts", label=N_("事项草稿"), group=N_("系统管理"), order=836, daily=True)
    words.name_verbs(VERBS)
    words.name_subjects({"ItemDraft": N_("事项草稿")})
    words.name_facts({"code": N_("编码"), "parts": N_("章节"), "origin": N_("来源"), "digest": N_("校验值")})
