"""`users create`, as a program calls it."""

from __future__ import annotations

import pytest
from click.testing import Result

from portal.accounts import queries
from portal.audit.queries import list_entries, verify_chain
from portal.web.application import Portal
from tests.accounts.cookies import try_sign_in

PASSWORD = "chun-mian-bu-jue-xiao"


def _create(app: Portal, *arguments: str, typed: str = PASSWORD + "\n") -> Result:
    return app.test_cli_runner().invoke(args=["users", "create", *arguments], input=typed)


class TestCreateUser:
    @pytest.mark.parametrize("unit", ["S", "示范街道办事处"])
    def test_makes_an_account_that_can_sign_in(self, app: Portal, unit: str) -> None:
        done = _create(app, "Zhang.San", "--role", "clerk", "--unit", unit, "--name", "张三")
        assert (done.exit_code, done.output) == (0, "zhang.san: clerk at S\n")
        assert try_sign_in(app.test_client(), "zhang.san", PASSWORD).status_code == 303
        with app.app_context():
            account = queries.find_account("zhang.san")
            assert account
            assert account.name == "张三"
            assert [p.role for p in account.posts] == ["clerk"]
            assert verify_chain().broken_at is None
            assert list_entries(verb="accounts.create_account")[0].account_id is None

    @pytest.mark.parametrize(
        ("arguments", "typed", "words"),
        [
            (("new", "--role", "owner", "--unit", "S"), PASSWORD, "choose one of: clerk"),
            (("new", "--role", "clerk", "--unit", "X9"), PASSWORD, "give its code: C1"),
            (("clerk", "--role", "clerk", "--unit", "S"), PASSWORD, "已被使用"),
            (("new", "--role", "clerk", "--unit", "S"), "short", "至少 12 位"),
            (("new", "--role", "clerk", "--unit", "S"), "", "standard input"),
            (("坏名", "--role", "clerk", "--unit", "S"), PASSWORD, "小写字母"),
            (("new", "--role", "district", "--unit", "S"), PASSWORD, "区（县）"),
            (("new", "--unit", "S"), PASSWORD, "--role"),
        ],
    )
    def test_wrong_use_ends_2_and_makes_nothing(
        self, app: Portal, arguments: tuple[str, ...], typed: str, words: str
    ) -> None:
        with app.app_context():
            before = queries.count_accounts()
        done = _create(app, *arguments, typed=typed)
        assert done.exit_code == 2
        assert words in done.stderr
        with app.app_context():
            assert queries.count_accounts() == before
