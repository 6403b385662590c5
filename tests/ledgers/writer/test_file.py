"""The file itself: valid, the same each time, declared for the archive, written forward only and in constant memory."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pytest
from PIL import ImageCms

from portal import config
from portal.ledgers.sheets import SheetLine
from portal.ledgers.writer import write_pdf
from portal.ledgers.writer.colours import srgb_profile
from tests.ledgers.writer.sample import SHEET, lines, printed

MEASURE = """
import sys
from tests.memory import peak_kilobytes
from tests.ledgers.writer.sample import SHEET, lines
from portal.ledgers.writer import write_pdf
count = int(sys.argv[1])
with open("/dev/null", "wb") as target:
    write_pdf(target, SHEET, lines(count, groups=count // 500))
print(peak_kilobytes())
"""


class Forward(io.RawIOBase):
    """A target that can do nothing but take bytes."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self.taken += content
        return len(content)

    def seek(self, *_given: object) -> int:
        raise AssertionError("the writer went back")

    tell = seek


class TestFile:
    def test_opens_without_a_warning(self) -> None:
        content, written = printed(lines(200, groups=4))
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert pdf.get_warnings() == []
            assert len(pdf.pages) == written.pages
            assert pdf.pdf_version == "1.7"

    def test_is_declared_for_the_archive(self) -> None:
        content, _written = printed(lines(3))
        with pikepdf.open(io.BytesIO(content)) as pdf:
            root = pdf.Root
            assert str(root.Lang) == "zh-CN"
            intent = root.OutputIntents[0]
            assert intent.S == "/GTS_PDFA1"
            assert bytes(intent.DestOutputProfile.read_bytes()) == srgb_profile()
            assert all("/Resources" in page.obj for page in pdf.pages)
            with pdf.open_metadata() as about:
                assert about.pdfa_status == "2U"
                assert about["dc:title"] == str(pdf.docinfo.Title) == "受理办件台账"
                assert about["dc:description"] == str(pdf.docinfo.Subject)
                assert about["pdf:Producer"] == str(pdf.docinfo.Producer)
            assert set(pdf.docinfo) == {"/Title", "/Subject", "/Producer"}

    def test_has_a_profile_that_colour_software_reads(self) -> None:
        profile = ImageCms.getOpenProfile(io.BytesIO(srgb_profile()))
        assert "sRGB" in ImageCms.getProfileDescription(profile)
        assert ImageCms.isIntentSupported(profile, ImageCms.Intent.PERCEPTUAL, ImageCms.Direction.OUTPUT) == 1

    def test_is_the_same_each_time(self) -> None:
        first, _written = printed(lines(80, groups=2))
        second, _written = printed(lines(80, groups=2))
        assert first == second
        other, _written = printed(lines(80, groups=2), replace(SHEET, watermark="另一人"))
        assert first != other

    def test_goes_forward_only(self) -> None:
        target = Forward()
        write_pdf(target, SHEET, lines(60))  # type: ignore[arg-type]
        assert bytes(target.taken) == printed(lines(60))[0]

    def test_tells_of_each_page(self) -> None:
        heard: list[tuple[int, int]] = []
        written = write_pdf(io.BytesIO(), SHEET, lines(100), lambda *given: heard.append(given))
        assert [pages for _rows, pages in heard] == list(range(1, written.pages + 1))
        assert heard[-1] == (100, written.pages)
        assert heard == sorted(heard)

    def test_hands_on_what_goes_wrong_outside(self) -> None:
        def broken() -> Iterator[SheetLine]:
            yield from lines(50)
            raise ConnectionError("the database went away")

        with pytest.raises(ConnectionError):
            printed(broken())

        def stop(rows: int, pages: int) -> None:
            if pages == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            write_pdf(io.BytesIO(), SHEET, lines(100), stop)

    def test_hands_on_a_full_disk(self) -> None:
        with open("/dev/full", "wb", buffering=0) as target, pytest.raises(OSError, match="No space"):
            write_pdf(target, SHEET, lines(5))

    def test_needs_no_more_memory_for_more_lines(self) -> None:
        peaks = []
        for count in (2000, 20000):
            done = subprocess.run(
                [sys.executable, "-c", MEASURE, str(count)], cwd=config.ROOT, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr
            peaks.append(int(done.stdout))
        assert peaks[1] < 150 * 1024
        assert peaks[1] - peaks[0] < 8 * 1024
