"""PDF scans: opened and written anew without anything that acts, asks the network, or carries other files."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from portal.errors import N_, RuleBroken
from portal.files.contents import Cleaned

MOST_PAGES = 300
_DEEPEST = 60
_ACTIVE_KEYS = (
    "/AA",
    "/OpenAction",
    "/JS",
    "/JavaScript",
    "/EmbeddedFiles",
    "/AF",
    "/XFA",
    "/RichMediaContent",
    "/RichMediaSettings",
    "/Metadata",
    "/PieceInfo",
    "/Threads",
    "/URI",
)
_ACTIVE_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/ResetForm",
    "/GoToR",
    "/GoToE",
    "/URI",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
    "/Trans",
    "/SetOCGState",
    "/GoTo3DView",
}
_HARMLESS_ACTIONS = {"/GoTo", "/Named"}
_ACTIVE_NOTES = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
_BROKEN = (
    pikepdf.PdfError,
    pikepdf.ForeignObjectError,
    RuntimeError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
)


def clean_pdf(content: bytes, field: str) -> Cleaned:
    """The same pages, inert; raises RuleBroken at `field` for a broken, locked, empty or very long one."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
            if not 1 <= pages <= MOST_PAGES:
                raise RuleBroken(
                    field,
                    N_("PDF 须有 1 到 %(most)s 页，这份有 %(pages)s 页。"),
                    most=MOST_PAGES,
                    pages=pages,
                )
            _make_inert(pdf)
            target = io.BytesIO()
            pdf.save(target, encryption=False, deterministic_id=True)
    except pikepdf.PasswordError:
        raise RuleBroken(field, N_("这份 PDF 设有密码。请去掉密码后上传。")) from None
    except _BROKEN:
        raise RuleBroken(field, N_("PDF 已损坏或不完整，无法打开。请重新扫描后上传。")) from None
    return Cleaned(target.getvalue(), "application/pdf", pages=pages)


def _make_inert(pdf: Pdf) -> None:
    for key in ("/Info",):
        if key in pdf.trailer:
            del pdf.trailer[key]
    for page in pdf.pages:
        _drop_notes(page.obj)
    for thing in pdf.objects:
        _scrub(thing, 0)
    pdf.remove_unreferenced_resources()


def _drop_notes(page: Any) -> None:
    notes = page.get("/Annots")
    if not isinstance(notes, Array):
        if notes is not None:
            del page["/Annots"]
        return
    kept = [
        note
        for note in notes
        if isinstance(note, Dictionary) and str(note.get("/Subtype", "")) not in _ACTIVE_NOTES
    ]
    page["/Annots"] = Array(kept)


def _scrub(thing: Any, depth: int) -> None:
    """Take what acts out of one object and the direct objects inside it; indirect ones come round by themselves."""
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(thing, (Dictionary, Stream)):
        for key in _ACTIVE_KEYS:
            if key in thing:
                del thing[key]
        if _is_active_action(thing):
            _empty(thing)
            return
        for key in list(thing.keys()):
            child = thing.get(key)
            if _starts_something(key, child):
                del thing[key]
            elif isinstance(child, Object) and not child.is_indirect:
                _scrub(child, depth + 1)
    elif isinstance(thing, Array):
        for child in thing:
            if isinstance(child, Object) and not child.is_indirect:
                _scrub(child, depth + 1)


def _starts_something(key: str, child: Any) -> bool:
    """Whether a reader would act on this: by where it stands, for readers do not look at the type that it claims to have.

    In outlines `/Next` is the next heading, in the structure `/A` holds attributes; neither has the `/S` of an action.
    """
    if key == "/Next" and isinstance(child, Array):
        return True
    if key not in {"/A", "/Next"} or not isinstance(child, (Dictionary, Stream)) or "/S" not in child:
        return False
    return key == "/Next" or str(child.get("/S")) not in _HARMLESS_ACTIONS


def _is_active_action(thing: Any) -> bool:
    action = thing.get("/S")
    return (isinstance(action, Name) and str(action) in _ACTIVE_ACTIONS and "/Type" not in thing) or (
        str(thing.get("/Type", "")) == "/Action" and str(action) in _ACTIVE_ACTIONS
    )


def _empty(thing: Any) -> None:
    for key in list(thing.keys()):
        if key not in {"/Length", "/Filter", "/DecodeParms"}:
            del thing[key]
