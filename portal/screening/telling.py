"""A report turned into what its paper says in every case: figures, shares, categories, words, signatures, as frozen with it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from portal.disputes.queries import list_every_category
from portal.screening.figures import SIX
from portal.screening.kinds import SIZES
from portal.screening.models import ScreeningReport
from portal.screening.moments import moment_words
from portal.screening.papers import CategoryLine, ReportSigner
from portal.screening.shares import shares_of
from portal.signoffs import printed_signers
from portal.standards.amounts import figures as amount_in_figures

PAPER_SIZES = {500: "500人以上", 100: "100—500人", 50: "50—100人", 0: "50人以下"}
PAPER_COMMA = "、"
PAPER_COUNT = "{label}{count}起"
PAPER_LATE = "迟报{length}（应于{due}前报送）。原因：{reason}"
PAPER_LENGTHS = ("{days}天{hours}小时", "{hours}小时{minutes}分", "{minutes}分钟")
LAST_POSITION = 999


def tell_alike(report: ScreeningReport, chain: str) -> dict[str, Any]:
    """What a `CountedPaper` says of a report's figures, words and signatures, by the names of its fields."""
    more, shares = report.figures, shares_of(report)
    return {
        **{name: getattr(report, name) for name in (*SIX, "acts", "hands")},
        **{name: more[name] for name in ("people", "mass", "criminal", "grave")},
        **{
            name: getattr(report, name) or "" for name in ("overview", "problems", "next_steps", "wants_help")
        },
        "by_people": more["ways"]["people"],
        "by_administration": more["ways"]["administrative"],
        "by_courts": more["ways"]["judicial"],
        "amount": amount_in_figures(Decimal(more["amount_fen"]) / 100),
        "sizes": size_words(more["sizes"]),
        "handled": shares.handled,
        "handled_share": shares.handled_share,
        "success_share": shares.success_share,
        "categories": category_rows(more["justice"]),
        "signers": tuple(
            ReportSigner(label=one.label, name=one.name, post=one.post, day=one.day)
            for one in printed_signers(report, chain)
        ),
    }


def size_words(counts: dict[str, int]) -> str:
    """How many of each size (群体性规模), the largest first, without those that there were none of."""
    return PAPER_COMMA.join(
        PAPER_COUNT.format(label=PAPER_SIZES[least], count=counts[str(least)])
        for least, _label in SIZES
        if counts.get(str(least))
    )


def category_rows(table: dict[str, list[int]]) -> tuple[CategoryLine, ...]:
    """The categories of the justice scheme that have any figure, in the order of the form."""
    known = {one.code: one for one in list_every_category() if one.scheme == "justice"}
    codes = sorted(table, key=lambda code: (known[code].position if code in known else LAST_POSITION, code))
    return tuple(
        CategoryLine(
            name=known[code].name if code in known else code,
            found=table[code][0],
            resolved=table[code][1],
            closing=table[code][2],
        )
        for code in codes
    )


def length_words(seconds: int) -> str:
    """How late, in the two largest units: 1天2小时, 5小时12分, 3分钟 (at least one)."""
    minutes = max(1, seconds // 60)
    days, hours = minutes // 1440, minutes // 60
    pattern = PAPER_LENGTHS[0 if days else 1 if hours else 2]
    return pattern.format(days=days, hours=hours % 24 if days else hours, minutes=minutes % 60)


def lateness_of(report: ScreeningReport) -> str:
    """How late an edition came, with the reason; empty for a punctual one."""
    if not report.late_seconds:
        return ""
    return PAPER_LATE.format(
        length=length_words(report.late_seconds),
        due=moment_words(report.duty.due_at),
        reason=report.late_reason,
    )
