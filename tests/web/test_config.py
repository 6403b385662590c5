"""What an installation must not start with: the sentence names the setting and the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.config import UnsafeConfiguration, load


def production(folder: Path, **more: str) -> dict[str, str]:
    return {"PORTAL_INSTANCE": str(folder), "PORTAL_ENV": "production", "PORTAL_TODAY": "", **more}


class TestLoad:
    @pytest.mark.parametrize(
        ("address", "sentence"),
        [
            ("http://portal.example", "must begin with https://"),
            ("http://10.1.2.3:8000", "must begin with https://"),
            ("http://127.0.0.1:8000", "not this machine's own"),
            ("https://localhost", "not this machine's own"),
        ],
    )
    def test_production_wants_an_address_with_tls(self, tmp_path: Path, address: str, sentence: str) -> None:
        with pytest.raises(UnsafeConfiguration, match=sentence):
            load(production(tmp_path, PORTAL_BASE_URL=address))

    def test_and_binds_its_cookies_to_it(self, tmp_path: Path) -> None:
        config = load(production(tmp_path, PORTAL_BASE_URL="https://portal.example/"))
        assert (config.base_url, config.secure_cookies) == ("https://portal.example", True)
        assert not load({"PORTAL_INSTANCE": str(tmp_path)}).secure_cookies
