"""The QR codes as they are printed: read again from the rasterised paper by a decoder, and what a payload text bears."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import subprocess
from collections import Counter

import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from portal.documents import payload
from portal.documents.imprint import Imprint, check_address, qr_content
from portal.documents.kinds import all_kinds, kind_of
from portal.documents.payload import Claim, PayloadBroken
from portal.documents.render import PaperOrder, engine
from tests.documents import sample

SAMPLES = sample.all_samples()
PRINTED = [(name, form) for name in sorted(SAMPLES) for form in kind_of(name.split("-")[0]).formats]
ONE_OF_EACH = [
    (name, form) for name, form in PRINTED if name not in {"acceptance_receipt", "senior_card-long"}
]
DPI = 300
SMALLEST_SQUARE_MM = 0.33
WIDTH_MM = {"a4": 22.0, "a5": 22.0, "card": 16.2}  # a tight A4 has 22 mm, like A5
CODES = some.text(payload.codes.ALPHABET, min_size=8, max_size=8)
CLAIMS = some.builds(
    Claim,
    key_id=some.binary(min_size=4, max_size=4).map(bytes.hex),
    kind_code=some.binary(min_size=2, max_size=2),
    day=some.dates(dt.date(2000, 1, 1), dt.date(2179, 6, 5)),
    check_code=CODES,
    digest=some.binary(min_size=16, max_size=16),
    number=some.text("示街办受〔2026〕128号-𬭚é", max_size=60),
)


def code_of(order: PaperOrder) -> segno.QRCode:
    """The QR code of an order, as `imprint` makes it."""
    content, error = qr_content(
        office=order.facts.office,
        title=order.title,
        phone=order.facts.office_phone,
        imprint=order.imprint,
        paper_format=order.paper_format,
    )
    return segno.make(content, error=error, micro=False, boost_error=False, encoding="utf-8", mask=0)


@pytest.mark.parametrize(("name", "form"), ONE_OF_EACH)
def test_the_printed_code_is_read_again(
    name: str, form: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "scans"
    folder.mkdir(exist_ok=True)
    order = sample.order(name, SAMPLES[name], form)
    paper = engine(folder).render(order)
    last = str(paper.pages)  # the code stands at the end of the text
    command = ["pdftoppm", "-r", str(DPI), "-f", last, "-l", last, "-gray", "-"]
    page = subprocess.run(command, input=paper.content, capture_output=True, check=True).stdout
    picture = Image.open(io.BytesIO(page))
    texts = [found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]
    assert len(texts) == 1, "one code on the paper, and a machine reads it"
    assert texts[0].endswith(f"mark=Zk3_9sQw81Lp#{order.imprint.proof}")
    read = payload.read(payload.find_in(texts[0]) or "")
    assert read.claim.number == (order.imprint.number or order.facts.own_number)
    sample.KEY.public_key().verify(read.signature, read.signed)


@pytest.mark.parametrize(("name", "form"), PRINTED)
@pytest.mark.parametrize(
    "base", ["http://10.20.30.40:8000", "https://bmfw.shifan-jiedao.example.gov.cn"], ids=["short", "long"]
)
def test_each_square_is_large_enough_for_a_printer_and_a_phone(name: str, form: str, base: str) -> None:
    order = sample.order(name, SAMPLES[name], form)
    address = check_address(base, order.imprint.check_code, "Zk3_9sQw81Lp")
    order = dataclasses.replace(order, imprint=dataclasses.replace(order.imprint, check_url=address))
    squares = code_of(order).symbol_size(border=0)[0]
    assert WIDTH_MM[form] / squares >= SMALLEST_SQUARE_MM


def test_a_card_with_a_long_number_still_says_what_it_is() -> None:
    order = sample.order("senior_card", sample.card(card_number="示街办优绿〔2026〕128号"))
    squares = code_of(order).symbol_size(border=0)[0]
    assert WIDTH_MM["card"] / squares >= SMALLEST_SQUARE_MM
    content, _error = qr_content(
        office=order.facts.office, title=order.title, phone="", imprint=order.imprint, paper_format="card"
    )
    assert content[0] == "老年优待证\nhttp://10.20.30.40:8000/check?mark=Zk3_9sQw81Lp#"


def test_words_are_given_up_before_squares_get_small() -> None:
    imprint = Imprint(
        number="长" * 80, check_code="7KQ4MW9P", check_url="http://10.20.30.40:8000/c", issued_on=sample.DAY
    )
    signed = dataclasses.replace(imprint, proof=sample.proof("service_receipt", sample.receipt(), imprint))
    content, error = qr_content(office="示范街道", title="回执", phone="", imprint=signed, paper_format="a4")
    assert (content[0], error) == ("回执\nhttp://10.20.30.40:8000/c#", "l")
    endless = dataclasses.replace(signed, check_url="http://" + "x" * 200 + "/c")
    content, _error = qr_content(
        office="示范街道", title="回执", phone="", imprint=endless, paper_format="card"
    )
    assert content == [endless.check_url + "#", signed.proof]


@given(CLAIMS, some.binary(min_size=64, max_size=64))
@settings(max_examples=60, deadline=None)
def test_a_payload_is_read_as_it_was_written(claim: Claim, signature: bytes) -> None:
    text = payload.write(claim, signature)
    assert text[-1] not in ".:"
    for shown in (
        text,
        f"http://a.b/check?code=7KQ4MW9P#{text.lower()}",
        f"受理\n编号：1\nhttp://a.b/c#{text}\n",
    ):
        read = payload.read(payload.find_in(shown) or "")
        assert (read.claim, read.signature, read.signed) == (claim, signature, payload.message_of(claim))


@given(some.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_bytes_survive_the_alphabet(content: bytes) -> None:
    assert payload.from_text(payload.to_text(content)) == content


@pytest.mark.parametrize("text", ["", "A", "0000", ":::", "abc#", "中文" * 90, "0" * 500, "$" * 141, "%%%"])
def test_what_is_no_payload_is_said_to_be_none(text: str) -> None:
    with pytest.raises(PayloadBroken):
        payload.read(text)


def test_a_typed_code_and_a_place_in_a_page_are_no_payload() -> None:
    for text in ("7KQ4-MW9P", "7kq4mw9p", "http://a.b/check?code=7KQ4MW9P#main", "没有"):
        assert payload.find_in(text) is None
    assert (
        payload.find_in("http://a.b/check#" + "A" * 50) == "A" * 50
    )  # cut off: to be called damaged, not overlooked


def test_an_address_writer_s_escapes_do_no_harm() -> None:
    order = sample.order("senior_card", sample.card())
    escaped = order.imprint.proof.replace("$", "%24").replace(":", "%3A").replace("/", "%2f")
    assert payload.read(payload.find_in("#" + escaped) or "") == payload.read(order.imprint.proof)


def test_a_day_that_two_bytes_cannot_hold_is_an_error() -> None:
    claim = payload.read(sample.order("senior_card", sample.card()).imprint.proof).claim
    for day in (dt.date(1999, 12, 31), dt.date(2200, 1, 1)):
        with pytest.raises(ValueError, match="cannot hold"):
            dataclasses.replace(claim, day=day).to_bytes()


def test_no_two_kinds_of_paper_share_their_two_bytes() -> None:
    counted = Counter(payload.kind_code_of(kind.code) for kind in all_kinds())
    assert counted.most_common(1)[0][1] == 1, "rename the newer kind before its first paper is issued"
