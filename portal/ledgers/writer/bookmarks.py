"""The bookmarks of a ledger: one for each group with its count, or one every so many pages of a long ledger without groups."""

from __future__ import annotations

from portal.ledgers.writer.objects import PdfFile, text_string

PAGES_APART = 20
PAPER_GROUP = "{name}（{count}）"
PAPER_FROM = "第 {page} 页，自第 {line} 行"


class Bookmarks:
    """A flat list of bookmarks, written one behind, so that each knows the one after it."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._root = file.reserve()
        self._first = self._before = self._last = 0
        self._open: tuple[int, bytes, int] | None = None  # number, title, the one before
        self.count = 0

    def add(self, title: str, page: int, y: float) -> None:
        """A bookmark to this height of the page with this object number."""
        number = self._file.reserve()
        self._close(number)
        content = b"/Title %b/Dest[%d 0 R/XYZ 0 %.2f 0]" % (text_string(title), page, y)
        self._open = (number, content, self._last)
        self._first = self._first or number
        self._last = number
        self.count += 1

    def finish(self) -> bytes:
        """Write what is left; gives the entries for the catalogue, none when there are no bookmarks."""
        if not self.count:
            self._file.add(b"null", self._root)
            return b""
        self._close(None)
        self._file.add(
            b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (self._first, self._last, self.count),
            self._root,
        )
        return b"/Outlines %d 0 R/PageMode/UseOutlines" % self._root

    def _close(self, following: int | None) -> None:
        if self._open is None:
            return
        number, content, before = self._open
        links = b"/Parent %d 0 R" % self._root
        if before:
            links += b"/Prev %d 0 R" % before
        if following:
            links += b"/Next %d 0 R" % following
        self._file.add(b"<<%b%b>>" % (content, links), number)
        self._open = None
