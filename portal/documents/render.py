"""From frozen facts to the bytes of a paper: Jinja, then WeasyPrint. The only module that imports WeasyPrint.

Nothing is fetched: pictures come in as data, styles are read here, and any other address in a paper stops it.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import logging
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from portal import config
from portal.documents import fonts
from portal.documents.facts import PaperFacts
from portal.documents.imprint import Imprint, qr_image

TEMPLATES = config.ROOT / "templates" / "print"
BASE_STYLE = "base_v1.css"
PDF_VARIANT = "pdf/a-2u"  # for the archive: fonts inside, every character searchable


class EngineMissing(RuntimeError):
    """This machine cannot make paper; the sentence names the mend."""


class PaperBroken(RuntimeError):
    """A paper could not be made from its facts and template; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class PaperOrder:
    """Everything that the bytes of a paper depend on."""

    template: str
    version: int
    paper_format: str
    title: str
    seal: str
    facts: PaperFacts
    imprint: Imprint


@dataclass(frozen=True)
class RenderedPaper:
    """The bytes with what is recorded about them."""

    content: bytes
    pages: int
    engine: str

    @property
    def sha256(self) -> str:
        """The digest that proves these bytes unchanged."""
        return hashlib.sha256(self.content).hexdigest()


def cn_date(day: dt.date | None) -> str:
    """2026年11月22日, without leading zeros; a blank to be filled in by hand for None."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"


def fit_class(text: str, roomy: int) -> str:
    """The style class that makes a long text smaller: `roomy` is the number of full-width characters that fit as they are.

    A text still too long at the smallest size wraps; nothing is ever cut.
    """
    width = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text) / 2
    if width <= roomy:
        return "fit"
    return "fit-close" if width <= roomy * 1.25 else "fit-small"


def size_class(text: str, width: float, height: float, largest: float = 11.0) -> str:
    """The style class (`s-110` is 11 pt) of the largest size at which a text fits a box of `width` × `height` mm, wrapped.

    Down to 5 pt; what is longer still keeps that size and grows out of its box, for nothing is ever cut.
    """
    ems = sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.6 for c in text)
    for tenths in range(int(largest * 10), 50, -5):
        em = tenths / 10 * 25.4 / 72
        per_line, lines = int(width / em), int(height / (em * 1.15))
        if per_line and lines and -(-ems // per_line) <= lines:
            return f"s-{tenths}"
    return "s-50"


def jpeg_address(photo: bytes) -> str:
    """A photo as a data address."""
    return "data:image/jpeg;base64," + base64.b64encode(photo).decode("ascii")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The Jinja of paper, apart from the pages' own: no request, no translation, unknown names are errors."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=select_autoescape(default=True, default_for_string=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(cn_date=cn_date, fit=fit_class, size=size_class, jpeg_address=jpeg_address)
    return env


def compose(order: PaperOrder) -> str:
    """The paper as HTML; raises PaperBroken where template and facts do not fit."""
    imprint, facts = order.imprint, order.facts
    qr = qr_image(
        office=facts.office,
        title=order.title,
        phone=facts.office_phone,
        imprint=imprint,
        paper_format=order.paper_format,
    )
    try:
        template = environment().get_template(f"{order.template}/v{order.version}.html")
        return template.render(facts=facts, paper=order, imprint=imprint, qr=qr)
    except MemoryError:
        raise  # the process is to end, and not to say something about a template
    except Exception as error:
        raise PaperBroken(
            f"template {order.template}/v{order.version}: {type(error).__name__}: {error}"
        ) from error


class Engine:
    """WeasyPrint with its font configuration and parsed styles kept, which makes the second paper five times as fast."""

    def __init__(self, instance: Path) -> None:
        fonts.use_fonts(instance)
        self._weasyprint = _import_weasyprint()
        self._fonts = self._weasyprint.text.fonts.FontConfiguration()
        self._families = self._css(fonts.family_css(instance))
        self._styles: dict[Path, Any] = {}
        self.name = f"weasyprint {self._weasyprint.__version__}"

    def render(self, order: PaperOrder) -> RenderedPaper:
        """The paper's bytes; the same order gives the same bytes. Raises PaperBroken."""
        markup = compose(order)
        styles = [self._families, *self._styles_of(order)]
        document = self._lay_out(markup, styles)
        if len(document.pages) > 1:
            styles.append(self._style(TEMPLATES / f"{order.paper_format}_tight_v1.css"))
            document = self._lay_out(markup, styles)
        if len(document.pages) > 1:
            document = self._lay_out(markup, [*styles, self._style(TEMPLATES / "pages_v1.css")])
        identifier = hashlib.sha256(markup.encode()).hexdigest()[:32]
        # By the code a changed file is still known as ours.
        document.metadata.keywords = [order.imprint.shown_code]
        content = document.write_pdf(pdf_identifier=identifier.encode(), pdf_variant=PDF_VARIANT)
        return RenderedPaper(content, len(document.pages), self.name)

    def render_pages(self, markup: str, *styles: str) -> RenderedPaper:
        """Pages that are no issued paper (a ledger): markup and styles come whole from the caller. Raises PaperBroken.

        Fonts, determinism and the ban on anything outside are those of every paper.
        """
        document = self._lay_out(markup, [self._families, *(self._css(style) for style in styles)])
        identifier = hashlib.sha256("\0".join((markup, *styles)).encode()).hexdigest()[:32]
        content = document.write_pdf(pdf_identifier=identifier.encode(), pdf_variant=PDF_VARIANT)
        return RenderedPaper(content, len(document.pages), self.name)

    def _lay_out(self, markup: str, styles: list[Any]) -> Any:
        page = self._weasyprint.HTML(string=markup, url_fetcher=self._fetcher(), base_url=None)
        refusal = self._weasyprint.urls.FatalURLFetchingError
        try:
            return page.render(stylesheets=styles, font_config=self._fonts)
        except refusal as error:
            raise PaperBroken(f"the paper asks for something outside itself: {error}") from error

    def _styles_of(self, order: PaperOrder) -> list[Any]:
        names = [BASE_STYLE, f"{order.paper_format}_v1.css", f"{order.template}/v{order.version}.css"]
        return [self._style(TEMPLATES / name) for name in names if (TEMPLATES / name).is_file()]

    def _style(self, path: Path) -> Any:
        if path not in self._styles:
            self._styles[path] = self._css(path.read_text("utf-8"))
        return self._styles[path]

    def _css(self, text: str) -> Any:
        return self._weasyprint.CSS(string=text, font_config=self._fonts, url_fetcher=self._fetcher())

    def _fetcher(self) -> Any:
        return _data_only(self._weasyprint.urls)


@lru_cache(maxsize=2)
def engine(instance: Path) -> Engine:
    """This process's engine; the first call takes about a second. Raises FontsMissing or EngineMissing."""
    return Engine(instance)


def _import_weasyprint() -> Any:
    try:
        import weasyprint
        from weasyprint.text import ffi
    except OSError as error:
        raise EngineMissing(
            f"WeasyPrint cannot start ({error}). Install: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from error
    if ffi.harfbuzz_subset is None:
        raise EngineMissing(
            "libharfbuzz-subset.so.0 is missing, so each paper would take seconds. Install: apt-get install libharfbuzz-subset0"
        )
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return weasyprint


def _data_only(urls: Any) -> Any:
    class DataOnly(urls.URLFetcher):
        """Gives pictures that stand in the paper itself, and stops the paper at any other address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Fetch a `data:` address; anything else is fatal, because a paper must not depend on the world."""
            if not url.startswith("data:"):
                raise urls.FatalURLFetchingError(url[:200])
            return super().fetch(url, headers)

    return DataOnly(allowed_protocols=("data",), allow_redirects=False)
