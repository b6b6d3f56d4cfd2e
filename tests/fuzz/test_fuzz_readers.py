"""A bounded part of the long search: every reader answers damaged files with a message, from fixed seeds.

The long search: ``python -m tests.fuzz.readers``; ten thousand inputs or more for each, as ``tests/bench/results/fuzz.json`` says.
"""

import json

import pytest

from tests.fuzz import readers

SLOW = {"ods": 25, "pack": 20, "public": 20, "word": 25, "xls": 20, "xlsx": 40}
"""How many inputs where one takes long; elsewhere 150."""


@pytest.mark.parametrize("name", readers.READERS)
def test_damaged_files_are_read_or_refused_with_a_message(name):
    outcome = readers.run(name, SLOW.get(name, 150))
    assert outcome.crashes == 0, f"see {readers.CRASHES}"
    assert outcome.refused + outcome.read == outcome.tried


def test_a_reader_that_crashes_is_counted(monkeypatch, tmp_path):
    def breaks(_):
        yield lambda chance: 1 // (chance.random() > 2)

    monkeypatch.setattr(readers, "READERS", {"x": breaks})
    monkeypatch.setattr(readers, "CRASHES", tmp_path)
    assert readers.run("x", 3).crashes == 3
    assert "ZeroDivisionError" in (tmp_path / "x-0.txt").read_text("utf-8")


def test_the_long_search_covers_every_reader_and_found_no_crash():
    known = json.loads(readers.RESULT.read_bytes())
    assert known.keys() == readers.READERS.keys()
    for name, outcome in known.items():
        assert outcome["crashes"] == 0, name
        assert outcome["refused"] + outcome["read"] == outcome["tried"], name
        assert outcome["tried"] >= 10_000, name
