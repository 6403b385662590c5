"""The form by which a workbook is handed in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from portal.web.forms import PortalForm


class HandInPaperForm(PortalForm):
    """The filled-in template."""

    file = FileField(
        _l("填好的 Excel 表"),
        [FileRequired(_l("请选择文件。"))],
        description=_l("请用本页下载的模板，.xlsx 格式，一次不超过 5000 行。"),
    )
