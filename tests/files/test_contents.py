"""What an upload really is, and that nothing broken or hostile raises anything but a refusal."""

from __future__ import annotations

import contextlib
import io
import unicodedata

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.errors import RuleBroken
from portal.files.contents import IMAGE, PDF, clean_name, recognise
from portal.files.pdfs import clean_pdf
from portal.files.pictures import clean_picture, crop_portrait
from tests.files import sample

BOTH = (IMAGE, PDF)
EXE = b"MZ\x90\x00" + b"\0" * 60
HTML = b"<!doctype html><script>alert(1)</script>"


class TestRecognise:
    @pytest.mark.parametrize(
        ("content", "name", "kind"),
        [
            (sample.picture(), "照片.jpg", IMAGE),
            (sample.picture(), "照片.JPEG", IMAGE),
            (sample.picture("PNG"), "照片.jpg", IMAGE),
            (sample.picture("WEBP"), "照片.webp", IMAGE),
            (sample.picture("BMP"), "scan.bmp", IMAGE),
            (sample.pdf(), "身份证.PDF", PDF),
            (sample.picture(), "blob", IMAGE),
        ],
    )
    def test_by_content(self, content: bytes, name: str, kind: str) -> None:
        assert recognise(content, name, BOTH, "file") == kind

    @pytest.mark.parametrize(
        ("content", "name", "why"),
        [
            (EXE, "照片.jpg", "文件内容与扩展名不符：“照片.jpg”"),
            (HTML, "照片.jpg", "文件内容与扩展名不符"),
            (HTML, "证明.pdf", "文件内容与扩展名不符"),
            (sample.pdf(), "照片.jpg", "文件内容与扩展名不符"),
            (sample.picture(), "证明.pdf", "文件内容与扩展名不符"),
            (sample.picture(), "照片.jpg.exe", "文件内容与扩展名不符"),
            (EXE, "setup.exe", "不支持这种文件"),
            (b"PK\x03\x04", "表格.xlsx", "不支持这种文件"),
            (b"GIF89a" + sample.pdf(), "动图.gif", "不支持这种文件"),
            (b"\0\0\0\x18ftypheic", "IMG_0001.HEIC", "HEIC"),
        ],
    )
    def test_what_it_is_not_is_told(self, content: bytes, name: str, why: str) -> None:
        with pytest.raises(RuleBroken, match=why) as refused:
            recognise(content, name, BOTH, "proof")
        assert refused.value.field == "proof"

    def test_only_what_is_wanted_here(self) -> None:
        with pytest.raises(RuleBroken, match="只能上传 JPG"):
            recognise(sample.pdf(), "照片.pdf", (IMAGE,), "photo")

    @pytest.mark.parametrize(
        ("given_name", "kept"),
        [
            ("C:\\Users\\me\\照片.jpg", "照片.jpg"),
            ("../../etc/passwd", "passwd"),
            ("a\x00b\n.jpg", "ab.jpg"),
            ("\u202egpj.exe", "gpj.exe"),
            ("  ", "未命名"),
            ("", "未命名"),
            ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
        ],
    )
    def test_a_name_loses_path_and_control_characters(self, given_name: str, kept: str) -> None:
        assert clean_name(given_name) == kept

    @settings(max_examples=100, deadline=None)
    @given(st.text(max_size=400))
    def test_any_name_becomes_one_that_can_be_kept(self, given_name: str) -> None:
        made = clean_name(given_name)
        assert 1 <= len(made) <= 200
        assert "/" not in made
        assert not {unicodedata.category(c) for c in made} & {"Cc", "Cf", "Cs", "Co"}


class TestCleanPicture:
    def test_metadata_is_left_behind_and_the_picture_stands_upright(self) -> None:
        cleaned = clean_picture(sample.turned_picture(), "photo")
        with Image.open(io.BytesIO(cleaned.content)) as image:
            assert image.size == (20, 40) == (cleaned.width, cleaned.height)
            assert not image.getexif()
            red = image.convert("RGB").getpixel((19, 0))
            assert isinstance(red, tuple)
            assert red[0] > red[2]
        assert b"Maker" not in cleaned.content

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "WEBP"])
    @pytest.mark.parametrize("mode", ["RGB", "L", "1"])
    def test_each_kind_comes_out_as_jpeg_or_png(self, kind: str, mode: str) -> None:
        if kind == "WEBP" and mode != "RGB":
            mode = "RGB"
        colour = "white" if mode != "1" else "1"
        cleaned = clean_picture(sample.picture(kind, mode=mode, colour=colour if mode != "1" else 1), "photo")  # type: ignore[arg-type]
        assert cleaned.media_type == ("image/png" if kind in {"PNG", "BMP"} else "image/jpeg")

    @pytest.mark.parametrize("mode", ["RGBA", "P", "LA", "I;16"])
    def test_odd_modes_of_png(self, mode: str) -> None:
        target = io.BytesIO()
        Image.new(mode, (30, 20)).save(target, "PNG")
        assert clean_picture(target.getvalue(), "photo").media_type == "image/png"

    def test_what_is_hidden_behind_the_picture_is_gone(self) -> None:
        cleaned = clean_picture(sample.picture() + b"PK\x03\x04<script>alert(1)</script>" + EXE, "photo")
        assert b"script" not in cleaned.content
        assert b"PK\x03\x04" not in cleaned.content

    @pytest.mark.parametrize("size", [(30000, 30000), (8000, 8000), (60000, 60000)])
    def test_too_many_pixels_are_refused_by_the_header(self, size: tuple[int, int]) -> None:
        with pytest.raises(RuleBroken, match="像素"):
            clean_picture(sample.png_header(*size), "photo")

    @settings(max_examples=100, deadline=None)
    @given(data=st.data(), kind=st.sampled_from(["JPEG", "PNG", "BMP", "WEBP"]))
    def test_truncated_and_damaged_pictures_are_refused_or_cleaned(
        self, data: st.DataObject, kind: str
    ) -> None:
        whole = bytearray(sample.picture(kind, size=(40, 30)))
        for _ in range(data.draw(st.integers(0, 4))):
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
        content = bytes(whole[: data.draw(st.integers(1, len(whole)))])
        with contextlib.suppress(RuleBroken):
            assert clean_picture(content, "photo").width


