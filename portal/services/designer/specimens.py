"""A paper as a specimen (样张): drawn from its order, marked across every page, and kept nowhere."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Dictionary, Name

from portal.documents.actions.making import render_here
from portal.documents.derived import POINTS_PER_MM
from portal.documents.drawing import Drawing
from portal.documents.render import PaperOrder

PAPER_MARK = "样　张"
SIZE = 110.0
_SLANT = 0.7071


def specimen(order: PaperOrder) -> bytes:
    """The paper's bytes with the mark. Raises PaperBroken, FontsMissing or EngineMissing; takes about half a second."""
    return marked(render_here(order).content)


def marked(content: bytes) -> bytes:
    """The same pages with 样张 across each, so pale that the paper stays readable under it."""
    with pikepdf.open(io.BytesIO(content)) as paper, pikepdf.open(io.BytesIO(_mark())) as mark:
        stamp = paper.copy_foreign(mark.pages[0].as_form_xobject())
        for page in paper.pages:
            width, height = float(page.mediabox[2]), float(page.mediabox[3])
            name = page.add_resource(stamp, Name.XObject, Name("/Specimen"))
            pale = page.add_resource(
                Dictionary(Type=Name.ExtGState, ca=0.14, CA=0.14), Name.ExtGState, Name("/Pale")
            )
            half = _WIDTH * POINTS_PER_MM / 2
            scale = min(1.0, width / (210 * POINTS_PER_MM)) * _SLANT
            x, y = width / 2 - scale * half * 0.9, height / 2 - scale * half * 1.1
            place = f"{scale:.4f} {scale:.4f} {-scale:.4f} {scale:.4f} {x:.2f} {y:.2f} cm"
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(f"\nQ q {pale} gs {place} {name} Do Q".encode(), prepend=False)
        target = io.BytesIO()
        paper.save(target, deterministic_id=True)
        return target.getvalue()


_WIDTH = 200.0


def _mark() -> bytes:
    drawing = Drawing(_WIDTH, 60.0, PAPER_MARK)
    drawing.text(_WIDTH / 2, 42.0, PAPER_MARK, SIZE, align="middle")
    return drawing.content()
