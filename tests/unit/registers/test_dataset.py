"""datapackage.json and the data dictionary, with frictionless as the outside judge."""

import json
from pathlib import Path

import pytest
from frictionless import Package, Schema, system

from sampler.registers import schemas, write_table
from sampler.registers.dataset import datapackage, dictionary, dictionary_markdown, table_schema
from sampler.registers.grid import Grid
from sampler.registers.table import read_grid

ROOT = Path(__file__).parents[3]
BUREAUS = [ROOT / "data", *sorted(path.parent for path in (ROOT / "tests" / "bureaus").glob("*/bureau.toml"))]


def validate(data):
    (data / "datapackage.json").write_text(json.dumps(datapackage(data), ensure_ascii=False), "utf-8")
    with system.use_context(trusted=True):
        return Package(str(data / "datapackage.json"), basepath=str(data)).validate()


@pytest.mark.parametrize("schema", schemas(), ids=lambda schema: schema.name)
def test_every_schema_is_a_table_schema(schema):
    judged = Schema.from_descriptor(table_schema(schema, {other.name for other in schemas()}))
    assert [field.name for field in judged.fields] == list(schema.headers)
    assert judged.primary_key == [schema.field(key).header for key in schema.primary_key]


@pytest.mark.parametrize("schema", schemas(), ids=lambda schema: schema.name)
def test_every_column_is_described_and_its_example_is_a_good_cell(schema):
    for field in schema.fields:
        assert field.description
        assert field.public in ("public", "text", "internal") or field.public.startswith("mask:")
    examples = [field.example for field in schema.fields]
    _, findings = read_grid(Grid("例子", [list(schema.headers), examples]), schema)
    assert [finding.as_text() for finding in findings if finding.level == "error"] == []


def test_keys_and_headers_are_unique_and_synonyms_name_one_column():
    for schema in schemas():
        assert len(set(schema.keys)) == len(schema.keys)
        assert len(set(schema.headers)) == len(schema.headers)
        words = [word for field in schema.fields for word in {field.header, *field.synonyms}]
        assert sorted(words) == sorted(set(words)), schema.name
        for key in schema.foreign_keys:
            assert {field.refers for field in schema.fields if field.header in key.headers} == {key.resource}


@pytest.mark.parametrize("bureau", BUREAUS, ids=lambda path: path.name)
def test_frictionless_accepts_the_data_we_ship(tmp_path, bureau):
    for path in bureau.rglob("*.csv"):
        target = tmp_path / path.relative_to(bureau)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    report = validate(tmp_path)
    assert report.flatten(["title", "rowNumber", "fieldName", "message"]) == []
    assert len(report.tasks) > 10


def test_frictionless_and_we_refuse_the_same_folder(tmp_path):
    write_table(
        tmp_path,
        "objects",
        [{"code": "XM-01", "name": "甲", "status": "在也", "entered": "去年", "key_unit": "也许"}],
    )
    report = validate(tmp_path)
    assert sorted(report.flatten(["fieldName"])) == [["入库日期"], ["状态"], ["重点监管"]]


def test_the_dictionary_names_every_column():
    entries = dictionary()
    assert len(entries) == sum(len(schema.fields) for schema in schemas())
    page = dictionary_markdown()
    for schema in schemas():
        assert f"## {schema.title}" in page
    assert page == dictionary_markdown()
