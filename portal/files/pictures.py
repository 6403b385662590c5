"""Pictures: decoded, turned upright, stripped of all they carry besides pixels, and encoded anew; the one-inch portrait cut."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.errors import N_, RuleBroken
from portal.files.contents import Cleaned

MOST_PIXELS = 50_000_000
PORTRAIT_MM = (25.0, 35.0)
PORTRAIT_DPI = (300, 600)
_FORMATS = ("JPEG", "PNG", "BMP", "WEBP")
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    OverflowError,
    IndexError,
    KeyError,
    TypeError,
    ZeroDivisionError,
    struct.error,
    zlib.error,
    UnidentifiedImageError,
    MemoryError,
)
Box = tuple[int, int, int, int]


def clean_picture(content: bytes, field: str) -> Cleaned:
    """The picture as plain JPEG, or PNG where it came without loss; raises RuleBroken at `field` when broken or too large.

    Orientation is applied; place, time, device and everything else in the metadata is left behind.
    """
    picture, source = _decode(content, field)
    lossless = source in {"PNG", "BMP"}
    return _encode(picture, "PNG" if lossless else "JPEG")


def crop_portrait(
    content: bytes, box: Box | None, field: str, size_mm: tuple[float, float] = PORTRAIT_MM
) -> Cleaned:
    """A JPEG of the proportions of `size_mm`, cut from a picture at `box` (x, y, width, height in pixels), or from its middle.

    At least 300 dpi at that size, or RuleBroken; what is finer than 600 dpi is made smaller.
    """
    picture, _source = _decode(content, field)
    cut = picture.crop(_fit(box, picture.size, size_mm[0] / size_mm[1]))
    low, high = (tuple(round(side / 25.4 * dpi) for side in size_mm) for dpi in PORTRAIT_DPI)
    if cut.width < low[0] or cut.height < low[1]:
        raise RuleBroken(
            field,
            N_(
                "照片太小：裁剪后须至少 %(width)s×%(height)s 像素，现为 %(have)s。请重新拍摄或换一张更清晰的照片。"
            ),
            width=low[0],
            height=low[1],
            have=f"{cut.width}×{cut.height}",
        )
    if cut.width > high[0]:
        cut = cut.resize((high[0], high[1]), Image.Resampling.LANCZOS)
    return _encode(cut, "JPEG", dpi=round(cut.width / (size_mm[0] / 25.4)))


def _decode(content: bytes, field: str) -> tuple[Image.Image, str]:
    """The upright picture in RGB, grey or black and white, and the format it came in."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.simplefilter(
                "ignore", UserWarning
            )  # Pillow remarks on odd metadata, which is thrown away
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise RuleBroken(field, _too_large(), width=opened.width, height=opened.height)
                opened.load()
                upright = _upright(opened)
                return _plain(upright), str(opened.format)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RuleBroken(field, N_("图片的像素太多，无法处理。请用较低的分辨率重新扫描或拍照。")) from None
    except _BROKEN:
        raise RuleBroken(field, N_("图片已损坏或不完整，无法打开。请重新扫描或拍照后上传。")) from None


def _too_large() -> str:
    return N_("图片尺寸 %(width)s×%(height)s 太大，超过 5000 万像素。请用较低的分辨率重新扫描或拍照。")


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except _BROKEN:
        return picture  # broken metadata says nothing about the pixels


def _plain(picture: Image.Image) -> Image.Image:
    if picture.mode in {"1", "L", "RGB"}:
        return picture.copy()
    if picture.mode.startswith("I") or picture.mode == "F":
        return picture.convert("L")
    if picture.mode in {"RGBA", "LA", "PA", "P", "RGBa", "La"}:
        layered = picture.convert("RGBA")
        ground = Image.new("RGB", layered.size, "white")
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _encode(picture: Image.Image, kind: str, dpi: int | None = None) -> Cleaned:
    if kind == "JPEG" and picture.mode == "1":
        picture = picture.convert("L")
    clean = Image.new(picture.mode, picture.size)  # carries no metadata at all
    clean.paste(picture)
    target = io.BytesIO()
    more = {"dpi": (dpi, dpi)} if dpi else {}
    if kind == "JPEG":
        clean.save(target, "JPEG", quality=90, **more)
    else:
        clean.save(target, "PNG")
    return Cleaned(target.getvalue(), f"image/{kind.lower()}", clean.width, clean.height)


def _fit(box: Box | None, size: tuple[int, int], ratio: float) -> Box:
    """The asked box, held inside the picture and shrunk about its middle to the ratio of width to height, as crop corners."""
    x, y, width, height = box or (0, 0, *size)
    left, top = min(max(x, 0), size[0] - 1), min(max(y, 0), size[1] - 1)
    right, bottom = min(max(x + width, left + 1), size[0]), min(max(y + height, top + 1), size[1])
    wide, high = right - left, bottom - top
    if wide > high * ratio:
        new = max(1, round(high * ratio))
        left += (wide - new) // 2
        right = left + new
    else:
        new = max(1, round(wide / ratio))
        top += (high - new) // 2
        bottom = top + new
    return left, top, right, bottom
