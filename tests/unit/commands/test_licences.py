"""Every installed package has a licence we may use, and the page says so."""

import json
import os
import stat

import pytest

from sampler.commands import audit, licences
from sampler.failure import SamplerError


def test_the_page_names_every_package_as_it_is_pinned():
    page = licences.PAGE.read_text("utf-8")
    assert licences.page_with(page, licences.pins()) == page, "请运行 ./inv licences"


def test_every_licence_is_on_the_list():
    found = licences.pins()
    assert len(found) > 50
    assert {part for pin in found for part in licences.parts_of(pin.licence)} <= licences.ALLOWED.keys()


def test_an_unknown_licence_is_named():
    with pytest.raises(SamplerError, match="某包"):
        licences.page_with(licences.BEGIN + licences.END, [licences.Pin("某包", "1", "")])


def test_a_package_that_is_not_there_has_no_licence():
    assert licences.licence_of("no-such-package-of-ours") == ""


def test_a_page_without_its_marks_is_not_overwritten():
    with pytest.raises(SamplerError, match="找不到"):
        licences.page_with("# 许可证", [])


def program(folder, answer, *, says=""):
    """A stand-in for pip-audit: what is tested is how its answer is told."""
    path = folder / "pip-audit"
    path.write_text(f"#!/bin/sh\necho '{says}' >&2\ncat <<'EOT'\n{answer}\nEOT\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def pins(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return licences.PINS


def test_a_weak_package_is_named_with_the_version_that_mends_it(tmp_path, pins):
    hole = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    answer = {
        "dependencies": [
            {"name": "a", "version": "1", "vulns": [hole]},
            {"name": "b", "version": "2", "vulns": []},
        ]
    }
    program(tmp_path, json.dumps(answer))
    text, good = audit.told(audit.asked(pins))
    assert not good
    assert "a 1：PYSEC-1，改正于 2.0" in text


def test_what_could_not_be_looked_up_is_no_clean_bill(tmp_path, pins):
    skipped, fine = {"name": "a", "skip_reason": "not found"}, {"name": "b", "version": "1", "vulns": []}
    program(tmp_path, json.dumps({"dependencies": [skipped, fine]}))
    text, good = audit.told(audit.asked(pins))
    assert not good
    assert "没有查到 1 个" in text
    program(tmp_path, json.dumps({"dependencies": [skipped]}))
    text, good = audit.told(audit.asked(pins))
    assert not good
    assert text.startswith("没有查成")


def test_without_an_answer_nothing_is_claimed(tmp_path, pins):
    program(tmp_path, "", says="could not connect")
    with pytest.raises(SamplerError, match="没有查成：could not connect"):
        audit.asked(pins)


def test_without_the_program_it_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SamplerError, match="pipx install pip-audit"):
        audit.asked(licences.PINS)
