"""One real file for each way of going wrong, beside what must be said about it."""

import json
import resource
import time
from datetime import date
from pathlib import Path

import pytest

from sampler.failure import FindingsError
from sampler.registers import schema_named
from sampler.registers.incoming import read_incoming
from sampler.workflow.registers import check_file

FILES = Path(__file__).parents[2] / "data" / "registers"
DAY = date(2025, 6, 30)
COLUMNS = ("code", "name", "township", "entered", "key_unit", "phone")


def names(start):
    return sorted(path.name for path in FILES.glob(f"{start}_*") if path.suffix != ".json")


def told(name):
    """Return every finding about a file, as it stands in the .json beside it."""
    try:
        findings = check_file(Path("nowhere"), FILES / name, "objects", as_of=DAY).findings
    except FindingsError as error:
        findings = error.findings
    return [[f.code, f.row, f.column, f.value] for f in findings if f.level == "error"]


@pytest.mark.parametrize("name", names("valid"))
def test_each_form_of_the_same_table_is_read_alike(name):
    table, findings = read_incoming(FILES / name, schema_named("objects"))
    expected = json.loads((FILES / "valid.json").read_text("utf-8"))
    assert [finding for finding in findings if finding.level == "error"] == []
    assert [[row[key] for key in COLUMNS] for row in table.rows] == expected


@pytest.mark.parametrize("name", names("invalid"))
def test_each_broken_file_is_answered_with_exactly_these_findings(name):
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = told(name)
    assert time.process_time() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500 * 1024
    assert found == json.loads((FILES / f"{name}.json").read_text("utf-8"))
    assert found


def test_notes_and_repeated_headers_are_left_out_but_told():
    _, findings = read_incoming(FILES / "valid_around.csv", schema_named("objects"))
    assert [(f.code, f.row) for f in findings] == [
        ("registers.left-out", 8),
        ("registers.left-out", 11),
        ("registers.left-out", 12),
    ]
