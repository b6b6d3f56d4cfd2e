"""Packs hold what the team needs; forms are filled from templates, the same bytes each time."""

import io
import re
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sampler.failure import SamplerError
from sampler.files import write_atomic
from sampler.office.qr import qr_code
from sampler.office.samples import MARK, write_samples
from sampler.registers import write_table
from sampler.workflow.office_packs import packs
from tests.unit.office.filling import KEY, write_visits

DAY = date(2025, 7, 2)


@pytest.fixture
def ready(data: Path) -> Path:
    write_visits(data)
    text = (
        data / "bureau.toml"
    ).read_text() + '[portal]\nurl = "https://www.example.invalid/"\npath = "/ssj/"\n'
    write_atomic(data / "bureau.toml", text.encode())
    write_table(data, "public_ids", [{"public_id": "e00001", "code": KEY, "since": "2025-01-01"}])
    return data


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    write_samples(tmp_path / "forms")
    return tmp_path / "forms"


def text_of(form: Path) -> str:
    from docx import Document

    document = Document(str(form))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_pack_has_visits_items_checkpoints_and_drop_downs(ready, tmp_path):
    made = packs(ready, "2025Q3", out=tmp_path, forms=None, as_of=DAY)
    book = load_workbook(next(made.folder.glob("*.xlsx")))
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == [
        "检查任务",
        "检查结果",
        "检查要点",
        "填写说明",
    ]
    visits = {str(cell.value) for row in book["检查任务"].iter_rows() for cell in row}
    assert {
        "赵县示例化工有限公司",
        "1/2",
        "赵示例（130533000）",
        "https://www.example.invalid/ssj/objects/e00001.html",
    } <= visits
    assert "核对排放口" in {cell.value for row in book["检查要点"].iter_rows() for cell in row}
    lists = [rule.formula1 for rule in book["检查结果"].data_validations.dataValidation]
    assert len(lists) == 2


def test_each_visit_with_a_page_has_its_code_as_a_picture_in_its_row(ready, tmp_path):
    made = packs(ready, "2025Q3", out=tmp_path, forms=None, as_of=DAY)
    with zipfile.ZipFile(next(made.folder.glob("*.xlsx"))) as package:
        names = package.namelist()
        drawing = package.read("xl/drawings/drawing1.xml").decode()
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        pictures = [package.read(name) for name in names if name.startswith("xl/media/")]
        properties = package.read("docProps/core.xml")
        kinds = package.read("[Content_Types].xml")
    assert pictures == [qr_code("https://www.example.invalid/ssj/objects/e00001.html")]
    assert (drawing.count("<pic>"), drawing.count("<twoCellAnchor ")) == (1, 1)
    row = next(row for row in re.findall(r"<row .*?</row>", sheet) if "2025Q3-001" in row)
    line = int(row.split('r="')[1].split('"')[0])
    assert f"<row>{line - 1}</row>" in drawing
    assert 'ht="76' in row
    assert "<drawing " in sheet
    assert b"image/png" in kinds
    assert properties.endswith(b'core-properties"/>')
    assert not {b"tIME", b"tEXt", b"iTXt", b"zTXt"} & set(chunks(pictures[0]))


def chunks(png: bytes) -> list[bytes]:
    """The kinds of the chunks of a PNG file."""
    place, kinds = 8, []
    while place < len(png):
        kinds.append(png[place + 4 : place + 8])
        place += 12 + int.from_bytes(png[place : place + 4], "big")
    return kinds


def test_a_pack_without_an_address_has_no_picture(data, tmp_path):
    write_visits(data)
    made = packs(data, "2025Q3", out=tmp_path, forms=None, as_of=DAY)
    with zipfile.ZipFile(next(made.folder.glob("*.xlsx"))) as package:
        assert not [name for name in package.namelist() if "media" in name or "drawing1" in name]


def test_three_hundred_visits_with_their_forms_need_well_under_a_minute_of_one_processor(
    data, templates, tmp_path
):
    rows = [
        {
            "visit_id": f"2025Q3-{n:03}", "draw_id": "2025Q3", "code": KEY, "items": "SX-01；SX-02", "due": "2025-09-30",
            "lead": f"13053300{n % 4}", "team": f"13053300{n % 4}；130533005", "kind": "日常", "mode": "现场检查",
            "trigger": "随机抽取", "state": "未检查",
        }
        for n in range(1, 301)
    ]  # fmt: skip
    write_table(data, "visits", rows, "2025Q3")
    for other in [path for path in templates.glob("*.docx") if path.name[0] not in "13"]:
        other.unlink()
    told: list[tuple[int, int]] = []
    begun = time.process_time()
    made = packs(
        data, "2025Q3", out=tmp_path, forms=templates, as_of=DAY, progress=lambda *step: told.append(step)
    )
    assert time.process_time() - begun < 60
    assert made.files == 4 + 300 * 2
    assert told == [(n, 304) for n in range(1, 305)]


