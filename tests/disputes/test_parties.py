"""One name in one field: what reads as two people or two bodies is refused in words."""

from __future__ import annotations

import pytest

from portal.disputes.parties import is_several, read_details, read_name
from portal.errors import RuleBroken


class TestReadName:
    @pytest.mark.parametrize(
        "name",
        [
            "张三、李四",
            "张三 李四",
            "张三，李四",
            "张三和李四",
            "张三等5人",
            "王某某与赵六",
            "张三/李四",
            "刘家3户",
            "张三\u3000李四",
        ],
    )
    def test_two_people_are_refused(self, name: str) -> None:
        with pytest.raises(RuleBroken, match="像是两个人"):
            read_name(name, "person")

    @pytest.mark.parametrize("name", ["张和平", "欧阳和平", "买买提·艾力", "John Smith", "和珅", "张䶮"])
    def test_one_person_is_one(self, name: str) -> None:
        assert not is_several(name)
        assert read_name(name, "person") == name

    def test_two_bodies_are_refused_and_one_with_commas_is_not(self) -> None:
        for name in ("甲有限公司和乙有限公司", "甲厂、乙厂"):
            with pytest.raises(RuleBroken, match="像是两个单位"):
                read_name(name, "organisation")
        assert read_name("示范和平物业有限公司", "organisation")


class TestReadDetails:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("139 0000 0101", "13900000101"),
            ("１３９００００００１０１", ""),
            ("13900000101、0591 87650000", "13900000101、0591-87650000"),
            ("4008123456", "4008123456"),
            ("95598", "95598"),
            ("12345", "12345"),
            ("+1 212 5550100", "+1 212 5550100"),
            ("不详", "不详"),
            ("abc", ""),
            ("139 0000 00", ""),
            ("87650000", ""),
            ("13900000101转李四", ""),
        ],
    )
    def test_a_phone_can_be_called(self, typed: str, kept: str) -> None:
        """One digit too few is said at the field; two numbers, a hotline, and words instead of a number are taken."""
        if kept:
            assert read_details({"phone": typed}) == {"phone": kept}
            return
        with pytest.raises(RuleBroken) as refused:
            read_details({"phone": typed}, "parties-1-")
        assert refused.value.field == "parties-1-phone"
