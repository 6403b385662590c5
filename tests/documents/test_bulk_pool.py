"""The pool: papers come from several processes, one that dies or dawdles is replaced, and the others go on."""

from __future__ import annotations

import dataclasses
import os
import signal
from pathlib import Path

import pytest

from portal.documents.bulk.pool import NICENESS, RenderPool, cores
from portal.documents.render import PaperBroken, PaperOrder, RenderedPaper
from tests.documents import sample


def orders(count: int) -> list[tuple[int, PaperOrder]]:
    card = sample.order("senior_card", sample.card(photo=None))
    return [
        (n, dataclasses.replace(card, facts=dataclasses.replace(card.facts, name=f"测试{n}")))
        for n in range(count)
    ]


def pids(pool: RenderPool[int]) -> set[int | None]:
    return {child.pid for child in pool.children}


class TestRenderPool:
    def test_all_are_made_and_a_bad_one_a_killed_one_and_a_slow_one_fail_alone(self, tmp_path: Path) -> None:
        broken = dataclasses.replace(orders(1)[0][1], version=999)
        with RenderPool[int](tmp_path, 2) as pool:
            made = dict(pool.render_all([(100, broken), *orders(4)]))
            assert isinstance(made.pop(100), PaperBroken)
            assert sorted(made) == [0, 1, 2, 3]
            assert all(isinstance(paper, RenderedPaper) for paper in made.values())
            first = pids(pool)
            assert len(first) == 2
            assert {os.getpriority(os.PRIO_PROCESS, pid or 0) for pid in first} == {NICENESS}

            killed = pool.children[0]
            pool.begin(5, orders(1)[0][1])
            os.kill(killed.pid or 0, signal.SIGKILL)
            (number, outcome), *_ = pool.collect(30)
            assert number == 5
            assert isinstance(outcome, PaperBroken)
            assert "ended while making" in str(outcome)

            slow = pool.children[1]
            slow._seconds = 0.0
            made = dict(pool.render_all(orders(4)))
            slow._seconds = 30.0
            late = [str(paper) for paper in made.values() if isinstance(paper, PaperBroken)]
            assert late
            assert len(late) < 4
            assert all("longer than 0 seconds" in reason for reason in late)
            assert all(isinstance(paper, RenderedPaper) for _n, paper in pool.render_all(orders(3)))
            alive = pids(pool) - {None}
        for pid in alive:
            with pytest.raises(ProcessLookupError):
                os.kill(pid or 0, 0)

    def test_waiting_ends_by_itself(self, tmp_path: Path) -> None:
        with RenderPool[int](tmp_path, 1) as pool:
            assert pool.collect(0.01) == []
            assert pool.free == 1

    def test_there_is_one_a_core(self, tmp_path: Path) -> None:
        assert len(RenderPool[int](tmp_path).children) == cores() == len(os.sched_getaffinity(0))
