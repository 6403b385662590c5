"""What the file says about itself: title, language, colour profile and the claim of PDF/A-2u, some of it twice."""

from __future__ import annotations

from html import escape

from portal.ledgers.sheets import Sheet
from portal.ledgers.writer import colours
from portal.ledgers.writer.objects import PdfFile, text_string

PRODUCER = "portal.ledgers.writer"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="U"/>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="{producer}"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def write_catalog(file: PdfFile, sheet: Sheet, *, pages: int, bookmarks: bytes) -> tuple[int, int]:
    """Write catalogue and information; gives their numbers. There is no date: the bytes depend on the ledger alone."""
    subject = "；".join(f"{label}：{text}" for label, text in sheet.facts)
    words = _XMP.format(
        producer=escape(PRODUCER), title=escape(_plain(sheet.title)), subject=escape(_plain(subject))
    )
    metadata = file.add_stream(words.encode(), entries=b"/Type/Metadata/Subtype/XML", compressed=False)
    profile = file.add_stream(colours.srgb_profile(), entries=b"/N 3/Alternate/DeviceRGB")
    name = colours.NAME.encode()
    intent = (
        b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(%b)/Info(%b)/DestOutputProfile %d 0 R>>"
        % (name, name, profile)
    )
    catalog = file.add(
        b"<</Type/Catalog/Pages %d 0 R/Lang(zh-CN)/Metadata %d 0 R/OutputIntents[%b]"
        b"/ViewerPreferences<</DisplayDocTitle true>>%b>>" % (pages, metadata, intent, bookmarks)
    )
    info = file.add(
        b"<</Title %b/Subject %b/Producer(%b)>>"
        % (text_string(_plain(sheet.title)), text_string(_plain(subject)), PRODUCER.encode())
    )
    return catalog, info


def _plain(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
