"""The benchmarks' own parts: what they refuse, what they draw, whether a lost character is noticed, and the page they write."""

import itertools
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.benchmarks import __main__ as bench
from scripts.benchmarks import checking, content, ledgers, measuring, peers, plot, report
from scripts.benchmarks.asked import Bar, Table

ROOT = Path(__file__).resolve().parents[2]


class TestRefuse:
    @pytest.mark.parametrize(
        ("words", "named"),
        [
            (["speed"], "unknown: speed; there are search, numbers, ledgers"),
            (["ledgers", "--rounds", "0"], "--rounds takes a whole number from 1 up"),
            (["receipts", "--papers", "many"], "--papers: invalid int value"),
            (["--docs", "--json", "figures.json"], "name what to measure"),
            (["ledgers", "--quick"], "unrecognized arguments: --quick"),
        ],
    )
    def test_wrong_use_ends_with_a_sentence(self, words, named, capsys):
        with pytest.raises(SystemExit) as ended:
            bench.main(words)
        assert ended.value.code == 2
        assert named in capsys.readouterr().err

    def test_a_page_without_figures_names_the_mend(self, tmp_path):
        with pytest.raises(report.NothingKept, match=r"run scripts/bench NAME… first"):
            report.write_docs(tmp_path, tmp_path)


class TestContent:
    def test_the_same_seed_gives_the_same_lines(self, tmp_path):
        content.write_lines(tmp_path / "lines.jsonl", 60)
        assert list(content.read_lines(tmp_path / "lines.jsonl")) == list(content.lines(60))
        assert content.read_total(tmp_path / "lines.jsonl") == (60, sum(one.fen for one in content.lines(60)))
        assert list(content.lines(60, seed=1)) != list(content.lines(60, seed=2))

    def test_has_rare_characters_and_no_real_division(self):
        names = "".join(one.cells[content.NAME] for one in content.lines(2_000))
        assert {"𬭚", "𫖯", "䶮"} <= set(names)
        assert all(one.cells[content.IDENTITY].startswith("119901") for one in content.lines(200))

    def test_fills_an_a4_page_across(self):
        assert sum(column.width_mm for column in content.COLUMNS) == 277
        assert all(len(one.cells) == len(content.COLUMNS) for one in content.lines(20))


class TestCheck:
    @staticmethod
    def pages(lines, per_page=10):
        heads = "".join(column.text for column in content.COLUMNS)
        parts = [lines[at : at + per_page] for at in range(0, len(lines), per_page)]
        pages = [f"{heads}{''.join(''.join(one.cells) for one in part)}第1页" for part in parts]
        pages[-1] += content.total_words(len(lines), sum(one.fen for one in lines))
        return ["".join(page.split()) for page in pages]

    def test_a_whole_text_is_whole(self):
        lines = list(content.lines(35))
        found = checking.compare(self.pages(lines), lines)
        assert found.words == "whole"
        assert (found.share, found.pages) == (1.0, 4)

    def test_one_lost_character_is_noticed(self):
        lines = list(content.lines(35))
        name = lines[11].cells[content.NAME]
        pages = self.pages(lines)
        pages[1] = pages[1].replace(name, name[0] + "\ufffd", 1)
        found = checking.compare(pages, lines)
        assert found.words == f"loses 1 of {found.told} (申请人 1), such as {name}"

    def test_a_cell_on_another_page_does_not_count(self):
        lines = list(content.lines(35))
        pages = self.pages(lines)
        pages[0], pages[3] = (
            pages[0].replace(lines[0].cells[content.IDENTITY], ""),
            pages[3] + "".join(lines[0].cells),
        )
        assert checking.compare(pages, lines).lost == {"证件号码": 1}

    def test_lost_lines_heads_and_total_are_noticed(self):
        lines = list(content.lines(35))
        assert checking.compare(self.pages(lines)[:2], lines).lost["受理编号"] == 15
        headless = [page.replace("受理编号受理日期", "") for page in self.pages(lines)]
        assert checking.compare(headless, lines).words == "whole, but head on 0 and number on 4 of 4 pages"
        assert "without its total" in checking.compare(self.pages(lines), lines[:-1]).words
        assert checking.compare([], []).words == "no text"


