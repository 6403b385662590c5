"""What may stand in an address."""

from __future__ import annotations

import pytest

from portal.web.addresses import LARGEST_KEY, as_key
from portal.web.application import Portal


class TestAsKey:
    """A key behind the question mark."""

    @pytest.mark.parametrize("text", ["0", "7", str(LARGEST_KEY)])
    def test_takes_what_a_database_can_hold(self, text: str) -> None:
        assert as_key(text) == int(text)

    @pytest.mark.parametrize("text", ["", "-1", "1.5", "７", "a", str(LARGEST_KEY + 1), "9" * 30])
    def test_refuses_what_is_no_key(self, text: str) -> None:
        with pytest.raises(ValueError, match="is no key"):
            as_key(text)


@pytest.mark.both
class TestRefuseNul:
    """A character that nobody types and that PostgreSQL cannot keep."""

    @pytest.mark.parametrize("address", ["/check?mark=%00", "/check?%00=1", "/residents?q=a%00", "/check%00"])
    def test_is_answered_with_a_page_and_no_error(self, app: Portal, address: str) -> None:
        assert app.test_client().get(address).status_code == 400
