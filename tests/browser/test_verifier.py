"""The page that checks receipts without a network, opened as a file on a telephone that reaches nobody."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Locator, Page, expect

from portal import clock
from portal.db import session, transaction
from portal.documents.imprint import Imprint, check_address
from portal.documents.models import SigningKey
from portal.documents.render import engine
from portal.web.application import Portal
from tests.browser.looking import FOUND, look
from tests.documents import sample

OLD, STOLEN, STRANGE = (
    Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name).digest())
    for name in (b"old", b"stolen", b"strange")
)
LAST_YEAR, NOVEMBER = dt.datetime(2025, 12, 31, 4, tzinfo=dt.UTC), dt.date(2026, 11, 1)
# A camera that films a picture.
FILMED = """async (address) => {
  const picture = new Image(), canvas = document.createElement("canvas");
  picture.src = address;
  await picture.decode();
  canvas.width = picture.width;
  canvas.height = picture.height;
  window.setInterval(() => canvas.getContext("2d").drawImage(picture, 0, 0), 50);
  window.filmed = canvas.captureStream(10);
  navigator.mediaDevices.getUserMedia = () => Promise.resolve(window.filmed);
}"""


def add(key: Ed25519PrivateKey, retired: dt.datetime | None = None, stolen: dt.date | None = None) -> None:
    """Put a key into the office's list, as if it had been made and retired there."""
    made = SigningKey(
        key_id=sample.key_id(key),
        public_key=key.public_key().public_bytes_raw(),
        is_active=retired is None,
        made_at=retired or clock.now(),
        retired_at=retired,
        distrusted_since=stolen,
    )
    made.private_key = b""
    session.add(made)


@pytest.fixture
def file(app: Portal, tmp_path: Path) -> Path:
    """The page of an office with three keys: in use, retired, stolen."""
    with app.app_context(), transaction():
        add(sample.KEY)
        add(OLD, LAST_YEAR)
        add(STOLEN, LAST_YEAR, NOVEMBER)
    target = tmp_path / "verifier.html"
    done = app.test_cli_runner().invoke(args=["documents", "verifier", "--out", str(target)])
    assert done.exit_code == 0, done.output
    return target


@pytest.fixture
def phone(chromium: Chromium, file: Path) -> Iterator[Page]:
    """A telephone without a network that has opened the file; nothing may leave it, and no policy be broken."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    context.set_default_timeout(15_000)
    context.set_offline(True)
    page = context.new_page()
    strayed: list[str] = []
    broken: list[str] = []
    page.on("request", lambda r: None if r.url.startswith(("file:", "blob:")) else strayed.append(r.url))
    page.on("console", lambda m: broken.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(file.as_uri())
    yield page
    found = FOUND.pop(id(page), [])
    context.close()
    assert not found, "axe found:\n" + "\n".join(found)
    assert not strayed, f"a request left the telephone: {strayed}"
    assert not broken, f"the page broke its own policy or script: {broken}"


def scan(key: Ed25519PrivateKey = sample.KEY, day: dt.date = sample.DAY) -> str:
    """What stands in the code of a receipt that was signed with a key on a day."""
    address = check_address("http://10.20.30.40:8000", "7KQ4MW9P", "Zk3_9sQw81Lp")
    imprint = Imprint(number="示街办受〔2026〕128号", check_code="7KQ4MW9P", check_url=address, issued_on=day)
    return f"{address}#{sample.proof('acceptance_receipt', sample.receipt(), imprint, key)}"


def picture(text: str, folder: Path) -> Path:
    """A code as a picture."""
    target = folder / "code.png"
    segno.make(text, error="m", micro=False).save(str(target), scale=5, border=4)
    return target


def take(page: Page, text: str, folder: Path) -> None:
    """Hand the page a picture of a code and wait for its word."""
    page.locator("#picture").set_input_files(picture(text, folder))
    expect(page.locator("#working")).to_be_hidden()
    expect(page.locator("[data-verdict]:visible")).to_have_count(1)


def word(page: Page) -> str:
    """The page's one large word."""
    return page.locator(".word:visible").inner_text().strip()


def chinese(page: Page, text: str) -> Locator:
    """The Chinese of the two languages in which the page has every text."""
    return page.locator("span[lang='zh-CN']", has_text=text)


def test_a_genuine_code_is_true_and_says_what_was_signed(phone: Page, tmp_path: Path) -> None:
    take(phone, scan(), tmp_path)
    assert word(phone) == "真"
    facts = phone.locator("#facts").inner_text()
    for said in ("受理通知书", "示街办受〔2026〕128号", "2026-11-22", "7KQ4-MW9P", sample.key_id(sample.KEY)):
        assert said in facts
    expect(chinese(phone, "是否更正、作废")).to_be_visible()
    expect(phone.locator("[data-note='retired']")).to_be_hidden()
    look(phone, "verifier-390")
    phone.set_viewport_size({"width": 320, "height": 640})
    look(phone, "verifier-320")
    phone.set_viewport_size({"width": 1366, "height": 768})
    look(phone, "verifier-1366")


