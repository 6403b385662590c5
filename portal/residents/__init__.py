"""The people, households and organisations that the office serves: each registered once, found, corrected, merged.

What is done for them lives in the rooms above; those hang their parts on the resident's page through `hooks`.
"""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from portal.errors import N_


def register(app: Flask) -> None:
    """Add the pages and commands of residents, and the words in which the audit trail tells of them."""
    from portal.audit import words
    from portal.residents.commands import generate, residents_group
    from portal.residents.routes import blueprint

    for noun in ("search", "people", "changes", "duplicates", "groups"):
        import_module(f"portal.residents.routes.{noun}")  # each adds its pages to the blueprint
    app.register_blueprint(blueprint)
    for command in (residents_group, generate):
        app.cli.add_command(command)
    words.name_verbs(
        {
            "residents.search_residents": N_("按号码查找居民"),
            "residents.read_resident": N_("查看居民档案"),
            "residents.read_household": N_("查看户"),
            "residents.read_organisation": N_("查看单位联系电话"),
            "residents.register_resident": N_("登记居民"),
            "residents.request_duplicate": N_("重号报批"),
            "residents.approve_duplicate": N_("批准重号登记"),
            "residents.refuse_duplicate": N_("退回重号登记"),
            "residents.correct_resident": N_("更正居民登记"),
            "residents.add_paper": N_("登记证件"),
            "residents.reveal_number": N_("查看全号"),
            "residents.record_death": N_("登记死亡"),
            "residents.cancel_death": N_("撤销死亡登记"),
            "residents.merge_residents": N_("合并居民档案"),
            "residents.merged_away": N_("档案被并入另一条"),
            "residents.undo_merge": N_("撤销合并"),
            "residents.register_household": N_("登记户"),
            "residents.add_household_member": N_("户内增加成员"),
            "residents.end_household_member": N_("户内成员迁出"),
            "residents.register_organisation": N_("登记单位（法人）"),
            "residents.correct_household": N_("更正户的登记"),
            "residents.correct_household_member": N_("更正户内成员"),
            "residents.correct_organisation": N_("更正单位的登记"),
            "residents.import_roster": N_("导入名册"),
            "residents.generate": N_("生成示范居民"),
        }
    )
    words.name_facts({"was": N_("更正前")})
    words.name_subjects(
        {
            "Resident": N_("居民"),
            "PendingDuplicate": N_("重号报批"),
            "Household": N_("户"),
            "Organisation": N_("单位（法人）"),
        }
    )
