"""The strokes of a signature that was written on a screen: checked and brought within bounds, and drawn for the paper."""

from __future__ import annotations

import io
import json
from typing import Any

from PIL import Image, ImageDraw

from portal.errors import N_, RuleBroken

Stroke = list[list[int]]
MOST_STROKES = 300
MOST_POINTS = 20_000
FEWEST_POINTS = 5
WIDEST = 4000
LONGEST_MS = 3_600_000
MOST_CHARACTERS = 600_000


def read_strokes(value: Any) -> list[Stroke]:
    """Strokes as they are kept, from their JSON text or a list: [[x, y, milliseconds], …] each.

    Raises RuleBroken at `strokes` when they are no strokes, too many, or hardly any.
    """
    if isinstance(value, str):
        if len(value) > MOST_CHARACTERS:
            raise RuleBroken("strokes", N_("笔画太多，请清除后重新签名。"))
        try:
            value = json.loads(value or "[]")
        except (ValueError, RecursionError):
            value = None
    if not isinstance(value, list) or len(value) > MOST_STROKES:
        raise RuleBroken("strokes", N_("没有收到笔画，请清除后重新签名。"))
    strokes = [[_point(point) for point in stroke] for stroke in map(_list, value) if stroke]
    points = sum(len(stroke) for stroke in strokes)
    if points > MOST_POINTS:
        raise RuleBroken("strokes", N_("笔画太多，请清除后重新签名。"))
    if points < FEWEST_POINTS:
        raise RuleBroken("strokes", N_("请在框内写下完整的签名。"))
    return strokes


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _point(value: Any) -> list[int]:
    numbers = [one for one in _list(value) if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(numbers) != 3 or not all(abs(one) < 1e9 for one in numbers):
        raise RuleBroken("strokes", N_("没有收到笔画，请清除后重新签名。"))
    x, y, ms = (round(one) for one in numbers)
    return [min(max(x, 0), WIDEST), min(max(y, 0), WIDEST), min(max(ms, 0), LONGEST_MS)]


def draw(strokes: list[Stroke], *, width: int = 480, height: int = 160) -> bytes:
    """The signature as a small grey JPEG, fitted into the box with a margin."""
    scale = 2
    points = [point for stroke in strokes for point in stroke]
    left, top = min(point[0] for point in points), min(point[1] for point in points)
    wide, high = max(point[0] for point in points) - left, max(point[1] for point in points) - top
    margin = 8 * scale
    factor = min((width * scale - 2 * margin) / max(wide, 1), (height * scale - 2 * margin) / max(high, 1))
    picture = Image.new("L", (width * scale, height * scale), 255)
    pen = ImageDraw.Draw(picture)
    for stroke in strokes:
        placed = [(margin + (x - left) * factor, margin + (y - top) * factor) for x, y, _ms in stroke]
        if len(placed) > 1:
            pen.line(placed, fill=0, width=4 * scale, joint="curve")
        for x, y in (placed[0], placed[-1]):
            pen.ellipse((x - 2 * scale, y - 2 * scale, x + 2 * scale, y + 2 * scale), fill=0)
    small = picture.resize((width, height), Image.Resampling.LANCZOS)
    kept = io.BytesIO()
    small.save(kept, "JPEG", quality=80)
    return kept.getvalue()


__all__ = ["FEWEST_POINTS", "Stroke", "draw", "read_strokes"]