def test_a_visit_without_a_team_stops_the_packs(ready, tmp_path):
    write_table(
        ready,
        "visits",
        [
            {
                "visit_id": "2025Q4-001",
                "code": KEY,
                "items": "SX-01",
                "kind": "日常",
                "mode": "现场检查",
                "due": "2025-12-31",
                "state": "未检查",
            }
        ],
        "2025Q4",
    )
    with pytest.raises(SamplerError, match="2025Q4-001 等 1 项任务还没有分派"):
        packs(ready, "2025Q4", out=tmp_path, forms=None, as_of=DAY)
    with pytest.raises(SamplerError, match="没有要做的检查任务"):
        packs(ready, "2026Q1", out=tmp_path, forms=None, as_of=DAY)


def test_every_form_of_every_visit_is_filled_and_has_its_code(ready, templates, tmp_path):
    told: list[tuple[int, int]] = []
    made = packs(
        ready,
        "2025Q3",
        out=tmp_path,
        forms=templates,
        as_of=DAY,
        progress=lambda done, total: told.append((done, total)),
    )
    forms = sorted(made.folder.rglob("*.docx"))
    assert (made.files, len(forms), told[-1]) == (11, 10, (3, 3))
    notice = text_of(next(form for form in forms if "001" in str(form) and "通知书" in form.name))
    assert "赵县示例化工有限公司（91130533MA0000001A）" in notice
    assert "废水监测检查" in notice
    assert "{{" not in notice
    record = next(form for form in forms if "001" in str(form) and "现场检查记录" in form.name)
    assert b"<w:drawing>" in zipfile.ZipFile(record).read("word/document.xml")
    without = next(form for form in forms if "002" in str(form) and "现场检查记录" in form.name)
    assert b"<w:drawing>" not in zipfile.ZipFile(without).read("word/document.xml")


def test_the_same_packs_have_the_same_bytes(ready, templates, tmp_path):
    first = packs(ready, "2025Q3", out=tmp_path / "a", forms=templates, as_of=DAY).folder
    time.sleep(2.1)
    second = packs(ready, "2025Q3", out=tmp_path / "b", forms=templates, as_of=DAY).folder
    one, two = (
        {p.relative_to(f): p.read_bytes() for p in f.rglob("*.*") if p.is_file()} for f in (first, second)
    )
    assert one == two


def test_samples_say_what_they_are_and_never_overwrite_a_template(templates):
    path = templates / "1-行政检查审批表.docx"
    assert text_of(path).startswith(MARK)
    path.write_bytes(b"own")
    assert write_samples(templates) == []
    assert path.read_bytes() == b"own"


def test_the_samples_in_the_repository_are_the_ones_the_code_makes(templates):
    shipped = Path(__file__).parents[3] / "templates" / "forms"
    assert {p.name: p.read_bytes() for p in shipped.glob("*.docx")} == {
        p.name: p.read_bytes() for p in templates.glob("*.docx")
    }


def test_a_template_with_an_unknown_mark_is_named_with_the_marks_there_are(ready, tmp_path):
    from docx import Document

    document = Document()
    document.add_paragraph("{{ 法定代表人 }}")
    buffer = io.BytesIO()
    document.save(buffer)
    write_atomic(tmp_path / "forms" / "坏.docx", buffer.getvalue())
    with pytest.raises(SamplerError, match=r"坏.docx.*法定代表人.*对象名称"):
        packs(ready, "2025Q3", out=tmp_path, forms=tmp_path / "forms", as_of=DAY)
    assert not (tmp_path / "packs" / "2025Q3").exists()


def test_a_folder_without_templates_is_said(ready, tmp_path):
    with pytest.raises(SamplerError, match=r"forms\.samples"):
        packs(ready, "2025Q3", out=tmp_path, forms=tmp_path / "none", as_of=DAY)


def test_without_the_extra_library_the_message_says_what_to_do(ready, templates, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    with pytest.raises(SamplerError, match="docxtpl"):
        packs(ready, "2025Q3", out=tmp_path, forms=templates, as_of=DAY)
    assert packs(ready, "2025Q3", out=tmp_path, forms=None, as_of=DAY).files == 1
