import csv
import io
import json
import re

import frictionless
import openpyxl

from sampler.disclosure.public import TABLES, columns_of, table_named
from sampler.site import formats
from sampler.site.formats import csv_pieces
from sampler.site.xlsx import workbook
from tests.unit.disclosure.sample_record import sample_record


def test_the_data_package_satisfies_an_outside_judge(site):
    report = frictionless.validate(str(site / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])[:5]


def test_each_table_comes_as_csv_xlsx_json_and_with_its_metadata(site):
    for table in TABLES:
        for kind in ("csv", "xlsx", "json", "metadata.json"):
            assert (site / "data" / f"{table.name}.{kind}").stat().st_size > 50
        assert (site / "data" / f"{table.name}.csv").read_bytes()[:3] == b"\xef\xbb\xbf"


def test_json_and_xlsx_have_a_row_for_each_row_of_the_record(site):
    record = sample_record()
    for table in TABLES:
        rows = json.loads((site / "data" / f"{table.name}.json").read_text(encoding="utf-8"))["rows"]
        sheet = openpyxl.load_workbook(site / "data" / f"{table.name}.xlsx").active
        assert len(rows) == len(record.rows(table.name)) == sheet.max_row - 1


def test_cells_of_a_workbook_are_typed(site):
    sheet = openpyxl.load_workbook(site / "data" / "draws.xlsx").active
    titles = [cell.value for cell in sheet[1]]
    first = dict(zip(titles, [cell.value for cell in sheet[2]], strict=True))
    assert first["冻结日期"].isoformat().startswith("2024-12-25")
    assert first["抽样框单元数"] == 30
    assert first["抽取编号"] == "2025Q1"


def test_a_workbook_keeps_leading_zeros_long_texts_and_odd_characters():
    content = workbook(
        "表/名", ["a", "b"], ["text", "integer"], [["007", "_x0041_", "长" * 40_000], ["12", "", "-3"]]
    )

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["A2"].value == "007"
    assert sheet["B2"].value == 12
    assert sheet["A3"].value == "_x0041_"
    assert len(sheet["A4"].value) == 32_767
    assert sheet.title == "表 名"


def test_the_coverage_statement_stands_beside_the_data(site):
    text = (site / "data" / "results.metadata.json").read_text(encoding="utf-8")
    assert "未检查不等于没有问题" in text
    assert "未检查不等于没有问题" in (site / "data.html").read_text(encoding="utf-8")


def test_each_period_has_its_own_results_as_sheets_with_their_metadata(site, known):
    for period in known.periods:
        wanted = [row.result_id for row in known.results_in.get(period, [])]
        sheet = openpyxl.load_workbook(site / "data" / f"results-{period}.xlsx").active
        assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == wanted
        content = (site / "data" / f"results-{period}.csv").read_bytes().decode("utf-8-sig")
        assert [row[0] for row in csv.reader(io.StringIO(content))][1:] == wanted
        described = json.loads(
            (site / "data" / f"results-{period}.metadata.json").read_text(encoding="utf-8")
        )
        assert described["rowcount"] == len(wanted)
        assert described["formats"] == {kind: f"results-{period}.{kind}" for kind in ("csv", "xlsx")}


def test_pages_of_tables_link_to_every_format_and_to_what_describes_it(site, known):
    shown = {
        f"results/{known.period}.html": {f"results-{known.period}", "results", "visits", "followups"},
        "objects/index.html": {"objects"},
        "draws/index.html": {"draws", "strata", "drawn"},
        "plan/2025.html": {"plan", "plan_changes"},
        "items.html": {"items"},
        "followups.html": {"followups", "corrections"},
        "changes.html": {"changes", "tombstones"},
        "statistics.html": {"statistics", "targets"},
        "withheld.html": {"withheld"},
    }
    for page, stems in shown.items():
        text = (site / page).read_text(encoding="utf-8")
        linked = set(re.findall(r'data/([\w-]+)\.(csv|xlsx|json|metadata\.json)"', text))
        for stem in stems:
            kinds = {"csv", "xlsx", "metadata.json"} | ({"json"} if "-" not in stem else set())
            assert {(stem, kind) for kind in kinds} <= linked, (page, stem)


def test_a_csv_reads_back_as_it_was_whatever_the_cells_hold():
    rows = [['a"b', "x,y", "1\r\n2"], ["", " ", "'"], ["=1", "-2", "@"], ["县", "\u2028", "\n"]]
    content = b"".join(csv_pieces(["甲", "乙,", '"'], list(zip(*rows, strict=True))))
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read[0] == ["甲", "乙,", '"']
    assert read[1:] == [[f"'{c}" if c in {"=1", "-2", "@"} else c for c in row] for row in rows]


def test_how_many_rows_are_made_at_a_time_changes_nothing(known, monkeypatch):
    table = table_named("results")
    columns, rows = columns_of(table.row), known.record.results
    titles, kinds = [c.title for c in columns], [c.kind for c in columns]

    def made(size):
        monkeypatch.setattr(formats, "ROWS", size)
        values = formats.values_of(columns, rows)
        texts = formats.texts_of(columns, values)
        json_text = b"".join(formats.json_pieces({"table": "results"}, columns, values))
        return json_text, b"".join(csv_pieces(titles, texts)), workbook("表", titles, kinds, texts)

    assert len(rows) > 7
    assert made(7) == made(len(rows)) == made(10_000) == made(1)
    assert len(json.loads(made(7)[0])["rows"]) == len(rows)
