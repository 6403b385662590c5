"""What this office is called on its pages and papers: a setting, so that a renaming is dated like any other."""

from __future__ import annotations

import datetime as dt

from portal import settings
from portal.errors import N_

KEY = "units.office_name"
DEFAULT = N_("街道便民服务大厅")

settings.define(
    KEY,
    "text",
    DEFAULT,
    N_("服务大厅名称"),
    N_("单位"),
    hint=N_("显示在每个页面的左上角和登录页上。"),
    longest=60,
)


def office_name(on: dt.date | None = None) -> str:
    """The office's name on a day (today when None), as the administrator wrote it."""
    return str(settings.value(KEY, on=on))
