"""The limit: a file that was already laid out, its page texts waiting uncompressed and its fonts already subset, is
compressed and written. No layout, no text, no fonts: less than this no writer in this language can do."""

from __future__ import annotations

import json
import struct
import sys
import time
import zlib
from pathlib import Path

# Number of the object, kind (t: a text to be compressed, o: anything else, as it is) and length.
_HEAD = struct.Struct(">LcQ")
_SYNTAX = ("/ObjStm", "/XRef")  # how the file was written, which this one does its own way


def spool(drawn: Path, target: Path, level: int) -> None:
    """Take a drawn file apart, so that `main` can write it again. Not part of what is measured."""
    import pikepdf

    with pikepdf.open(drawn) as paper, target.open("wb") as file:
        texts = {part.objgen for page in paper.pages for part in _contents(page)}
        size = max(int(paper.trailer.Size), len(paper.objects) + 1) + 8  # opening it may have added a few
        about = {"level": level, "root": paper.Root.objgen[0], "size": size}
        file.write(json.dumps(about).encode() + b"\n")
        for number in range(1, size):
            one = paper.get_object(number, 0)
            if not isinstance(one, pikepdf.Stream):
                _put(file, number, b"o", _plain(one))
            elif one.objgen in texts:
                _put(file, number, b"t", one.read_bytes())
            elif one.stream_dict.get("/Type") not in _SYNTAX:
                head = one.stream_dict.unparse(resolved=True)
                _put(file, number, b"o", head + b"stream\n" + one.read_raw_bytes() + b"\nendstream")


def _contents(page):
    contents = page.obj.Contents
    return contents if contents._type_name == "array" else [contents]


def _plain(one) -> bytes:
    return (
        one.unparse(resolved=True)
        if hasattr(one, "unparse")
        else ("null" if one is None else str(one)).lower().encode()
    )


def _put(file, number: int, kind: bytes, content: bytes) -> None:
    file.write(_HEAD.pack(number, kind, len(content)) + content)


def main() -> None:
    """`limit SPOOL PDF`."""
    began = time.perf_counter()
    with open(sys.argv[1], "rb") as source, open(sys.argv[2], "wb", buffering=1 << 17) as target:
        about = json.loads(source.readline())
        level, places = about["level"], [0] * about["size"]
        offset = target.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        while head := source.read(_HEAD.size):
            number, kind, length = _HEAD.unpack(head)
            content = source.read(length)
            if kind == b"t":
                content = zlib.compress(content, level)
                content = b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(content), content)
            places[number] = offset
            offset += target.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
        target.write(b"xref\n0 %d\n" % len(places))
        target.write(b"".join(b"%010d 00000 n \n" % at if at else b"0000000000 65535 f \n" for at in places))
        target.write(
            b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
            % (len(places), about["root"], offset)
        )
    print(json.dumps({"seconds": time.perf_counter() - began}))


if __name__ == "__main__":
    main()
