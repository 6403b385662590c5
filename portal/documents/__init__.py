"""Paper: numbers without gap or repeat, frozen facts, bytes made once and kept, and the check that a paper is genuine.

Rooms declare their papers with `kinds.define_kind` and hand over frozen facts; this room never sees their records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Hand over what paper needs of this installation, and add its pages, the public check and the commands."""
    from portal.audit import words
    from portal.documents import commands, installation, papers, routes  # noqa: F401  (papers declare themselves)
    from portal.documents.bulk import job  # noqa: F401  (declares the bulk print)
    from portal.documents.words import FACTS, SUBJECTS, VERBS
    from portal.errors import N_
    from portal.web import navigation

    settings = app.config["PORTAL"]
    installation.use(
        installation.Installation(
            base_url=settings.base_url,
            instance=settings.instance,
            render_inline=bool(app.config.get("RENDER_INLINE", False)),
        )
    )
    app.register_blueprint(routes.blueprint)
    navigation.add("documents.read_numbers", label=N_("编号簿"), group=N_("系统管理"), order=850)
    navigation.add("documents.print_bulk", label=N_("批量打印"), group=N_("工作"), order=96)
    navigation.add("documents.list_printers", label=N_("打印机"), group=N_("工作"), order=98)
    navigation.add("documents.list_prints", label=N_("打印统计"), group=N_("查询与统计"), order=605)
    words.name_verbs(VERBS)
    words.name_subjects(SUBJECTS)
    words.name_facts(FACTS)
    for command in commands.ALL:
        app.cli.add_command(command)
