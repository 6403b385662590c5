"""Papers filled in with made-up people: one of each kind, and the hard ones (long names, rare characters, many rows)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from portal.documents import payload
from portal.documents.facts import PaperFacts, to_plain
from portal.documents.imprint import Imprint, check_address
from portal.documents.kinds import kind_of
from portal.documents.papers import (
    AcceptanceReceipt,
    ClosingSlip,
    Defect,
    HandoverLine,
    MaterialHandover,
    MaterialLine,
    MaterialPromise,
    NonAcceptanceNotice,
    OneTimeNotice,
    PromisedMaterial,
    RequiredMaterial,
    SeniorCardFace,
    ServiceReceipt,
    SupplementNotice,
)
from portal.documents.payload import Claim
from portal.documents.render import PaperOrder
from portal.documents.signing import printed_digest

KEY = Ed25519PrivateKey.from_private_bytes(b"the samples' key, known to all..")
DAY = dt.date(2026, 11, 22)
RARE_NAMES = ("张䶮", "陈𬭚", "王\U0002c386")
LONG_NAME = "买买提依明·阿不都热合曼·吐尔逊尼亚孜·艾力西尔·库尔班江·亚库普·阿卜杜拉·穆罕默德·伊布拉音·玉素甫"
OFFICE: dict[str, Any] = {
    "office": "示范街道便民服务中心",
    "office_phone": "0999-1234567",
    "complaint_phone": "0999-12345",
    "office_address": "示范街道示范路 1 号一楼大厅",
}
WHO: dict[str, Any] = {
    **OFFICE,
    "applicant": "张䶮",
    "identity_masked": "119901********0018",
    "contact_phone": "139****0000",
    "item": "老年优待证办理（新办）",
    "item_code": "11990100MZ-GG-0007",
}
MATERIALS = (
    MaterialLine(name="居民身份证", form="原件核验、复印件", pages=1, state="核验后退还"),
    MaterialLine(name="近期一寸白底免冠照片", form="电子件"),
    MaterialLine(name="户口簿（户主页、本人页）", form="复印件", pages=2, state="容缺"),
    MaterialLine(name="授权委托书", form="原件", pages=1),
)
REMEDIES = "如对本决定不服，可以自收到本通知书之日起六十日内申请行政复议，或者六个月内依法提起行政诉讼。"


def receipt(**more: Any) -> AcceptanceReceipt:
    """An ordinary acceptance receipt; `more` overrides its facts."""
    return AcceptanceReceipt(
        **{
            **WHO,
            "agent": "陈𬭚",
            "agent_relation": "子女",
            "applied_on": DAY,
            "legal_basis": "《中华人民共和国老年人权益保障法》第五十三条；《示范区老年人优待办法》第八条",
            "materials": MATERIALS,
            "accepted_on": DAY,
            "accepted_by": "测试一号窗",
            "due_on": dt.date(2026, 11, 27),
            "promised_days": 5,
            "statutory_days": 20,
            **more,
        }
    )


def long_receipt() -> AcceptanceReceipt:
    """A receipt that needs two pages: a name of 58 characters, a long item, twenty materials, a provisional due date."""
    lines = tuple(
        MaterialLine(
            name=f"第{i}项：户籍、居住、收入和财产状况的证明及核对授权书",
            form="复印件",
            copies=1 + i % 2,
            pages=i,
        )
        for i in range(1, 21)
    )
    return receipt(
        applicant=LONG_NAME,
        agent="陈𬭚\U0002c386",
        item="特困人员认定及救助供养申请（含分散供养照料服务协议签订与集中供养机构入住登记）",
        legal_basis="《社会救助暂行办法》第十四条、第十五条；《特困人员认定办法》第四条至第十二条。" * 3,
        materials=lines,
        due_on=dt.date(2027, 1, 6),
        due_provisional=True,
        note="申请人行动不便，由代办人到场提交。",
    )


def photo() -> bytes:
    """A portrait of nobody, 25×35 mm at 360 dpi."""
    target = io.BytesIO()
    Image.new("RGB", (354, 496), "#c8d8e8").save(target, "JPEG", dpi=(360, 360))
    return target.getvalue()


def card(**more: Any) -> SeniorCardFace:
    """A senior card; `more` overrides its facts."""
    return SeniorCardFace(
        **{
            **OFFICE,
            "region": "示范区",
            "colour": "green",
            "name": "张䶮",
            "sex": "男",
            "ethnic_group": "汉",
            "identity_number": "119901196611220018",
            "address": "示范区示范街道和平社区幸福里 12 号楼 3 单元 502 室",
            "card_number": "A13000128",
            "issued_on": dt.date(2026, 11, 27),
            "issuer": "示范街道办事处",
            "photo": photo(),
            **more,
        }
    )


def one_time_notice() -> OneTimeNotice:
    """A one-time notice with two materials missing."""
    return OneTimeNotice(
        **WHO,
        legal_basis="《中华人民共和国行政许可法》第三十二条；《示范区老年人优待办法》第八条",
        conditions="具有本区户籍或在本区居住的六十周岁以上老年人。",
        process="申请 → 受理 → 审核 → 制证 → 领取",
        time_limit="5 个工作日",
        place="示范街道示范路 1 号一楼大厅 3 号窗口",
        materials=(
            RequiredMaterial(name="居民身份证", form="原件", issuer="公安机关"),
            RequiredMaterial(
                name="近期一寸照片", form="原件或电子件", issuer="本人提供", missing=True, reason="未提交"
            ),
            RequiredMaterial(
                name="户口簿", form="复印件", issuer="公安机关", missing=True, reason="本人页缺失"
            ),
        ),
        special_cases="行动不便的老年人可以由代办人办理，另需授权委托书和代办人身份证。",
        supply_by=dt.date(2026, 12, 4),
        effect="逾期未补齐的，申请材料退回，可以重新申请。",
        remedies="对本告知内容有异议的，可以向监督电话反映。",
        told_on=DAY,
        told_by="测试一号窗",
    )


def all_samples() -> dict[str, PaperFacts]:
    """A name for each sample that begins with its paper's kind."""
    return {
        "acceptance_receipt": receipt(),
        "acceptance_receipt-long": long_receipt(),
        "one_time_notice": one_time_notice(),
        "supplement_notice": SupplementNotice(
            **WHO,
            received_on=dt.date(2026, 11, 20),
            defects=(
                Defect(
                    name="近期一寸照片",
                    problem="背景为蓝色，且拍摄时间超过三个月。",
                    cure="提交三个月内的白底照片。",
                ),
                Defect(
                    name="授权委托书", problem="缺少委托人签名。", cure="由委托人补签，不能签名的按指印。"
                ),
            ),
            supply_by=dt.date(2027, 1, 8),
            supply_provisional=True,
            effect="逾期不补正的，视为撤回申请，已收材料予以退还。",
            told_on=DAY,
            told_by="测试一号窗",
        ),
        "non_acceptance_notice": NonAcceptanceNotice(
            **WHO,
            applied_on=DAY,
            reason_code="N02",
            reason="申请人户籍地和居住地均不在本街道辖区内，该申请事项依法不属于本单位职责范围。",
            article="《中华人民共和国行政许可法》第三十二条第一款第二项。",
            where_else="请到户籍所在地的邻近街道便民服务中心申请。",
            remedies=REMEDIES,
            decided_on=DAY,
            decided_by="测试一号窗",
        ),
        "material_promise": MaterialPromise(
            **WHO,
            application_number="示街办受〔2026〕128号",
            materials=(
                PromisedMaterial(name="户口簿复印件", promised_by=dt.date(2026, 12, 4)),
                PromisedMaterial(name="近期一寸照片", promised_by=dt.date(2026, 11, 30), way="网上上传"),
            ),
            consequences="逾期未补交的，同意终止办理并退回申请。",
            promised_on=DAY,
            told_by="测试一号窗",
        ),
        "service_receipt": ServiceReceipt(
            **OFFICE,
            resident="陈𬭚",
            contact_phone="139****0000",
            asked="咨询高龄津贴的申请条件和发放时间。",
            answer="已说明八十周岁以上本区户籍老人均可申请，每季度首月发放。",
            next_step="社区网格员三日内上门协助准备材料。",
            served_on=DAY,
            served_by="测试一号窗",
        ),
        "closing_slip": ClosingSlip(
            **WHO,
            accepted_on=DAY,
            materials=MATERIALS[:3],
            decided_on=DAY,
            result="准予办理",
            result_papers="老年优待证（绿证）　证号 A13000128",
            reasons="申请人年满六十周岁，符合《示范区老年人优待办法》第三条规定。",
            handled_by="测试一号窗",
            remedies=REMEDIES,
        ),
        "material_handover": MaterialHandover(
            **WHO,
            application_number="示街办受〔2026〕128号",
            materials=(
                HandoverLine(
                    name="户口簿", form="原件", pages=6, original_kept=True, return_on=dt.date(2026, 12, 4)
                ),
                HandoverLine(name="居民身份证", form="复印件", pages=1),
            ),
            received_on=DAY,
            received_by="测试一号窗",
        ),
        "senior_card": card(),
        "senior_card-long": card(
            name=LONG_NAME[:16], ethnic_group="维吾尔", colour="red", address="示范区" * 20, photo=None
        ),
        "senior_card-preprinted": card(preprinted=True),
    }


