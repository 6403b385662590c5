"""The faint words across each page, drawn once as shapes: no search finds them and no copied cell drags them along."""

from __future__ import annotations

import math

from portal.ledgers.writer.fonts import Chain
from portal.ledgers.writer.objects import PdfFile
from portal.ledgers.writer.paper import WATERMARK_GREY, Paper

RESOURCE = b"Wm"
USE = b"/Artifact<</Type/Pagination/Subtype/Watermark>>BDC /Wm Do EMC\n"
_LARGEST = 38.0
_SHARE = 0.72  # of the diagonal, at most

_Point = tuple[float, float]


class _Shapes:
    """A pen that writes glyphs as paths, each moved `across`; quadratic curves become cubic ones, which PDF has."""

    def __init__(self, unit: float) -> None:
        self.unit, self.across = unit, 0.0
        self.path: list[bytes] = []
        self._last: _Point = (0.0, 0.0)

    def moveTo(self, point: _Point) -> None:  # noqa: N802  (the names of a pen are not ours)
        """Begin an outline."""
        self._add(b"m", point)

    def lineTo(self, point: _Point) -> None:  # noqa: N802
        """A straight line."""
        self._add(b"l", point)

    def qCurveTo(self, control: _Point, end: _Point) -> None:  # noqa: N802
        """A quadratic curve."""
        (x0, y0), (x1, y1), (x2, y2) = self._last, control, end
        first = (x0 + 2 * (x1 - x0) / 3, y0 + 2 * (y1 - y0) / 3)
        second = (x2 + 2 * (x1 - x2) / 3, y2 + 2 * (y1 - y2) / 3)
        self._add(b"c", first, second, end)

    def curveTo(self, first: _Point, second: _Point, end: _Point) -> None:  # noqa: N802
        """A cubic curve."""
        self._add(b"c", first, second, end)

    def closePath(self) -> None:  # noqa: N802
        """End an outline."""
        self.path.append(b"h")

    def endPath(self) -> None:  # noqa: N802
        """End an open outline; there is nothing to fill."""

    def _add(self, operator: bytes, *points: _Point) -> None:
        numbers = [b"%d %d" % (round(x * self.unit + self.across), round(y * self.unit)) for x, y in points]
        self.path.append(b" ".join((*numbers, operator)))
        self._last = points[-1]


def write_watermark(file: PdfFile, text: str, chain: Chain, paper: Paper) -> bytes:
    """Write the words as a form; gives its entry in the resources, or nothing when there are no words. Raises Missing."""
    clusters = chain.clusters(text)
    width = sum(cluster.width for cluster in clusters) / 1000
    if not width:
        return b""
    diagonal = math.hypot(paper.width, paper.height)
    size = min(_LARGEST, diagonal * _SHARE / width)
    path = []
    across = 0.0
    for cluster in clusters:
        pen = _Shapes(cluster.face.unit)
        pen.across = across
        cluster.face.draw(cluster.base, pen)
        path += pen.path
        across += cluster.width
    cosine, sine = paper.width / diagonal, paper.height / diagonal
    scale, back, down = size / 1000, width * size / 2, size * 0.36
    matrix = (
        cosine * scale,
        sine * scale,
        -sine * scale,
        cosine * scale,
        paper.width / 2 - back * cosine + down * sine,
        paper.height / 2 - back * sine - down * cosine,
    )
    content = b"%b g %b cm\n%b\nf\n" % (
        WATERMARK_GREY,
        b" ".join(b"%.5f" % number for number in matrix),
        b"\n".join(path),
    )
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 %.2f %.2f]/Resources<<>>" % (paper.width, paper.height)
    return b"/XObject<</%b %d 0 R>>" % (RESOURCE, file.add_stream(content, entries=entries))
