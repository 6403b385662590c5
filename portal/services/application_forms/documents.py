"""An application turned into the frozen facts of its form: what the register knows, what was answered, what is handed in."""

from __future__ import annotations

from portal import clock
from portal.residents.groups import Organisation
from portal.residents.models import Resident
from portal.services.answer_words import said
from portal.services.application_forms.papers import FormLine, FormRow, FormTable, PrintedForm
from portal.services.checklist import checklist, definition_on
from portal.services.definitions import FieldDefinition, ItemDefinition
from portal.services.documents import applicant_facts, office_facts
from portal.services.models import Application
from portal.services.states import BEFORE_ACCEPTANCE
from portal.standards.chinese_dates import chinese_date
from portal.standards.codes import SEX
from portal.standards.ethnic_groups import ETHNIC_GROUPS
from portal.standards.identity import mask_identity
from portal.standards.papers import PAPERS
from portal.standards.phones import mask_phone
from portal.standards.relations import RELATIONS

PAPER_TITLE = "{item}申请表"
PAPER_PROMISE = (
    "本人（本单位）承诺：以上填写的内容和提交的材料真实、完整，已知悉办理本事项的条件和要求；"
    "如有虚假，愿意承担相应的法律责任。"
)
PAPER_LABELS = {
    "name": "姓　　名",
    "sex": "性　　别",
    "birth": "出生日期",
    "ethnic": "民　　族",
    "paper": "证件类型",
    "number": "证件号码",
    "phone": "联系电话",
    "home": "现 住 址",
    "hukou": "户籍地址",
    "household": "户　　号",
    "members": "家庭成员",
    "head": "户　　主",
    "organisation": "单位名称",
    "code": "信用代码",
    "representative": "法定代表人",
    "relation": "与申请人关系",
}
PAPER_MEMBER = "{name}（{relation}）"
PAPER_NEXT = "、"


def printed_form(application: Application) -> PrintedForm:
    """申请表 of a draft as it stands, or of an accepted application as it was accepted."""
    day = clock.today()
    is_open = application.state in BEFORE_ACCEPTANCE
    definition = definition_on(application, day) if is_open else application.definition
    answers, tables = _answers(application, definition)
    facts = applicant_facts(application)
    return PrintedForm(
        **office_facts(application.unit, day, definition),
        **facts,
        form_title=PAPER_TITLE.format(item=facts["item"]),
        applied_on=application.applied_on,
        subject=tuple(_subject(application)),
        agent_lines=tuple(_person(application.agent, application.agent_relation))
        if application.agent
        else (),
        answers=answers,
        tables=tables,
        materials=tuple(
            line.definition.name for line in checklist(application, day) if line.state != "not_needed"
        ),
        promise=PAPER_PROMISE,
    )


def _line(key: str, value: str, *, is_wide: bool = False) -> FormLine:
    return FormLine(label=PAPER_LABELS[key], value=value, is_wide=is_wide)


def _subject(application: Application) -> list[FormLine]:
    subject = application.subject
    if isinstance(subject, Resident):
        return _person(subject)
    if isinstance(subject, Organisation):
        return [
            _line("organisation", subject.name, is_wide=True),
            _line("code", subject.credit_code or ""),
            _line("representative", subject.legal_representative),
            _line("phone", mask_phone(subject.phone) if subject.phone else ""),
            _line("home", subject.address, is_wide=True),
        ]
    present = [member for member in subject.members if member.until is None]
    names = PAPER_NEXT.join(
        PAPER_MEMBER.format(name=one.resident.name, relation=RELATIONS.get(one.relation, ""))
        for one in present
    )
    head = subject.head
    return [
        _line("head", head.name if head else ""),
        _line("household", mask_identity(subject.number)),
        _line("phone", mask_phone(head.phone) if head and head.phone else ""),
        _line("home", subject.address, is_wide=True),
        _line("members", names, is_wide=True),
    ]


def _person(person: Resident, relation: str = "") -> list[FormLine]:
    paper = person.primary_paper
    lines = [
        _line("name", person.name),
        _line("sex", SEX.get(person.sex, "")),
        _line("paper", PAPERS[paper.kind].label if paper else ""),
        _line("number", mask_identity(paper.number) if paper and paper.number else ""),
        _line("phone", mask_phone(person.phone) if person.phone else ""),
    ]
    if relation:
        return [*lines, _line("relation", relation)]
    return [
        *lines,
        _line("birth", chinese_date(person.birth_date) if person.birth_date else ""),
        _line("ethnic", ETHNIC_GROUPS.get(person.ethnic_group, "")),
        _line("hukou", person.household_address, is_wide=True),
        _line("home", person.address, is_wide=True),
    ]


def _answers(
    application: Application, definition: ItemDefinition
) -> tuple[tuple[FormLine, ...], tuple[FormTable, ...]]:
    kept = application.answers or {}
    lines, tables = [], []
    for one in definition.fields_for(application.business):
        if one.kind == "rows":
            tables.append(_table(one, kept.get(one.code) or []))
        else:
            is_wide = one.kind in {"long_text", "file"} or len(one.label) > 8
            lines.append(FormLine(label=one.label, value=said(one, kept.get(one.code)), is_wide=is_wide))
    return tuple(lines), tuple(tables)


def _table(one: FieldDefinition, rows: list[dict[str, object]]) -> FormTable:
    return FormTable(
        title=one.label,
        columns=tuple(column.label for column in one.columns),
        rows=tuple(
            FormRow(cells=tuple(said(column, row.get(column.code)) for column in one.columns)) for row in rows
        ),
    )
