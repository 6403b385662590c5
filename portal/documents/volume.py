"""One PDF file out of many papers, written as they come: what has been written is kept as offsets only, so that memory does
not grow with the papers. It copies pages as they are, knows nothing of records, and drops what belongs to a whole file
(PDF/A identity, forms, links)."""

from __future__ import annotations

import hashlib
import re
import zlib
from array import array
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import pikepdf

PAGES_PER_NODE = 100
OBJECTS_PER_STREAM = 100
_DROPPED = ("/Parent", "/StructParents", "/Annots", "/B", "/Metadata", "/PieceInfo", "/Thumb", "/Tabs")
# A string in parentheses or a hexadecimal one is passed over, so that what looks like a reference inside it stays.
_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f\s]*>|(?<![\d.])(\d+) (\d+) R\b", re.DOTALL)
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class VolumeWriter:
    """Writes a volume to an open file: papers and blank pages in order, bookmarks, then `finish`.

    Its print dialog begins at full size, and with `duplex` on both sides, turned on the long edge.
    Equal streams (a font subset to the same characters, a picture) are written once.
    """

    def __init__(self, file: BinaryIO, *, title: str, duplex: bool = False) -> None:
        self._file, self._title, self._place, self._duplex = file, title, 0, duplex
        self._places = array("q", [0])  # by object number: offset, or minus the object stream that holds it
        self._known: dict[bytes, int] = {}
        self._waiting: list[tuple[int, bytes]] = []
        self._nodes: list[tuple[int, list[int]]] = []
        self._bookmarks: list[tuple[str, int]] = []
        self.pages = 0
        self._size = (595.275591, 841.889764)
        self._root = self._reserve()
        self._write(_HEADER)

    def add(self, paper: pikepdf.Pdf, bookmarks: Sequence[str] = ()) -> None:
        """The pages of a paper, with bookmarks at the first of them. Raises OSError when the disk is full."""
        copy = _Copy(self, paper)
        for number, page in enumerate(paper.pages):
            placed = self._add_page(copy.page(page))
            if not number:
                self._bookmarks += [(words, placed) for words in bookmarks]
            box = [float(edge) for edge in page.mediabox]
            self._size = (box[2] - box[0], box[3] - box[1])
        copy.finish()

    def add_blank(self) -> None:
        """An empty page of the size of the page before it."""
        width, height = self._size
        self._add_page(b"<< /MediaBox [ 0 0 %.6f %.6f ] /Resources << >> /Type /Page" % (width, height))

    def finish(self) -> None:
        """Page tree, bookmarks, catalogue and the table of offsets; nothing can be added afterwards."""
        self._object(self._root, _node(self._nodes, self.pages))
        for number, pages in self._nodes:
            kids = b" ".join(b"%d 0 R" % page for page in pages)
            text = b"<< /Count %d /Kids [ %b ] /Parent %d 0 R /Type /Pages >>"
            self._object(number, text % (len(pages), kids, self._root))
        outlines = self._outlines()
        catalogue, info = self._reserve(), self._reserve()
        mode = b"/Outlines %d 0 R /PageMode /UseOutlines " % outlines if outlines else b""
        wishes = b"/PrintScaling /None" + (b" /Duplex /DuplexFlipLongEdge" if self._duplex else b"")
        text = b"<< /Lang (zh-CN) %b/Pages %d 0 R /Type /Catalog /ViewerPreferences << %b >> >>"
        self._object(catalogue, text % (mode, self._root, wishes))
        self._object(info, b"<< /Title %b >>" % _text(self._title))
        self._end_object_stream()
        self._table(catalogue, info)

    def _add_page(self, text: bytes) -> int:
        """Write a page whose dictionary `text` is still open for its parent; gives its number."""
        if not self._nodes or len(self._nodes[-1][1]) == PAGES_PER_NODE:
            self._nodes.append((self._reserve(), []))
        node, pages = self._nodes[-1]
        number = self._reserve()
        self._object(number, text + b" /Parent %d 0 R >>" % node)
        pages.append(number)
        self.pages += 1
        return number

    def _outlines(self) -> int:
        if not self._bookmarks:
            return 0
        top, *numbers = [self._reserve() for _ in range(len(self._bookmarks) + 1)]
        first, last = numbers[0], numbers[-1]
        for at, (words, page) in zip(numbers, self._bookmarks, strict=True):
            around = b"/Prev %d 0 R " % (at - 1) if at > first else b""
            around += b"/Next %d 0 R " % (at + 1) if at < last else b""
            text = b"<< /Dest [ %d 0 R /Fit ] %b/Parent %d 0 R /Title %b >>"
            self._object(at, text % (page, around, top, _text(words)))
        count = len(self._bookmarks)
        text = b"<< /Count %d /First %d 0 R /Last %d 0 R /Type /Outlines >>"
        self._object(top, text % (count, first, last))
        return top

    def _reserve(self) -> int:
        self._places.append(0)
        return len(self._places) - 1

    def _object(self, number: int, text: bytes) -> None:
        """An object that is no stream: it waits until there are enough of them for a compressed object stream."""
        self._waiting.append((number, text))
        if len(self._waiting) >= OBJECTS_PER_STREAM:
            self._end_object_stream()

    def _end_object_stream(self) -> None:
        if not self._waiting:
            return
        holder, place = self._reserve(), 0
        heads = []
        self._waiting.sort()  # the table counts a stream's objects in the order of their numbers
        for number, text in self._waiting:
            heads.append(b"%d %d" % (number, place))
            place += len(text) + 1
            self._places[number] = -holder
        head = b" ".join(heads) + b"\n"
        body = zlib.compress(head + b"\n".join(text for _number, text in self._waiting) + b"\n")
        text = b"<< /Filter /FlateDecode /First %d /Length %d /N %d /Type /ObjStm >>"
        self._stream(holder, text % (len(head), len(body), len(heads)), body)
        self._waiting.clear()

    def _stream(self, number: int, dictionary: bytes, content: bytes) -> None:
        self._places[number] = self._place
        self._write(b"%d 0 obj\n%b\nstream\n" % (number, dictionary))
        self._write(content)
        self._write(b"\nendstream\nendobj\n")

    def _known_stream(self, dictionary: bytes, content: bytes) -> int | None:
        """The number of an equal stream written before; None where there is none. The next one is this one's own."""
        digest = hashlib.sha256(b"%d " % len(dictionary) + dictionary + content).digest()[:16]
        found = self._known.get(digest)
        if found is None:
            self._known[digest] = len(self._places)
        return found

    def _write(self, content: bytes) -> None:
        self._file.write(content)
        self._place += len(content)

    def _table(self, catalogue: int, info: int) -> None:
        """The cross-reference stream: for each object its offset, or the object stream and its place in there."""
        own, start = self._reserve(), self._place
        self._places[own] = start
        packer = zlib.compressobj()
        packed = bytearray(packer.compress(b"\0" * 7 + b"\xff\xff"))
        for entry in self._entries():
            packed += packer.compress(entry)
        packed += packer.flush()
        mark = hashlib.sha256(f"{self._title}\0{start}\0{own}".encode()).hexdigest()[:32].encode()
        dictionary = (
            b"<< /Filter /FlateDecode /ID [ <%b> <%b> ] /Info %d 0 R /Length %d /Root %d 0 R /Size %d"
            b" /Type /XRef /W [ 1 6 2 ] >>"
        )
        self._stream(own, dictionary % (mark, mark, info, len(packed), catalogue, own + 1), bytes(packed))
        self._places[own] = start
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _entries(self) -> Iterator[bytes]:
        within: dict[int, int] = {}
        for place in self._places[1:]:
            if place >= 0:
                yield b"\1" + place.to_bytes(6, "big") + b"\0\0"
            else:
                index = within.get(-place, 0)
                within[-place] = index + 1
                yield b"\2" + (-place).to_bytes(6, "big") + index.to_bytes(2, "big")


