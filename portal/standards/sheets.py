"""Reading any workbook (.xlsx) row by row, within limits of size, memory and time. What the rows mean is no matter of this file.

The workbook is opened in a process of its own (`sheet_process`), so that a file made to harm ends that process and
nothing else, and the rows come as they are read.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from portal.errors import N_, RuleBroken
from portal.standards import sheet_process

_PROCESS = Path(sheet_process.__file__)
MIB = 1024 * 1024


class SheetUnreadable(RuleBroken):
    """The file is no workbook, is damaged, or is locked with a password; at `file`."""


class SheetTooLarge(SheetUnreadable):
    """The file is larger than allowed, packed or unpacked, or asks for more memory or time than it may have."""


@dataclass(frozen=True)
class Limits:
    """The most that one workbook may take, in bytes: the file, all its parts unpacked, and the memory while it is open."""

    packed: int = 64 * MIB
    unpacked: int = 1024 * MIB
    memory: int = 2048 * MIB


@dataclass(frozen=True)
class SheetRow:
    """One row: the name of its sheet, its number there from 1, and its cells from column A on.

    An empty cell is None; a cell is a text, a whole number, a fraction (float), a truth, a day or an instant on the
    wall clock. Formulas are what they last came to.
    """

    sheet: str
    number: int
    cells: list[Any]


def read_rows(source: Path | bytes | IO[bytes], limits: Limits | None = None) -> Iterator[SheetRow]:
    """Yield every row of every sheet, in order; raises SheetUnreadable or SheetTooLarge, mostly before the first row.

    An open file is read from its beginning, whatever was read of it before.
    """
    limits = limits or Limits()
    with contextlib.ExitStack() as opened:
        file = _open(source, opened)
        _check_size(file, limits)
        command = [sys.executable, "-I", str(_PROCESS), str(limits.memory)]
        reading = opened.enter_context(
            subprocess.Popen(  # noqa: S603  (this file's own program; nothing of the reader's stands in the command)
                command,
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"LANG": "C.UTF-8"},  # this installation's keys may stand in the environment
            )
        )
        opened.callback(reading.kill)
        assert reading.stdout is not None  # noqa: S101  (asked for above)
        yield from _rows(reading.stdout)
        _check_ending(reading.wait())


def _open(source: Path | bytes | IO[bytes], opened: contextlib.ExitStack) -> IO[bytes]:
    """The file itself where it has a descriptor to hand over, else a copy that has one."""
    if isinstance(source, Path):
        return opened.enter_context(source.open("rb"))
    if isinstance(source, bytes):
        source = io.BytesIO(source)
    source.seek(0)
    with contextlib.suppress(io.UnsupportedOperation):
        source.fileno()
        return source
    file = opened.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  (the caller's stack closes it)
    shutil.copyfileobj(source, file)
    return file


def _check_size(file: IO[bytes], limits: Limits) -> None:
    """What the archive says of itself; one that lies meets the limit of memory."""
    if file.seek(0, io.SEEK_END) > limits.packed:
        raise too_large()
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if sum(part.file_size for part in archive.infolist()) > limits.unpacked:
                raise too_large()
    # NotImplementedError is how zipfile refuses an archive in parts, or one that needs a newer version than it knows.
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise unreadable() from error
    if "[Content_Types].xml" not in names or {"content.xml", "xl/workbook.bin"} & names:
        raise unreadable()


def _rows(lines: IO[bytes]) -> Iterator[SheetRow]:
    sheet, left, number = "", 0, 0
    for line in lines:
        said = json.loads(line, object_hook=_typed)
        if isinstance(said, list):
            number += 1
            yield SheetRow(sheet, number, [None] * left + [None if cell == "" else cell for cell in said])
        else:
            sheet, left, number = said["sheet"], said["left"], 0


def _typed(said: dict[str, Any]) -> Any:
    if "day" in said:
        return dt.date.fromisoformat(said["day"])
    return dt.datetime.fromisoformat(said["instant"]) if "instant" in said else said


def _check_ending(code: int) -> None:
    if code == sheet_process.LOCKED:
        raise SheetUnreadable("file", N_("这个 Excel 文件有密码，请取消密码后另存一份再试。"))
    if code in (sheet_process.BROKEN, sheet_process.FAILED):
        raise unreadable()
    if code != 0:
        raise too_large()


def unreadable() -> SheetUnreadable:
    """The refusal of a file that is no workbook, or a damaged one."""
    return SheetUnreadable("file", N_("这个文件不是可读的 Excel 表，或者已经损坏，请另存为 .xlsx 后重试。"))


def too_large() -> SheetTooLarge:
    """The refusal of a file beyond its limits."""
    return SheetTooLarge("file", N_("这个文件太大，或者展开后太大，不能读取。"))