def test_the_photographed_paper_is_read(phone: Page, tmp_path: Path) -> None:
    paper = engine(tmp_path).render(
        sample.order("service_receipt", sample.all_samples()["service_receipt"], "a5")
    )
    made = subprocess.run(
        ["pdftoppm", "-r", "300", "-png", "-singlefile", "-"],
        input=paper.content,
        capture_output=True,
        check=True,
    )
    photo = tmp_path / "photo.jpg"
    (tmp_path / "page.png").write_bytes(made.stdout)
    with Image.open(tmp_path / "page.png") as page:
        page.convert("RGB").rotate(4, expand=True, fillcolor="#b8b0a4").save(photo, quality=80)
    phone.locator("#album").set_input_files(photo)
    expect(phone.locator("[data-verdict='genuine']")).to_be_visible()


def test_one_changed_bit_is_false(phone: Page, tmp_path: Path) -> None:
    text = scan()
    at = len(text) - 60
    take(phone, text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :], tmp_path)
    assert word(phone) in {"假", "读不出"}
    number = scan().split("#")[1]
    middle = len(number) // 4
    changed = number[:middle] + ("1" if number[middle] != "1" else "2") + number[middle + 1 :]
    take(phone, "#" + changed, tmp_path)
    assert word(phone) == "假"
    look(phone, "verifier-false-390")


def test_keys_that_are_retired_stolen_or_unknown(phone: Page, tmp_path: Path) -> None:
    take(phone, scan(OLD, dt.date(2025, 12, 30)), tmp_path)
    assert word(phone) == "真"
    expect(phone.locator("[data-note='retired']")).to_contain_text("2025-12-31")
    expect(phone.locator("[data-note='late']")).to_be_hidden()
    take(phone, scan(OLD), tmp_path)
    expect(phone.locator("[data-note='late']")).to_be_visible()
    take(phone, scan(STOLEN), tmp_path)
    assert word(phone) == "不能证明"
    expect(chinese(phone, "那天，签名用的密钥已经失窃")).to_be_visible()
    look(phone, "verifier-stolen-390")
    take(phone, scan(STOLEN, dt.date(2026, 10, 31)), tmp_path)
    assert word(phone) == "真"
    expect(phone.locator("[data-note='stolen']")).to_contain_text("2026-11-01")
    take(phone, scan(STRANGE), tmp_path)
    assert word(phone) == "不能证明"
    expect(chinese(phone, "不在这张页面里")).to_be_visible()


def test_pasted_text_an_unsigned_code_and_a_picture_of_nothing(phone: Page, tmp_path: Path) -> None:
    chinese(phone, "粘贴扫描得到的文字").click()
    for text, said in (
        ("受理通知书 " + scan(), "真"),
        (scan().split("#")[1].lower(), "真"),
        (scan().split("#")[0], "不能证明"),
        ("随便写的", "读不出"),
    ):
        phone.get_by_label("二维码的全部文字").fill(text)
        phone.get_by_role("button", name="核验", exact=True).click()
        assert word(phone) == said
    nothing = tmp_path / "nothing.png"
    Image.new("RGB", (1200, 900), "#ddd").save(nothing)
    phone.locator("#picture").set_input_files(nothing)
    expect(phone.locator("[data-verdict='unreadable']")).to_be_visible()
    look(phone, "verifier-nothing-390")


def test_the_camera_is_watched_until_it_sees_a_code(phone: Page, tmp_path: Path) -> None:
    shown = base64.b64encode(picture(scan(), tmp_path).read_bytes()).decode("ascii")
    phone.evaluate(FILMED, f"data:image/png;base64,{shown}")
    chinese(phone, "用摄像头扫描").click()
    expect(phone.locator("[data-verdict='genuine']")).to_be_visible()
    expect(phone.locator("#viewfinder")).to_be_hidden()
    assert phone.evaluate("window.filmed.getTracks().every((track) => track.readyState === 'ended')")


def test_it_speaks_english_and_works_from_the_keyboard(phone: Page) -> None:
    phone.get_by_role("button", name="English").press("Enter")
    assert phone.evaluate("document.documentElement.lang") == "en"
    expect(phone.get_by_role("button", name="中文")).to_be_visible()
    phone.locator("#picture").focus()
    assert phone.evaluate("document.activeElement.id") == "picture"


def test_the_public_check_sends_the_proof_that_stands_in_the_address(visitor_with_script: Page) -> None:
    visitor_with_script.goto("/sign-in")
    visitor_with_script.goto("/check#" + "A" * 150)
    expect(visitor_with_script.get_by_role("alert").first).to_contain_text("内容不完整")
    look(visitor_with_script, "check-refused")
    visitor_with_script.go_back()
    expect(visitor_with_script.get_by_role("button", name="登录")).to_be_visible()