class TestCropPortrait:
    def test_the_box_is_cut_to_the_card_s_proportions(self) -> None:
        cleaned = crop_portrait(sample.picture(size=(1200, 1000)), (100, 50, 500, 700), "photo")
        assert (cleaned.width, cleaned.height) == (500, 700)
        with Image.open(io.BytesIO(cleaned.content)) as image:
            assert image.info["dpi"] == (508, 508)

    def test_without_a_box_the_middle_is_taken_and_too_fine_a_cut_is_made_smaller(self) -> None:
        cleaned = crop_portrait(sample.picture(size=(3000, 4000)), None, "photo")
        assert (cleaned.width, cleaned.height) == (591, 827)

    @pytest.mark.parametrize("box", [(0, 0, 100, 140), (390, 550, 100, 100), (-50, -50, 10, 10)])
    def test_too_coarse_is_refused_with_the_size_it_needs(self, box: tuple[int, int, int, int]) -> None:
        with pytest.raises(RuleBroken, match="295×413"):
            crop_portrait(sample.picture(), box, "photo")

    @settings(max_examples=60, deadline=None)
    @given(st.tuples(*(st.integers(-10_000, 10_000) for _ in range(4))))
    def test_any_box_gives_a_portrait_or_a_refusal(self, box: tuple[int, int, int, int]) -> None:
        try:
            cleaned = crop_portrait(sample.picture(size=(600, 800)), box, "photo")
        except RuleBroken:
            return
        assert cleaned.width
        assert cleaned.height
        assert abs(cleaned.width / cleaned.height - 25 / 35) < 0.01


class TestCleanPdf:
    def test_what_acts_is_gone_and_the_pages_stay(self) -> None:
        cleaned = clean_pdf(sample.active_pdf(), "file")
        assert cleaned.pages == 1
        with pikepdf.open(io.BytesIO(cleaned.content)) as pdf:
            assert "/OpenAction" not in pdf.Root
            assert "/AA" not in pdf.Root
            assert "/AA" not in pdf.pages[0].obj
            assert len(pdf.attachments) == 0
            assert "/XFA" not in pdf.Root.AcroForm
            assert len(pdf.pages[0].obj.Annots) == 2
            plain = io.BytesIO()
            pdf.save(plain, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        for word in (
            b"JavaScript",
            b"Launch",
            b"SubmitForm",
            b"example.invalid",
            b"evil",
            b"EmbeddedFile",
            b"computer",
            b"/JS",
        ):
            assert word not in plain.getvalue(), word

    @pytest.mark.parametrize("claims", ["/Bogus", "/StructElem", "/Group", "/Action"])
    def test_an_action_that_claims_to_be_something_else_is_gone(self, claims: str) -> None:
        cleaned = clean_pdf(sample.disguised_pdf(claims), "file").content
        with pikepdf.open(io.BytesIO(cleaned)) as pdf:
            said = "".join(repr(thing) for thing in pdf.objects)
            assert "/GoTo" in said  # a link within the paper may stay
        assert "calc.exe" not in said

    def test_a_file_hidden_behind_it_is_gone(self) -> None:
        assert b"PK\x03\x04" not in clean_pdf(sample.pdf() + b"PK\x03\x04 evil", "file").content

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (sample.locked_pdf(), "密码"),
            (sample.pdf()[:60], "损坏"),
            (b"%PDF-1.7\n", "损坏"),
            (b"%PDF-1.7\n%%EOF", "损坏"),
            (sample.pdf(0), "1 到 300 页"),
            (sample.pdf(301), "1 到 300 页"),
        ],
    )
    def test_what_cannot_be_kept_is_told(self, content: bytes, why: str) -> None:
        with pytest.raises(RuleBroken, match=why):
            clean_pdf(content, "file")

    @settings(max_examples=100, deadline=None)
    @given(data=st.data())
    def test_truncated_and_damaged_ones_are_refused_or_cleaned(self, data: st.DataObject) -> None:
        whole = bytearray(sample.active_pdf())
        for _ in range(data.draw(st.integers(0, 6))):
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
        content = bytes(whole[: data.draw(st.integers(1, len(whole)))])
        with contextlib.suppress(RuleBroken):
            assert clean_pdf(content, "file").pages
