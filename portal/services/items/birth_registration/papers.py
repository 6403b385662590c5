"""What the papers of birth registration say: the certificate (生育登记凭证) with its newborns, the promise, the visit form.

Numbers of persons come in masked; the code to check leads to a token and never to a person.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind, define_number_kind
from portal.errors import N_

CERTIFICATE, PROMISE, VISIT = "birth_certificate", "birth_promise", "newborn_visit"


@dataclass(frozen=True, kw_only=True)
class Parent:
    """One of the parents; `side` is 女方 or 男方. What was not told stays empty."""

    side: str
    name: str = said(N_("姓名"))
    identity_kind: str = said(N_("证件种类"), default="")
    identity_masked: str = said(N_("证件号码"), default="")
    birth: dt.date | None = None
    ethnic_group: str = said(N_("民族"), default="")
    nationality: str = said(N_("国籍或地区"), default="")
    marital: str = said(N_("婚姻状况"), default="")
    household_address: str = said(N_("户籍地址"), default="")
    address: str = said(N_("现居住地址"), default="")
    employer: str = said(N_("工作单位"), default="")


@dataclass(frozen=True, kw_only=True)
class ChildLine:
    """One line of the list of newborns (副页); an empty line is filled in by hand after the birth."""

    name: str = said(N_("姓名"), default="")
    sex: str = said(N_("性别"), default="")
    birth: dt.date | None = None
    paper_masked: str = said(N_("出生医学证明或证件号码"), default="")
    order: int | None = None


@dataclass(frozen=True, kw_only=True)
class BirthCertificate(PaperFacts):
    """生育登记凭证 for one parent or two. `weeks` is the 孕周 in words on the day of issue; `newborns` is the 副页."""

    certificate_title: str = said(N_("凭证名称"))
    business: str = said(N_("登记类型"))
    parents: tuple[Parent, ...] = said(N_("父母"))
    married: str = said(N_("结婚登记"), default="")
    due_on: dt.date | None = None
    weeks: str = said(N_("孕周"), default="")
    hospital: str = said(N_("建册医院"), default="")
    booklet: str = said(N_("母子健康手册号"), default="")
    children_before: int = 0
    order: str = said(N_("孩次"))
    newborns: tuple[ChildLine, ...] = said(N_("出生子女"), default=())
    note: str = said(N_("备注"), default="")
    issued_on: dt.date
    handled_by: str = said(N_("经办人"))


@dataclass(frozen=True, kw_only=True)
class BirthPromise(PaperFacts):
    """生育登记承诺书: what the applicants declare, and which materials it stands for (告知承诺制)."""

    parents: tuple[Parent, ...] = said(N_("承诺人"))
    business: str = said(N_("登记类型"))
    statements: tuple[str, ...] = said(N_("承诺内容"))
    replaced: tuple[str, ...] = said(N_("代替的材料"), default=())
    consequences: str = said(N_("违诺后果"))
    promised_on: dt.date
    handled_by: str = said(N_("经办人"))


@dataclass(frozen=True, kw_only=True)
class VisitForm(PaperFacts):
    """新生儿家庭走访表, taken along on the visit: the family, one line a child, boxes to tick. No number of a person whole."""

    community: str = said(N_("社区"))
    mother: str = said(N_("产妇姓名"))
    phone_masked: str = said(N_("联系电话"), default="")
    address: str = said(N_("住址"), default="")
    hospital: str = said(N_("医院"), default="")
    born_on: dt.date
    children: tuple[ChildLine, ...] = said(N_("新生儿"))
    needs: tuple[str, ...] = said(N_("协助事项"))
    results: tuple[str, ...] = said(N_("走访结果"))
    dispatched_on: dt.date
    due_on: dt.date


PAPER_WORD = "育"
CODE = "birth_registration"
RIGHT = "services.read_application"
define_number_kind(CODE, N_("生育登记编号"), PAPER_WORD)
define_kind(
    CERTIFICATE,
    N_("生育登记凭证"),
    BirthCertificate,
    formats=("a4",),
    number_kind=CODE,
    seal=N_("业务专用章"),
    permission=RIGHT,
)
define_kind(PROMISE, N_("生育登记承诺书"), BirthPromise, formats=("a4",), permission=RIGHT)
define_kind(
    VISIT,
    N_("新生儿家庭走访表"),
    VisitForm,
    formats=("a4",),
    permission="services.read_visit",
    void_permission="services.stop_visit",  # a void sheet tells that contact was stopped
)
