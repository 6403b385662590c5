"""The figures for a monitor, and who may read them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.web.application import Portal


def read(app: Portal, address: str = "127.0.0.1", **headers: str) -> tuple[int, str]:
    """What a monitor at an address gets."""
    answer = app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": address}, headers=headers)
    return answer.status_code, answer.get_data(as_text=True)


class TestMetrics:
    def test_counts_requests_by_view_and_status(self, app: Portal) -> None:
        def count() -> float:
            name = 'portal_requests_total{endpoint="health.healthz",method="GET",status="200"} '
            lines = [line for line in read(app)[1].splitlines() if line.startswith(name)]
            return float(lines[0].removeprefix(name)) if lines else 0.0

        before = count()
        app.test_client().get("/healthz")
        assert count() == before + 1

    def test_says_nothing_of_addresses_and_people(self, app: Portal) -> None:
        app.test_client().get("/residents/119901196611220018?q=secret")
        text = read(app)[1]
        assert "119901196611220018" not in text
        assert "secret" not in text

    def test_has_the_gauges_of_the_rooms(self, app: Portal) -> None:
        text = read(app)[1]
        for name in (
            "portal_disk_free_bytes",
            "portal_papers_waiting",
            "portal_papers_failed",
            "portal_audit_links",
        ):
            assert f"\n{name} " in text

    @pytest.mark.parametrize("address", ["192.168.1.20", "::ffff:10.0.0.1", "not an address"])
    def test_is_not_there_for_other_machines(self, app: Portal, address: str) -> None:
        assert read(app, address)[0] == 404

    def test_wants_the_token_from_everybody_where_there_is_one(
        self, app: Portal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(app.config, "PORTAL", replace(app.config["PORTAL"], metrics_token="zhi-biao"))
        assert read(app)[0] == 404
        assert read(app, Authorization="Bearer wrong")[0] == 404
        assert read(app, "192.168.1.20", Authorization="Bearer zhi-biao")[0] == 200
