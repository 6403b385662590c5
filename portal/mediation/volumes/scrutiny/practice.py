"""What an office may set against invention: from where on two cases look alike, how many cases of one person are too many."""

from __future__ import annotations

from portal import settings
from portal.errors import N_

_GROUP = N_("人民调解：以案定补和核查")

ALIKE = settings.define(
    "mediation.alike_percent",
    "integer",
    50,
    N_("案情雷同的界限（%）"),
    _GROUP,
    hint=N_("与同一调解员此前的案件比较。各自写成的案情一般不到 10%，套用同一模板的在 70% 以上。"),
    minimum=20,
    maximum=100,
    per_unit=True,
)
COMPARED = settings.define(
    "mediation.alike_cases",
    "integer",
    200,
    N_("案情与此前多少件比较"),
    _GROUP,
    minimum=10,
    maximum=1000,
)
PERSON_CASES = settings.define(
    "mediation.person_cases",
    "integer",
    3,
    N_("同一当事人最多几件，再多的要核查"),
    _GROUP,
    hint=N_("在下面的天数内。登记簿里没有的人按姓名计。"),
    minimum=1,
    maximum=50,
    per_unit=True,
)
PERSON_DAYS = settings.define(
    "mediation.person_days",
    "integer",
    365,
    N_("同一当事人的案件按多少天计"),
    _GROUP,
    minimum=30,
    maximum=1100,
    per_unit=True,
)
SAMPLE = settings.define(
    "mediation.sample_percent",
    "integer",
    10,
    N_("抽查回访的比例（%）"),
    _GROUP,
    minimum=1,
    maximum=100,
    per_unit=True,
)
