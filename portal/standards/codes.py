"""Small code tables of the national standards, code → label in the order of the standard. Labels are marked for translation;
the two long tables have modules of their own and are named here too.
"""

from __future__ import annotations

from portal.errors import N_
from portal.standards.ethnic_groups import ETHNIC_GROUPS
from portal.standards.relations import RELATIONS

__all__ = [
    "DISABILITY_GRADES",
    "DISABILITY_KINDS",
    "EDUCATION",
    "ETHNIC_GROUPS",
    "FEMALE",
    "MALE",
    "MARITAL",
    "RELATIONS",
    "SEX",
    "code_of",
    "label_of",
]

MALE, FEMALE = "1", "2"

# GB/T 2261.1-2003, sex (人的性别代码).
SEX = {"0": N_("未知的性别"), MALE: N_("男"), FEMALE: N_("女"), "9": N_("未说明的性别")}

# GB/T 2261.2-2003, marital status (婚姻状况代码).
MARITAL = {
    "10": N_("未婚"),
    "20": N_("已婚"),
    "21": N_("初婚"),
    "22": N_("再婚"),
    "23": N_("复婚"),
    "30": N_("丧偶"),
    "40": N_("离婚"),
    "90": N_("未说明的婚姻状况"),
}

# GB/T 4658, education (学历代码), in the ten broad classes that registers keep.
EDUCATION = {
    "10": N_("研究生"),
    "20": N_("大学本科"),
    "30": N_("大学专科"),
    "40": N_("中等专业学校"),
    "50": N_("技工学校"),
    "60": N_("普通高中"),
    "70": N_("初中"),
    "80": N_("小学"),
    "90": N_("文盲或半文盲"),
}

# The 19th and 20th place of a disability card's number (残疾人证), GB/T 26341-2010.
DISABILITY_KINDS = {
    "1": N_("视力残疾"),
    "2": N_("听力残疾"),
    "3": N_("言语残疾"),
    "4": N_("肢体残疾"),
    "5": N_("智力残疾"),
    "6": N_("精神残疾"),
    "7": N_("多重残疾"),
}
DISABILITY_GRADES = {"1": N_("一级"), "2": N_("二级"), "3": N_("三级"), "4": N_("四级")}


def label_of(table: dict[str, str], code: str) -> str:
    """The label of a code, or the code itself where an old file carries one that the standard does not list."""
    return table.get(code, code)


def code_of(table: dict[str, str], label: str) -> str | None:
    """The code of a label as a roster writes it, blanks ignored; None when no label is the same."""
    wanted = "".join(label.split())
    return next((code for code, known in table.items() if known == wanted), None)
