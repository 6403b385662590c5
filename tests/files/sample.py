"""Uploads made on the spot: good pictures and PDFs, and the bad ones that an office gets."""

from __future__ import annotations

import io
import struct
import zlib

import pikepdf
from PIL import Image


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (400, 560), colour: str = "#c8d8e8", mode: str = "RGB"
) -> bytes:
    """A picture of one colour."""
    target = io.BytesIO()
    Image.new(mode, size, colour).save(target, kind)
    return target.getvalue()


def turned_picture() -> bytes:
    """A phone's photo, 40×20 pixels lying on its side, with a place and a device in its metadata."""
    image = Image.new("RGB", (40, 20), "white")
    image.putpixel((0, 0), (255, 0, 0))
    data = Image.Exif()
    data[0x0112] = 6  # turned by 90 degrees
    data[0x010F] = "Maker"
    data[0x8825] = {2: (30.0, 15.0, 0.0)}
    target = io.BytesIO()
    image.save(target, "JPEG", exif=data, quality=95)
    return target.getvalue()


def png_header(width: int, height: int) -> bytes:
    """The first bytes of a PNG that claims this size, with almost no content."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


def pdf(pages: int = 2) -> bytes:
    """An ordinary PDF of empty pages."""
    target = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(595, 842))
        made.save(target)
    return target.getvalue()


def active_pdf() -> bytes:
    """A PDF that runs a script, starts a program, sends a form, leads to the network and carries a file."""
    target = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('x')")
        made.Root.OpenAction = made.make_indirect(script)
        made.Root.AA = pikepdf.Dictionary(WC=script)
        made.Root.Names = pikepdf.Dictionary(
            JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["x", script]))
        )
        made.attachments["evil.exe"] = b"MZ evil"
        made.Root.AcroForm = pikepdf.Dictionary(XFA="<xfa/>", Fields=pikepdf.Array([]))
        page.obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"))
        notes = [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action
            )
            for action in (
                pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://example.invalid/"),
                made.make_indirect(
                    pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="http://example.invalid/")
                ),
            )
        ]
        notes.append(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9]
            )
        )
        page.obj.Annots = made.make_indirect(pikepdf.Array(notes))
        made.docinfo["/Author"] = "somebody's computer"
        made.save(target)
    return target.getvalue()


def disguised_pdf(claims: str) -> bytes:
    """A PDF whose links start a program by actions that claim another type: direct, indirect, chained, and in its outline."""
    target = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))

        def launch() -> pikepdf.Dictionary:
            return pikepdf.Dictionary(Type=pikepdf.Name(claims), S=pikepdf.Name.Launch, F="calc.exe")

        def inside(**more: object) -> pikepdf.Dictionary:
            return pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=[page.obj, pikepdf.Name.Fit], **more)

        actions = [launch(), made.make_indirect(launch()), inside(), inside(Next=launch())]
        actions.append(inside(Next=pikepdf.Array([made.make_indirect(launch())])))
        notes = [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action
            )
            for action in actions
        ]
        page.obj.Annots = pikepdf.Array(notes)
        heading = made.make_indirect(pikepdf.Dictionary(Title="x", A=launch()))
        made.Root.Outlines = made.make_indirect(pikepdf.Dictionary(First=heading))
        made.save(target)
    return target.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.save(target, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return target.getvalue()