class TestRunFresh:
    def test_tells_what_a_process_cost_and_said(self):
        program = "import json; held = bytearray(60 << 20); print(json.dumps({'seconds': 0.5}))"
        cost = measuring.run_fresh([sys.executable, "-S", "-c", program])
        assert cost.said == {"seconds": 0.5}
        assert 60 < cost.memory_mb < 100, "the memory of the starter must not count"

    def test_a_failure_gives_the_last_words(self):
        with pytest.raises(measuring.RunFailed, match="no such font"):
            measuring.run_fresh([sys.executable, "-S", "-c", "raise SystemExit('no such font')"])

    def test_nothing_runs_for_ever(self):
        with pytest.raises(measuring.RunFailed, match=r"longer than 0\.3 seconds"):
            measuring.run_fresh([sys.executable, "-S", "-c", "import time; time.sleep(60)"], seconds=0.3)

    def test_what_fails_is_not_asked_again_and_the_rest_goes_on(self):
        def failing():
            raise measuring.RunFailed("no memory")

        cost = measuring.Cost(0.2, 0.1, 30.0, {"seconds": 0.15})
        told = []
        results = measuring.rounds_of(
            {"portal": lambda: cost, "peer": failing}, 10, 3, lambda _name: {"text": "whole"}, told.append
        )
        assert [(r.name, r.runs, r.failed) for r in results] == [("portal", 3, ""), ("peer", 0, "no memory")]
        assert results[0].notes == {"seconds": 0.15, "text": "whole"}
        assert len(told) == 4


class TestLock:
    def test_what_may_fail_to_build_is_installed_apart(self):
        wheels, source = peers.split_lock(
            (ROOT / "requirements-bench.txt").read_text("utf-8"), peers.FROM_SOURCE
        )
        assert source.startswith("pycairo==")
        assert "--hash=sha256:" in source
        assert "pycairo==" not in wheels
        assert "weasyprint==" in wheels


def result(name, size, wall, **more):
    notes = {"text": "whole", "file_mb": 1.0}
    return measuring.Result(name, size, 3, wall, wall, 60.0, wall, notes=notes, **more).as_plain()


class TestReport:
    @pytest.fixture
    def kept(self, tmp_path):
        results = [
            result(name, 500, wall) for name, wall in (("portal", 0.3), ("limit", 0.1), ("cairo", 0.9))
        ]
        results += [
            result(name, 10_000, wall) for name, wall in (("portal", 0.5), ("limit", 0.2), ("cairo", 2.9))
        ]
        results.append(result("fpdf2", 10_000, 0.0, failed="ended with status 1"))
        figures = {
            "results": results,
            "stored": [result("start", 0, 1.0), result("pdf", 1_000, 2.0)],
            "notes": [],
        }
        machine = {"processors": 2, "processor": "made up", "memory_gb": 24, "system": "Linux 6"}
        machine |= {"python": "3.11", "sqlite": "3.40", "portal": {"weasyprint": "70.0"}, "peers": {}}
        run = {
            "name": "ledgers",
            "full": True,
            "machine": machine,
            "figures": figures,
            "tables": [table.as_plain() for table in ledgers.tables(figures)],
            "bars": [bar.words for bar in ledgers.bars(figures)],
        }
        report.write_json(tmp_path / "kept" / "ledgers-full.json", run)
        quick = run | {"full": False, "bars": ["the quick one"]}
        report.write_json(tmp_path / "kept" / "ledgers.json", quick)
        return tmp_path

    def test_writes_page_and_picture_from_the_full_run(self, kept):
        written = report.write_docs(kept / "kept", kept / "docs")
        assert written == ["docs/benchmarks.md", "docs/pictures/benchmarks-ledgers.svg"]
        page = (kept / "docs" / "benchmarks.md").read_text("utf-8")
        assert "2 processors (made up), 24 GB of memory" in page
        assert "| Cairo | 2.90 | 2.90 | 2.90 | 60 | 1.0 | 5.80 | 14.5 | 3 | whole |" in page
        assert "| 1,000 | PDF | 2.00 | 2.00 | 1000 | 60 | 1.0 | 3 |" in page
        assert "failed: ended with status 1" in page
        assert "held: 10,000 rows faster than every peer" in page
        assert "the quick one" not in page
        picture = (kept / "docs" / "pictures" / "benchmarks-ledgers.svg").read_text("utf-8")
        words = set(re.findall(r"<text[^>]*>([^<]*)</text>", picture))
        assert {"portal", "limit", "Cairo", "500", "10,000", "rows", "seconds"} <= words
        assert "fpdf2" not in words

    def test_names_in_the_picture_do_not_touch(self):
        places = sorted(plot._spread({str(at): 300.0 + at for at in range(10)}).values())
        assert all(below - above >= plot.LABEL_APART for above, below in itertools.pairwise(places))
        assert places[-1] <= plot.HEIGHT - plot.BOTTOM

    def test_a_bar_says_whether_it_held(self):
        assert Bar("fast", True, "1 s").words == "held: fast (1 s)"
        assert Bar("fast", False, "9 s").words == "NOT HELD: fast (9 s)"

    def test_figures_survive_the_file(self, tmp_path):
        table = Table("A", ["b"], [["1"]], ["note"])
        report.write_json(tmp_path / "made" / "figures.json", table.as_plain())
        assert Table(**json.loads((tmp_path / "made" / "figures.json").read_text("utf-8"))) == table


class TestDoor:
    def test_help_names_every_benchmark(self):
        ended = subprocess.run(
            [sys.executable, "-m", "scripts.benchmarks", "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert ended.returncode == 0
        assert all(name in ended.stdout for name in bench.NAMES)