class _Copy:
    """The copying of one paper's objects into a volume, each once, under new numbers."""

    def __init__(self, volume: VolumeWriter, paper: pikepdf.Pdf) -> None:
        self._volume, self._paper = volume, paper
        self._numbers: dict[tuple[int, int], int] = {}
        self._left: list[tuple[int, int]] = []

    def page(self, page: pikepdf.Page) -> bytes:
        """The page's dictionary in its new numbers, still open for its parent."""
        whole = pikepdf.Dictionary({"/MediaBox": page.mediabox, "/Resources": page.resources})
        for key, value in page.obj.items():
            if key not in _DROPPED:
                whole[key] = value
        return self._renumbered(whole.unparse()).removesuffix(b">>").rstrip()

    def finish(self) -> None:
        """Write everything that the pages name, and what that names in turn."""
        while self._left:
            key = self._left.pop()
            thing = self._paper.get_object(key)
            if not isinstance(thing, pikepdf.Stream):
                self._volume._object(self._numbers[key], self._renumbered(thing.unparse(resolved=True)))
                continue
            dictionary, content = _parts(thing)
            self._volume._stream(self._numbers[key], self._renumbered(dictionary), content)

    def _renumbered(self, text: bytes) -> bytes:
        return _REFERENCE.sub(self._reference, text)

    def _reference(self, found: re.Match[bytes]) -> bytes:
        if found[1] is None:
            return found[0]
        key = (int(found[1]), int(found[2]))
        if key not in self._numbers:
            self._numbers[key] = self._number_for(key)
        return b"%d 0 R" % self._numbers[key]

    def _number_for(self, key: tuple[int, int]) -> int:
        """A new number, or that of an equal stream already in the volume."""
        thing = self._paper.get_object(key)
        if isinstance(thing, pikepdf.Stream):
            dictionary, content = _parts(thing)
            known = None if b" R" in dictionary else self._volume._known_stream(dictionary, content)
            if known is not None:
                return known
        self._left.append(key)
        return self._volume._reserve()


def _parts(stream: pikepdf.Stream) -> tuple[bytes, bytes]:
    """A stream's dictionary and its bytes as they are stored, still compressed."""
    content = stream.read_raw_bytes()
    dictionary = pikepdf.Dictionary(dict(stream.stream_dict.items()))
    dictionary.Length = len(content)
    return dictionary.unparse(), content


def _node(nodes: list[tuple[int, list[int]]], pages: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number, _pages in nodes)
    return b"<< /Count %d /Kids [ %b ] /Type /Pages >>" % (pages, kids)


def _text(words: str) -> bytes:
    return b"<feff" + words.encode("utf-16-be").hex().encode() + b">"
