"""Whatever bytes come in, the readers answer with a table or with a SamplerError. Bounded, from fixed seeds."""

import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sampler.failure import SamplerError
from sampler.registers import schema_named, schemas, table_bytes
from sampler.registers.bureau import parse_bureau
from sampler.registers.cells import read_cell
from sampler.registers.incoming import read_sheets
from sampler.registers.report import finding_sheet
from sampler.registers.source import read_content
from sampler.registers.workbook import write_workbook
from tests.fuzz.damage import damaged, damaged_zip

FILES = Path(__file__).parents[1] / "data" / "registers"
TEXTS = sorted(FILES.glob("*.csv"))
BOOKS = sorted(
    path for path in FILES.glob("*.xlsx") if path.stat().st_size < 20_000 and zipfile.is_zipfile(path)
)
OBJECTS = schema_named("objects")
SCHEMAS = schemas()


def read(content, schema=OBJECTS):
    """Read as an import does; findings must be fit for a workbook and rows for a file."""
    try:
        table, findings = read_sheets(read_content("x", content), schema, "", "x")
    except SamplerError:
        return
    assert all(finding.as_text() for finding in findings)
    if findings:
        write_workbook([finding_sheet(findings[:20])])
    elif table.rows:
        table_bytes(schema, table.rows)


@pytest.mark.parametrize("seed", range(8))
def test_damaged_text_files_never_raise_anything_else(seed):
    chance = random.Random(seed)
    for _ in range(60):
        path = chance.choice(TEXTS)
        read(damaged(path.read_bytes()[:5000], chance), chance.choice(SCHEMAS))


@pytest.mark.parametrize("seed", range(6))
def test_damaged_workbooks_never_raise_anything_else(seed):
    chance = random.Random(seed)
    for _ in range(25):
        read(damaged_zip(chance.choice(BOOKS).read_bytes(), chance))


@pytest.mark.parametrize("name", ["valid_old.xls", "valid_by_hand.ods"])
def test_damaged_old_workbooks_never_raise_anything_else(name):
    chance = random.Random(name)
    for _ in range(6):
        read(damaged((FILES / name).read_bytes(), chance))


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
    ),
    st.sampled_from(SCHEMAS),
)
def test_any_bytes_are_read_or_refused(content, schema):
    read(content, schema)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([field for schema in SCHEMAS for field in schema.fields]), st.text(max_size=30))
def test_a_cell_is_read_once_and_for_all(field, text):
    value, problem = read_cell(field, text)
    if problem is None:
        assert read_cell(field, value) == (value, None)
    else:
        assert problem.reason
        assert problem.suggestion


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bureau_file_is_read_or_refused(content):
    with suppress(SamplerError):
        parse_bureau(content)
