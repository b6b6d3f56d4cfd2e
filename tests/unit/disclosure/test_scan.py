"""The scan finds a planted value however it is written, and leaves what is public in peace."""

import base64
import gzip
import hashlib
import html
import io
import time
import urllib.parse
import zlib

import brotli
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment

from sampler.disclosure import planted
from sampler.disclosure.scan import Secret, Secrets, scan
from sampler.disclosure.scan.fold import fold, squeeze
from sampler.disclosure.scan.patterns import patterns_in

PHONE, NAME, ID = "13912345678", "尉迟晓峰", "130124198702300017"
ADDRESS = "赵县范庄镇南庄村幸福街7号"
SECRETS = Secrets(
    (
        Secret(PHONE, "objects.csv「联系电话」", "number"),
        Secret(NAME, "inspectors.csv「姓名」", "name"),
        Secret(ID, "objects.csv「备注」", "number"),
        Secret(ADDRESS, "objects.csv「地址」", "text"),
        Secret("5550177", "inspectors.csv「联系电话」", "number"),
    ),
    frozenset({"赵县欧阳震华机械有限公司"}),
)


def leaks(tmp_path, content, name="page.html", secrets=SECRETS):
    folder = tmp_path / "site"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return [hit for hit in scan(folder, secrets).hits if hit.code == "scan.secret"]


def workbook(value, comment=""):
    book, out = Workbook(), io.BytesIO()
    book.active["B2"] = value
    if comment:
        book.active["A1"].comment = Comment(comment, "x")
    book.save(out)
    return out.getvalue()


def document(value):
    paper, out = Document(), io.BytesIO()
    paragraph = paper.add_paragraph("联系")
    for char in value:
        paragraph.add_run(char)
    paper.save(out)
    return out.getvalue()


def pdf_with_map(value):
    codes = {char: f"{i:04X}" for i, char in enumerate(sorted(set(value)), start=1)}
    pairs = "".join(f"<{code}> <{char.encode('utf-16-be').hex()}>\n" for char, code in codes.items())
    page = "<" + "".join(codes[char] for char in value) + "> Tj"
    cmap = f"beginbfchar\n{pairs}endbfchar"
    streams = b"".join(
        b"1 0 obj\n<< /Filter /FlateDecode >>\nstream\n" + zlib.compress(part.encode()) + b"\nendstream\n"
        for part in (cmap, page)
    )
    return b"%PDF-1.7\n" + streams


FORMS = {
    **planted.FORMS,
    "a workbook as written by a library": workbook,
    "a comment in it": lambda v: workbook("x", comment=v),
    "runs of a document": document,
    "a page with its own letters": pdf_with_map,
}


@pytest.mark.parametrize("value", [PHONE, NAME, ID])
@pytest.mark.parametrize("form", FORMS)
def test_a_value_is_found_in_every_form(tmp_path, form, value):
    assert leaks(tmp_path, FORMS[form](value)), form


@pytest.mark.parametrize(
    "written",
    [
        "一三九一二三四五六七八",
        "I39l2345678".replace("I", "l"),
        "139-1234-5678",
        "139.1234.5678".replace(".", "·"),
        PHONE[::-1],
    ],
)
def test_a_number_is_found_in_words_and_disguise(tmp_path, written):
    assert leaks(tmp_path, f"<p>电话{written}</p>")


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512"])
def test_a_hash_of_a_number_is_found(tmp_path, name):
    digest = hashlib.new(name, PHONE.encode())
    assert leaks(tmp_path, f'{{"id": "{digest.hexdigest()}"}}')
    assert leaks(tmp_path, base64.b64encode(digest.digest()).decode(), name="b.txt")


@pytest.mark.parametrize("written", ["yuchixiaofeng", "Yuchi Xiaofeng", "YUCHI-XIAO-FENG"])
def test_a_name_is_found_in_pinyin(tmp_path, written):
    assert leaks(tmp_path, f"/people/{written}.html")


def test_a_value_in_a_file_name_is_found(tmp_path):
    assert leaks(tmp_path, "x", name=f"{NAME}.html")
    assert leaks(tmp_path, "x", name=urllib.parse.quote(NAME) + ".html")


def test_brotli_is_read(tmp_path):
    assert leaks(tmp_path, brotli.compress(PHONE.encode()), name="a.html.br")


def test_an_address_and_a_short_number_are_found(tmp_path):
    assert leaks(tmp_path, f"<td>{ADDRESS}</td>")
    assert leaks(tmp_path, "电话：5550177。", name="b.html")


def test_a_short_number_with_a_hyphen_is_found_as_written_and_joined(tmp_path):
    secrets = Secrets((Secret("2025Q1-100", "visits.csv", "number"),))
    assert leaks(tmp_path, "<td>2025Q1-100</td>", secrets=secrets)
    assert leaks(tmp_path, "<td>2025Q1100</td>", secrets=secrets)
    assert not leaks(tmp_path, "<td>2025Q1-1001</td>", secrets=secrets)


def test_a_short_number_inside_a_longer_one_is_left_alone(tmp_path):
    assert not leaks(tmp_path, "<td>累计流量15550177.5</td><td>e5550177a</td>")


