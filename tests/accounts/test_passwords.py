"""Which passwords are refused, and how they are kept."""

from __future__ import annotations

import pytest

from portal.accounts import passwords
from portal.errors import RuleBroken

pytestmark = pytest.mark.usefixtures("database")


class TestCheckNewPassword:
    @pytest.mark.parametrize(
        "password",
        [
            "short-one",
            "x" * 129,
            "aaaaaaaaaaaa",
            "123456123456",
            "password1234",
            "Qwerty123456",
            "zhang.san-2026!",
            "jiedaojiedao12",
            "shequshequ123",
        ],
    )
    def test_refuses_short_endless_common_and_ones_own_name(self, password: str) -> None:
        with pytest.raises(RuleBroken) as refusal:
            passwords.check_new_password(password, "zhang.san")
        assert refusal.value.field == "password"

    @pytest.mark.parametrize(
        "password",
        ["zao shang kai men ban shi", "correct horse battery", "春眠不觉晓处处闻啼鸟夜来", "a1b2c3d4e5f6g7"],
    )
    def test_takes_long_ones_of_any_kind_of_character(self, password: str) -> None:
        passwords.check_new_password(password, "zhang.san")

    def test_the_longest_allowed(self) -> None:
        passwords.check_new_password("abcde fghij " * 10 + "12345678", "zhang.san")


@pytest.mark.usefixtures("house_hashes")
class TestHashPassword:
    def test_is_argon2id_with_its_own_salt(self) -> None:
        first, second = (
            passwords.hash_password("zao-shang-kai-men"),
            passwords.hash_password("zao-shang-kai-men"),
        )
        assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert first != second
        assert passwords.verify_password(first, "zao-shang-kai-men")
        assert not passwords.verify_password(first, "zao-shang-kai-men ")
        assert not passwords.needs_rehash(first)

    @pytest.mark.parametrize("stored", [None, "", "plain", "$argon2id$broken"])
    def test_nothing_fits_what_is_no_hash(self, stored: str | None) -> None:
        assert not passwords.verify_password(stored, "x")


class TestInitialPassword:
    def test_can_be_read_aloud_and_passes_the_rules(self) -> None:
        made = {passwords.initial_password() for _turn in range(50)}
        assert len(made) == 50
        for password in made:
            assert len(password) == 19
            assert not set(password) & set("0o1il")
            passwords.check_new_password(password, "zhang.san")
