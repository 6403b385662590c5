"""The pages of a destitute person's case: from the visit over opinion and notice to the district's answer."""

from __future__ import annotations

from portal.db import transaction
from portal.services.items.destitute_support.queries import find_case
from tests.factories import assistance, destitute, services
from tests.services.counter import Counter, counter

__all__ = ["counter"]


def test_from_the_visit_to_the_file(counter: Counter) -> None:
    with counter.app.app_context(), transaction():
        destitute.standards()
    key = counter.make(destitute.accepted)
    clerk = counter.at(key).follow("入户调查和自理能力评估")
    clerk.fill("调查人二", "测试乙").fill("签字人", "王独老").choose("子女等法定义务人", "没有法定义务人")
    clerk.choose("城乡", "城市").check("洗澡").fill("每月收入（元）", "很少").press("保存")
    assert clerk.page.status == 422
    clerk.fill("每月收入（元）", "200").press("保存")
    assert "半护理" in clerk.page.text
    clerk.follow("初审意见")
    assert "1145.00" in clerk.page.text.replace(",", "")
    clerk.choose("初审意见", "建议给予").fill("照料人或者供养服务机构", "李邻居").fill(
        "照料人与本人关系", "邻居"
    )
    clerk.fill("开户银行", "示范农商银行").fill("银行账号", assistance.ACCOUNT).press("保存初审意见")
    clerk.follow("初审公示").press("生成公示单")
    clerk.follow("查看公示")
    with counter.app.app_context(), transaction():
        case = find_case(services.reload(key))
        assert case is not None
        assert case.account == assistance.ACCOUNT
    assert counter.at(key, "clerk_s2", "destitute/visit").page.status == 404
    assert counter.at(key, "community", "destitute/visit").page.status == 403
    other = counter.accepted()
    assert clerk.open(f"/services/applications/{other}/destitute/visit").page.status == 404
