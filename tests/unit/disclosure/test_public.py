"""The public record is written in one form, read back whole, and described to others."""

import dataclasses
import json
import subprocess
import sys

import pytest
from frictionless import Package

from sampler.disclosure.public import TABLES, ObjectRow, columns_of, public_files, read_public, write_public
from sampler.failure import SamplerError
from tests.unit.disclosure.sample_record import sample_record


def test_a_record_is_read_back_as_it_was_written(tmp_path):
    record = sample_record()
    write_public(record, tmp_path / "public")
    again = read_public(tmp_path / "public")
    assert public_files(again) == public_files(record)
    assert {row.public_id: row for row in again.objects} == {row.public_id: row for row in record.objects}
    assert again.draw_files("2025Q1")["beacons.txt"].startswith(b"ssq 2025001")


def test_the_order_in_which_rows_were_found_never_shows():
    record = sample_record()
    turned = dataclasses.replace(record, results=record.results[::-1], objects=record.objects[::-1])
    assert public_files(turned) == public_files(record)


def test_places_are_ordered_as_numbers():
    record = sample_record()
    rows = [dataclasses.replace(record.drawn[0], place=place) for place in (10, 9, 2)]
    text = public_files(dataclasses.replace(record, drawn=tuple(rows)))["tables/drawn.csv"].decode()
    assert [line.split(",")[2] for line in text.splitlines()[1:]] == ["2", "9", "10"]


def test_an_outside_judge_accepts_the_data_package(tmp_path):
    write_public(sample_record(), tmp_path / "public")
    report = Package(str(tmp_path / "public" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_every_column_has_a_chinese_title():
    for table in TABLES:
        for column in columns_of(table.row):
            assert not column.title.isascii(), (table.name, column.key)


def test_every_table_of_the_sample_has_rows():
    record = sample_record()
    assert [table.name for table in TABLES if not record.rows(table.name)] == []


@pytest.mark.parametrize(
    ("name", "said"), [("record.json", "record.json"), ("tables/drawn.csv", "drawn.csv")]
)
def test_a_missing_file_is_told_by_name(tmp_path, name, said):
    write_public(sample_record(), tmp_path / "public")
    (tmp_path / "public" / name).unlink()
    with pytest.raises(SamplerError, match=said):
        read_public(tmp_path / "public")


def test_a_row_that_is_not_of_the_dictionary_is_told_with_its_line(tmp_path):
    write_public(sample_record(), tmp_path / "public")
    path = tmp_path / "public" / "tables" / "objects.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace(",否,", ",也许,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(SamplerError, match=r"objects\.csv 第 4 行"):
        read_public(tmp_path / "public")


def test_lists_numbers_and_answers_keep_their_type(tmp_path):
    write_public(sample_record(), tmp_path / "public")
    objects = {row.public_id: row for row in read_public(tmp_path / "public").objects}
    assert objects["e00004"].former_names == ("白杨县绿洲电镀厂",)
    assert objects["e00009"].cap is None
    assert objects["e00001"].cap == 2
    assert objects["e00011"].masked is True
    assert isinstance(objects["e00001"], ObjectRow)


def test_reading_the_record_imports_nothing_of_the_private_side():
    code = (
        "import sys, json, sampler.disclosure.public;"
        "print(json.dumps([m for m in sys.modules if m.startswith('sampler')]))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    allowed = {"sampler", "sampler.failure", "sampler.files", "sampler.undo", "sampler.disclosure"}
    assert {m for m in json.loads(out) if not m.startswith("sampler.disclosure.public")} == allowed