def order(name: str, facts: PaperFacts, paper_format: str | None = None, signed: bool = True) -> PaperOrder:
    """What the renderer gets for a sample, with a fixed number, code and key; unsigned as papers were before signing began."""
    kind = kind_of(name.split("-", maxsplit=1)[0])
    imprint = Imprint(
        number="示街办受〔2026〕128号" if kind.number_kind else "",
        check_code="7KQ4MW9P",
        check_url=check_address("http://10.20.30.40:8000", "7KQ4MW9P", "Zk3_9sQw81Lp"),
        issued_on=DAY,
    )
    return PaperOrder(
        template=kind.template,
        version=kind.version,
        paper_format=paper_format or kind.formats[0],
        title=kind.title,
        seal=kind.seal,
        facts=facts,
        imprint=dataclasses.replace(imprint, proof=proof(kind.code, facts, imprint) if signed else ""),
    )


def proof(kind: str, facts: PaperFacts, imprint: Imprint, key: Ed25519PrivateKey = KEY) -> str:
    """The payload of a sample, signed with a key that is no secret."""
    frozen = {"facts": to_plain(facts), "imprint": to_plain(imprint), "salt": "00" * 16}
    claim = Claim(
        key_id=key_id(key),
        kind_code=payload.kind_code_of(kind),
        day=imprint.issued_on,
        check_code=imprint.check_code,
        digest=printed_digest(frozen),
        number=imprint.number or facts.own_number,
    )
    return payload.write(claim, key.sign(payload.message_of(claim)))


def key_id(key: Ed25519PrivateKey) -> str:
    """The name under which a payload gives this key."""
    return hashlib.sha256(key.public_key().public_bytes_raw()).hexdigest()[:8]
