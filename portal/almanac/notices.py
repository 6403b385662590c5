"""Reading a year's holiday notice: the State Council's own sentences (国办通知) as they are pasted, or a list of days.

Nothing is stored here; what cannot be read is refused with its line, so that no day is lost in silence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.errors import N_, RuleBroken

MOST_DAYS = 366
LONGEST_RANGE = 31
# The words of the notices themselves and of the lists that offices keep; they are Chinese in every language of the pages.
PAPER_WEEKDAYS = "一二三四五六日"
PAPER_SECTION = re.compile(r"[一二三四五六七八九十]+、\s*([^：:\n。]{1,20})[：:]")
PAPER_TITLE_YEAR = re.compile(r"(\d{4})年部分节假日安排")
PAPER_DATE = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[（(]([^）)]*)[）)])?")
PAPER_LINE_DATE = r"(?:(\d{4})\s*[-/.年])?\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
PAPER_LINE_END = r"(?:(?:(\d{4})\s*[-/.年])?\s*(\d{1,2})\s*[-/.月])?\s*(\d{1,2})\s*日?"
PAPER_LINE = re.compile(
    rf"{PAPER_LINE_DATE}(?:\s*(?:至|到|~|～|—+)\s*{PAPER_LINE_END})?[\s,，;；]+(\S+?)(?:[\s,，;；]+(.*))?"
)
PAPER_REST = {"休", "放假", "休息", "假", "节假日", "法定节假日", "休息日"}
PAPER_WORK = {"班", "上班", "调休上班", "补班", "调班", "工作日"}
PAPER_WORDS = (("放假", False), ("上班", True))
PAPER_TO = re.compile(r"\s*(至|到|—|－|-|~|～)")
PAPER_NAMED_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
PAPER_SENTENCE = re.compile(r"[。；;]")
PAPER_KINDS = {False: "放假", True: "调休上班"}


@dataclass(frozen=True)
class NoticeDay:
    """A day of a notice that differs from its weekday, or belongs to a holiday."""

    day: dt.date
    is_workday: bool
    reason: str


def read_notice(text: str, year: int) -> list[NoticeDay]:
    """The days that a pasted notice or list names, in order; raises RuleBroken at `text`."""
    if PAPER_SECTION.search(text):
        found = list(_read_prose(text, year))
    else:
        numbered = ((line, number) for number, line in enumerate(text.splitlines(), 1))
        found = list(read_lines(numbered, year))
    return _checked(found)


def read_lines(lines: Iterable[tuple[str, int]], year: int) -> Iterator[NoticeDay]:
    """The days of a list, one or a range a line: `2026-10-01 至 2026-10-07 休 国庆节`. Raises RuleBroken at `text`."""
    for line, number in lines:
        if not line.strip():
            continue
        match = PAPER_LINE.fullmatch(line.strip())
        kind = match[7] if match else ""
        if match is None or kind not in PAPER_REST | PAPER_WORK:
            raise _unreadable(number, line)
        first = _day(match[1], match[2], match[3], year, number, line)
        last = _day(match[4], match[5] or match[2], match[6], first.year, number, line) if match[6] else first
        reason = (match[8] or "").strip() or (N_("放假") if kind in PAPER_REST else N_("调休上班"))
        for day in _days_between(first, last, number, line):
            yield NoticeDay(day, kind in PAPER_WORK, reason[:60])


def _read_prose(text: str, year: int) -> Iterator[NoticeDay]:
    titled = PAPER_TITLE_YEAR.search(text)
    if titled and int(titled[1]) != year:
        raise RuleBroken(
            "text", N_("这是 %(titled)s 年的通知，不是 %(year)s 年的。"), titled=titled[1], year=year
        )
    sections = list(PAPER_SECTION.finditer(text))
    for section, after in zip(sections, [*sections[1:], None], strict=True):
        name = section[1].strip()
        body = text[section.end() : after.start() if after else len(text)]
        for sentence in PAPER_SENTENCE.split(body.split("\n\n")[0]):
            yield from _read_sentence(name, sentence, year)


def _read_sentence(name: str, sentence: str, year: int) -> Iterator[NoticeDay]:
    for word, is_workday in PAPER_WORDS:
        if word not in sentence:
            continue
        part = sentence.split(word, maxsplit=1)[0]
        dates = list(_dates_of(part, year))
        for index, (day, end) in enumerate(dates):
            following = dates[index + 1][0] if index + 1 < len(dates) else None
            if following and PAPER_TO.match(part[end:]):
                yield from (_named(d, name, is_workday) for d in _days_between(day, following, 0, sentence))
            else:
                yield _named(day, name, is_workday)
        return


def _dates_of(part: str, year: int) -> Iterator[tuple[dt.date, int]]:
    """Each date of a sentence and where it ends; a date without month or year takes those of the one before."""
    month, current = 0, year
    found = list(PAPER_DATE.finditer(part))
    for index, match in enumerate(found):
        current = int(match[1]) if match[1] else current
        if match[2] and not match[1] and month == 12 and int(match[2]) == 1:
            current += 1
        month = int(match[2] or month)
        before_new_year = index == 0 and not match[1] and month == 12 and _reaches_january(found[1:])
        day = _day(str(current - before_new_year), str(month), match[3], year, 0, part)
        current = day.year
        _must_fall_on(day, match[4] or "")
        yield day, match.end()


def _reaches_january(rest: list[re.Match[str]]) -> bool:
    return bool(rest and rest[0][2] == "1")


def _must_fall_on(day: dt.date, aside: str) -> None:
    """A notice names the weekday of each date: a pasted notice of another year is noticed by it."""
    named = PAPER_NAMED_WEEKDAY.search(aside)
    if (
        named and PAPER_WEEKDAYS.find(named[1]) % 7 != day.weekday()
    ):  # 天, which is not among them, is Sunday too
        raise RuleBroken("text", N_("%(day)s 不是星期%(named)s，请核对通知的年份。"), day=day, named=named[1])


def _named(day: dt.date, name: str, is_workday: bool) -> NoticeDay:
    return NoticeDay(day, is_workday, (name + PAPER_KINDS[is_workday])[:60])


def _day(year: str | None, month: str, day: str, default_year: int, number: int, line: str) -> dt.date:
    try:
        return dt.date(int(year or default_year), int(month), int(day))
    except ValueError:
        raise _unreadable(number, line) from None


def _days_between(first: dt.date, last: dt.date, number: int, line: str) -> list[dt.date]:
    length = (last - first).days
    if not 0 <= length < LONGEST_RANGE:
        raise _unreadable(number, line)
    return [first + dt.timedelta(days=step) for step in range(length + 1)]


def _unreadable(number: int, line: str) -> RuleBroken:
    if number:
        return RuleBroken(
            "text", N_("第 %(number)s 行看不懂：%(line)s"), number=number, line=line.strip()[:60]
        )
    return RuleBroken("text", N_("这一句看不懂：%(line)s"), line=line.strip()[:60])


def _checked(found: list[NoticeDay]) -> list[NoticeDay]:
    """In order, each day once; a make-up day that is a working day anyway, or a day named both ways, is refused."""
    by_day: dict[dt.date, NoticeDay] = {}
    for row in found:
        other = by_day.setdefault(row.day, row)
        if other.is_workday != row.is_workday:
            raise RuleBroken("text", N_("%(day)s 既写了放假又写了上班。"), day=row.day)
        if row.is_workday and row.day.weekday() < 5:
            raise RuleBroken("text", N_("%(day)s 按星期本来就是工作日，请核对。"), day=row.day)
    if not by_day:
        raise RuleBroken("text", N_("没有读到任何放假或上班的日期。"))
    if len(by_day) > MOST_DAYS:
        raise RuleBroken("text", N_("日期太多，请一次只登记一年。"))
    return [by_day[day] for day in sorted(by_day)]
