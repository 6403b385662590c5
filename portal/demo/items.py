"""A service item of the demo that needs no code: it shows that what an office defines lives the same life as a coded one."""

from __future__ import annotations

from portal.actor import Actor
from portal.services.actions import publish_item_version
from portal.services.definitions import Condition, FieldDefinition, Guide, ItemDefinition, MaterialDefinition

RESIDENCE_PERMIT = ItemDefinition(
    code="residence_permit_agency",
    official_code="119901001GA-GG-0002",
    name="居住证代办",
    on_the_spot=False,
    statutory_days=15,
    promised_days=7,
    guide=Guide(
        legal_basis="《居住证暂行条例》第九条",
        organ="公安机关，街道便民服务大厅代办",
        audience="在本地居住半年以上、有合法稳定就业或住所的外来人员",
        place="街道便民服务大厅综合窗口",
        hours="工作日 8:30—12:00，14:00—17:30",
        flow="申请—核对材料—受理—送公安机关—取回—领取",
        result="居住证",
    ),
    conditions=(Condition("在本街道居住半年以上"), Condition("有合法稳定就业、住所或者连续就读之一")),
    fields=(
        FieldDefinition(
            "purpose", "居住事由", kind="text", required=True, hint="务工、经商、就读、投靠等", max_length=60
        ),
    ),
    materials=(
        MaterialDefinition("identity", "居民身份证", forms=("original", "copy"), issuer="公安机关"),
        MaterialDefinition(
            "dwelling", "居住地址证明", forms=("copy",), source="房东、单位或居委会", can_be_promised=True
        ),
    ),
)


def publish_items(actor: Actor) -> None:
    """Publish the demo's own items from today on."""
    publish_item_version(actor, definition=RESIDENCE_PERMIT)
