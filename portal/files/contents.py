"""What an upload really is: recognised by its first bytes, compared with its name, and cleaned by whoever knows the kind."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from portal.errors import N_, RuleBroken

IMAGE, PDF = "image", "pdf"
_EXTENSIONS = {
    "jpg": IMAGE,
    "jpeg": IMAGE,
    "jpe": IMAGE,
    "jfif": IMAGE,
    "png": IMAGE,
    "bmp": IMAGE,
    "webp": IMAGE,
    "pdf": PDF,
}
_MAGIC = (
    (b"\xff\xd8\xff", IMAGE),
    (b"\x89PNG\r\n\x1a\n", IMAGE),
    (b"BM", IMAGE),
    (b"%PDF-", PDF),
)
_PHONE_PHOTO = re.compile(rb"....ftyp(heic|heix|hevc|mif1|msf1|avif)", re.DOTALL)
LONGEST_NAME = 200


@dataclass(frozen=True)
class Cleaned:
    """Content that is safe to keep and to show, with what was learnt about it."""

    content: bytes
    media_type: str
    width: int | None = None
    height: int | None = None
    pages: int | None = None


def clean_name(name: str) -> str:
    """The file's own name for the record and for downloads: no path, no control or direction marks, at most 200 characters."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    plain = "".join(
        c
        for c in unicodedata.normalize("NFC", last)
        if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}
    )
    stem, dot, extension = plain.strip(" .").rpartition(".")
    if not dot:
        return extension[:LONGEST_NAME] or N_("未命名")
    return (
        f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"
        if len(extension) < 20
        else plain[:LONGEST_NAME]
    )


def recognise(content: bytes, name: str, allow: tuple[str, ...], field: str) -> str:
    """`image` or `pdf`, by content; raises RuleBroken at `field` when it is neither, not allowed, or not what the name says."""
    named = _EXTENSIONS.get(clean_name(name).rpartition(".")[2].lower()) if "." in clean_name(name) else None
    found = _kind_of(content)
    if found is None and _PHONE_PHOTO.match(content[:32]):
        raise RuleBroken(
            field, N_("这是手机的 HEIC 照片，浏览器不能显示。请在手机上转成 JPG，或重新拍照后上传。")
        )
    if found is None and named is None:
        raise RuleBroken(field, N_("不支持这种文件。请上传 %(kinds)s。"), kinds=_names(allow))
    if found is None or (named is not None and named != found):
        raise RuleBroken(
            field,
            N_("文件内容与扩展名不符：“%(name)s”的内容不是它所称的类型。请核对后重新选择文件。"),
            name=clean_name(name),
        )
    if named is None and "." in clean_name(name):
        raise RuleBroken(
            field, N_("文件内容与扩展名不符：“%(name)s”。请核对后重新选择文件。"), name=clean_name(name)
        )
    if found not in allow:
        raise RuleBroken(field, N_("这里只能上传 %(kinds)s。"), kinds=_names(allow))
    return found


def _kind_of(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return IMAGE
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)


def _names(allow: tuple[str, ...]) -> str:
    words = {IMAGE: "JPG/PNG/BMP/WebP", PDF: "PDF"}
    return ", ".join(words[kind] for kind in allow)