def test_a_name_inside_a_public_firm_name_is_excused_but_not_beside_it(tmp_path):
    secrets = Secrets((Secret("欧阳震华", "objects.csv「负责人」", "name"),), SECRETS.public)
    assert not leaks(tmp_path, "<td>赵县欧阳震华机械有限公司</td>", secrets=secrets)
    assert leaks(tmp_path, "<td>赵县欧阳震华机械有限公司 欧阳震华</td>", secrets=secrets)


def test_numbers_nobody_registered_are_found_by_their_pattern(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "a.html").write_text("<p>找 15033334444 或 11010519491231002X，卡 6222 0200 0000 0000 008</p>")
    said = " ".join(hit.what for hit in scan(folder, SECRETS).hits)
    assert "手机号" in said
    assert "身份证号" in said


@pytest.mark.parametrize(
    "text",
    ["冀清环罚〔2023〕1号", "DA001", "91130133MA0ABCDE1X", "GB 11643-1999", "2025Q3-001", "e00001", "MN:HB13013300000012345678",
     "累计流量 1234567.89", "a5f3" * 16, "2025-09-30", "第 2025110 期"],
)  # fmt: skip
def test_harmless_numbers_raise_no_pattern(text):
    assert list(patterns_in(fold(text))) == []


def test_an_allowed_value_is_left_alone_with_its_reason(tmp_path):
    (tmp_path / "a.html").write_text("mailto:cs@bureau.example 15033334444")
    allowed = {"15033334444": "本机关公开的联系电话", "cs@bureau.example": "本机关公开的邮箱"}
    assert scan(tmp_path, Secrets(()), allowed=allowed).clean
    assert len(scan(tmp_path, Secrets(())).hits) == 2


def test_a_picture_stops_the_scan_until_someone_signs(tmp_path):
    picture = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
    (tmp_path / "map.png").write_bytes(picture)
    report = scan(tmp_path, SECRETS)
    assert [why for _, why, _ in report.unsigned] == ["PNG 图片"]
    assert not report.clean
    assert scan(tmp_path, SECRETS, signed={hashlib.sha256(picture).hexdigest(): "无个人信息"}).clean


def test_what_cannot_be_opened_is_listed(tmp_path):
    (tmp_path / "a.br").write_bytes(b"not brotli at all")
    (tmp_path / "b.gz").write_bytes(gzip.compress(b"x" * 100)[:-12])
    (tmp_path / "c.bin").write_bytes(bytes(range(256)) * 4)
    assert len(scan(tmp_path, SECRETS).unsigned) == 3


def test_document_properties_are_found(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(workbook("x", comment="y"))
    paper, out = Document(), io.BytesIO()
    paper.core_properties.author = "somebody"
    paper.save(out)
    (tmp_path / "b.docx").write_bytes(out.getvalue())
    (tmp_path / "c.svg").write_text('<svg sodipodi:docname="a.svg"/>')
    (tmp_path / "d.csv.gz").write_bytes(gzip.compress(b"x", mtime=5))
    (tmp_path / "e.html").write_text("见 C:\\Users\\wang\\a.xlsx")
    found = {(hit.path, hit.what.split()[0]) for hit in scan(tmp_path, SECRETS).hits}
    assert {("a.xlsx", "作者"), ("a.xlsx", "批注"), ("b.docx", "作者"), ("d.csv.gz", "gzip")} <= found
    assert {"c.svg", "e.html"} <= {path for path, _ in found}


def test_a_report_never_shows_the_value_it_found(tmp_path):
    (tmp_path / "a.html").write_text(f"{PHONE} {NAME} 15033334444")
    text = scan(tmp_path, SECRETS).as_text()
    assert PHONE not in text
    assert NAME not in text
    assert "15033334444" not in text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(sorted(FORMS)))
def test_text_around_a_value_never_hides_it(tmp_path_factory, before, after, form):
    written = FORMS[form](PHONE)
    if isinstance(written, str) and not form.startswith(
        ("base64", "hex", "data", "zip", "percent", "quoted", "css")
    ):
        page = f"<p>{html.escape(before)}<br>{written}<br>{html.escape(after)}</p>"
        assert leaks(tmp_path_factory.mktemp("s"), page.encode("utf-8", "replace"))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert squeeze(squeeze(fold(text))) == squeeze(fold(text))


def test_a_site_of_two_thousand_files_is_scanned_in_a_minute(tmp_path):
    chrome = "<nav>" + "".join(f'<a href="p{i}.html">页面{i}</a>' for i in range(150)) + "</nav>"
    for number in range(2000):
        rows = "".join(
            f"<tr><td>2025Q{i % 4}-{number:03d}</td><td>赵县{hashlib.md5(b'%d' % (i * number)).hexdigest()}有限公司</td></tr>"
            for i in range(40)
        )
        (tmp_path / f"{number}.html").write_text(
            f"<html>{chrome}<table>{rows}</table></html>", encoding="utf-8"
        )
    many = tuple(Secret(f"137{i:08d}", "objects.csv", "number") for i in range(1000))
    start = time.process_time()
    report = scan(tmp_path, Secrets((*SECRETS.values, *many)))
    spent = time.process_time() - start
    assert report.clean
    assert report.files == 2000
    assert spent < 60, spent
