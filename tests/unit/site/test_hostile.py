"""Hostile values are shown, searched, fed and downloaded, and harm nothing."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import openpyxl
import pytest

from sampler.disclosure.public import TABLES, columns_of, write_public
from sampler.site.__main__ import build
from sampler.site.check import check_site
from sampler.site.display import TRICKS, may_deceive, visible
from tests.unit.site.hostile import VALUES, hostile_record


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    write_public(hostile_record(), folder / "public")
    build(folder / "public", folder / "site")
    return folder / "site"


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.bad = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if (tag == "script" and "src" not in found) or tag in {"style", "x", "u", "img"}:
            self.bad.append((tag, attrs))
        for key, value in attrs:
            if key.startswith("on") or key == "style" or (value or "").lower().startswith("javascript:"):
                self.bad.append((tag, key, value))


def test_no_value_becomes_a_tag_a_handler_or_a_script(hostile):
    bad = {}
    for path in hostile.rglob("*.html"):
        reader = _Tags()
        reader.feed(path.read_text(encoding="utf-8"))
        if reader.bad:
            bad[path.name] = reader.bad[:2]
    assert bad == {}


def test_the_page_shows_the_value_itself(hostile):
    text = (hostile / "objects" / "e00001.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    pages = "".join(path.read_text(encoding="utf-8") for path in (hostile / "objects").glob("e*.html"))
    assert "{{7*7}}${7*7}" in pages
    assert "$49" not in pages
    assert "@@BODY@@" in pages


def test_deceiving_characters_are_shown_by_their_number_and_nowhere_kept(hostile):
    for path in hostile.rglob("*"):
        if path.suffix in {".html", ".xml", ".json", ".csv"} and path.name != "dictionary.json":
            text = path.read_bytes().decode("utf-8-sig")
            kept = [hex(ord(c)) for c in set(TRICKS.findall(text)) if c != "\r"]
            assert kept == [], path
    assert "[U+202E]" in (hostile / "data" / "objects.json").read_text(encoding="utf-8")


def test_links_and_structure_survive(hostile):
    codes = {finding.code for finding in check_site(hostile).findings}
    assert codes <= {"site.slot"}


def test_every_feed_is_well_formed_and_holds_no_markup_of_its_own(hostile):
    space = "{http://www.w3.org/2005/Atom}"
    for path in hostile.rglob("feeds/**/*.xml"):
        root = ElementTree.parse(path).getroot()
        known = {
            space + name
            for name in ("feed", "title", "id", "updated", "author", "name", "link", "entry", "summary")
        }
        assert {element.tag for element in root.iter()} <= known
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00\+08:00", root.find(f"{space}updated").text)


def test_csv_holds_no_cell_that_a_spreadsheet_would_run(hostile):
    for table in TABLES:
        text = (hostile / "data" / f"{table.name}.csv").read_bytes().decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))]


def test_xlsx_holds_texts_and_no_formula_and_opens_in_another_reader(hostile):
    for table in TABLES:
        sheet = openpyxl.load_workbook(hostile / "data" / f"{table.name}.xlsx").active
        assert sheet.freeze_panes == "A2"
        assert [cell.value for cell in sheet[1]] == [column.title for column in columns_of(table.row)]
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_json_holds_every_value_as_it_is(hostile):
    rows = json.loads((hostile / "data" / "items.json").read_text(encoding="utf-8"))["rows"]
    wanted = [visible(row.basis) for row in hostile_record().items]
    assert [row["basis"] for row in rows] == wanted


def test_scripts_of_data_are_one_call_with_json_inside(hostile):
    for path in (*hostile.glob("assets/search/*.js"), hostile / "draws" / "list.js"):
        text = path.read_text(encoding="utf-8")
        json.loads("[" + text[text.index("(") + 1 : text.rindex(")")] + "]")


def test_a_file_without_tricks_is_not_looked_at_cell_by_cell():
    assert not may_deceive("赵县“甲”——乙…".encode())
    assert all(
        may_deceive(f"a{character}b".encode())
        for character in "\u202e\u200b\u2066\x00\x1b\ufeff\xad\x85\u2028\r"
    )
    assert visible(VALUES[5]) == "赵[U+202E]县[U+200B]甲[U+2066]"
