"""The navigation shows a reader what they may open, and marks where they are."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from portal.actor import Actor
from portal.web import navigation
from portal.web.application import Portal

CLERK = Actor(1, 1, 1, "clerk", "测试", frozenset({"residents.search_residents"}))


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """No room has offered a page yet."""
    monkeypatch.setattr(navigation, "_entries", {})


@pytest.fixture
def request_context(app: Portal) -> Iterator[None]:
    """A request for the second page of a list."""
    with app.test_request_context("/patterns?page=2&item=x&restore=abc"):
        yield


def _labels(actor: Actor | None, path: str = "/") -> dict[str, list[str]]:
    return {g.label: [link.label for link in g.all] for g in navigation.groups_for(actor, path)}


@pytest.mark.usefixtures("request_context")
class TestGroupsFor:
    """Who sees which links, in which order."""

    def test_a_visitor_sees_open_pages_only(self) -> None:
        navigation.add("patterns.show_patterns", label="样例", group="示范")
        navigation.add("accounts.change_password", label="密码", group="我的")
        assert _labels(None) == {"示范": ["样例"]}
        assert _labels(CLERK) == {"示范": ["样例"], "我的": ["密码"]}

    def test_a_permission_hides_a_page_from_others(self) -> None:
        navigation.add(
            "patterns.show_patterns", label="查找", group="居民", permission="residents.search_residents"
        )
        assert _labels(CLERK) == {"居民": ["查找"]}
        assert _labels(dataclasses.replace(CLERK, permissions=frozenset())) == {}
        assert _labels(None) == {}

    def test_a_page_that_is_not_built_is_left_out(self) -> None:
        navigation.add("nowhere.nothing", label="无", group="无")
        assert _labels(CLERK) == {}

    def test_many_pages_leave_those_of_every_day_in_sight(self, monkeypatch: pytest.MonkeyPatch) -> None:
        navigation.add("patterns.show_patterns", label="每天", group="工作", daily=True)
        navigation.add("patterns.show_progress", label="偶尔", group="工作")
        assert [(g.links[0].label, g.folded) for g in navigation.groups_for(None, "/")] == [("每天", ())]
        monkeypatch.setattr(navigation, "MOST_AT_ONCE", 1)
        group = navigation.groups_for(None, "/")[0]
        assert ([one.label for one in group.links], [one.label for one in group.folded]) == (
            ["每天"],
            ["偶尔"],
        )
        assert not group.is_open
        assert navigation.groups_for(None, group.folded[0].href)[0].is_open

    def test_groups_stand_in_the_order_of_their_first_entry(self) -> None:
        navigation.add("patterns.show_patterns", label="乙", group="后", order=20)
        navigation.add("patterns.show_progress", label="甲", group="前", order=10)
        navigation.add("health.healthz", label="丙", group="前", order=30)
        assert _labels(None) == {"前": ["甲", "丙"], "后": ["乙"]}

    def test_a_second_registration_replaces_the_first(self) -> None:
        for label in ("旧", "新"):
            navigation.add("patterns.show_patterns", label=label, group="示范", key="g p")
        assert _labels(None) == {"示范": ["新"]}

    def test_values_make_entries_of_one_view_distinct(self) -> None:
        navigation.add("patterns.show_progress", label="一", group="示范", step=1)
        navigation.add("patterns.show_progress", label="二", group="示范", step=2)
        links = navigation.groups_for(None, "/")[0].links
        assert [link.href for link in links] == ["/patterns/progress?step=1", "/patterns/progress?step=2"]

    def test_a_key_belongs_to_one_page(self) -> None:
        navigation.add("patterns.show_patterns", label="甲", group="示范", key="p")
        assert navigation.groups_for(None, "/")[0].links[0].key == "g p"
        with pytest.raises(ValueError, match=r"patterns\.show_patterns already"):
            navigation.add("health.healthz", label="乙", group="示范", key="g p")

    @pytest.mark.parametrize(
        ("path", "current"),
        [
            ("/patterns", {"样例": "page", "进度": ""}),
            ("/patterns/progress", {"样例": "", "进度": "page"}),
            ("/patterns/progress/3", {"样例": "", "进度": "true"}),
            ("/patterns/other", {"样例": "true", "进度": ""}),
            ("/patternsother", {"样例": "", "进度": ""}),
        ],
    )
    def test_the_nearest_link_is_current(self, path: str, current: dict[str, str]) -> None:
        navigation.add("patterns.show_patterns", label="样例", group="示范")
        navigation.add("patterns.show_progress", label="进度", group="示范")
        links = navigation.groups_for(None, path)[0].links
        assert {link.label: link.current for link in links} == current


@pytest.mark.usefixtures("request_context")
class TestHere:
    """This page's address with its query changed."""

    def test_words_are_changed_added_and_taken_out(self) -> None:
        assert navigation.here(page=3) == "/patterns?item=x&page=3"
        assert navigation.here(page=None, sort="due") == "/patterns?item=x&sort=due"
        assert navigation.here(page=None, item=None) == "/patterns"


class TestReturnPath:
    """Where a choice in the frame leads back."""

    def test_a_page_leads_to_itself(self, request_context: None) -> None:
        assert navigation.return_path() == "/patterns?page=2&item=x&restore=abc"

    @pytest.mark.parametrize(
        ("referrer", "back"),
        [("http://localhost/patterns", "/patterns"), ("https://example.com/x", "/"), ("", "/")],
    )
    def test_an_answer_to_post_leads_to_the_page_before(self, app: Portal, referrer: str, back: str) -> None:
        with app.test_request_context("/patterns/search", method="POST", headers={"Referer": referrer}):
            assert navigation.return_path() == back


class TestFrame:
    """What rooms hand over is asked for, and nothing is asked of a visitor."""

    def test_a_visitor_has_no_person_and_no_search(self, request_context: None) -> None:
        frame = navigation.Frame()
        assert (frame.person, frame.search) == (None, None)
        assert frame.sign_in == "/sign-in"

    def test_the_offices_name_comes_from_the_room_that_keeps_it(
        self, app: Portal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(app.extensions, "portal_office", lambda: "示范街道办事处")
        with app.test_request_context("/"):
            assert navigation.Frame().office == "示范街道办事处"
