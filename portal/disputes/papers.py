"""The fixed words of letters about a task of several bodies: an invitation to take part, without more than the body needs."""

from __future__ import annotations

TITLE = {"joint": "关于请派员参加联合化解的函", "lead": "关于请牵头联合化解的函"}
ASKED = {"joint": "请贵单位派员参加", "lead": "请贵单位牵头"}


def invitation(*, number: str, matter: str, category: str, role: str, lead: str, task: str) -> str:
    """The text of the letter that asks a body outside for its part, a paragraph a line."""
    by_whom = f"该纠纷由{lead}牵头。" if role == "joint" and lead else ""
    return "\n".join(
        (
            f"现有“{matter}”一件（纠纷编号：{number}，类别：{category}），需多部门联合化解，{ASKED[role]}。{by_whom}",
            f"请贵单位承担的任务：{task}",
            "请确定参加人员，并将人员名单及书面意见函复我单位。",
        )
    )
