"""Working days, make-up days and opening hours, as tables that an administrator keeps; the arithmetic is in `standards`."""

from __future__ import annotations

from flask import Flask

from portal.almanac.changes import on_change
from portal.errors import N_

__all__ = ["on_change", "register"]


def register(app: Flask) -> None:
    """Add the calendar's pages."""
    from portal.almanac import routes
    from portal.audit import words

    app.register_blueprint(routes.blueprint)
    words.name_verbs(
        {
            "almanac.set_day": N_("登记日历中的一天"),
            "almanac.remove_day": N_("删除日历中的一天"),
            "almanac.load_notice": N_("登记放假通知"),
            "almanac.mark_official": N_("把年份标为正式"),
            "almanac.mark_provisional": N_("把年份改为暂定"),
            "almanac.change_hours": N_("修改开放时间"),
            "almanac.seed_calendar": N_("预置工作日历"),
        }
    )
    words.name_facts(
        {
            "years": N_("年份"),
            "days": N_("天数"),
            "is_workday": N_("是否上班"),
            "hours": N_("开放时间"),
        }
    )
    words.name_subjects({"CalendarDay": N_("日历中的一天"), "CalendarYear": N_("日历年份")})
