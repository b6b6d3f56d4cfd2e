"""The self-test that ships plants about a hundred kinds of canaries, and loses none."""

import time

import pytest

from sampler.disclosure import planted, selftest
from sampler.disclosure.scan import scan
from sampler.failure import SamplerError
from sampler.workflow import publish
from tests.unit.disclosure import bureau


@pytest.fixture
def data(tmp_path):
    return bureau.make(tmp_path / "data")


def test_no_canary_is_lost(data, tmp_path):
    found = publish.selftest(data, tmp_path / "work", as_of=bureau.DAY, build=None)
    lost = [verdict.kind for verdict in found.verdicts if verdict.outcome == selftest.LOST]
    assert lost == []
    assert found.passed
    assert len(found.verdicts) > 150
    assert {verdict.outcome for verdict in found.verdicts} == {
        selftest.GONE,
        selftest.STOPPED,
        selftest.CAUGHT,
    }


def test_a_gate_that_lets_a_canary_through_is_found_out(data, tmp_path):
    def careless(public, site):
        site.mkdir()
        (site / "index.html").write_text(f"电话 {selftest.PHONE[:3]} {selftest.PHONE[3:]}", encoding="utf-8")

    found = publish.selftest(data, tmp_path / "work", as_of=bureau.DAY, build=careless)
    lost = {verdict.kind for verdict in found.verdicts if verdict.outcome == selftest.LOST}
    assert "站点：情况说明里的手机号" in lost
    assert "不能使用" in found.as_text()


def test_what_is_planted_is_the_same_in_every_run(monkeypatch):
    """So that a self-test run again after a crash can be compared with one that nothing disturbed."""
    made = []
    for now in (1_000_000_000.0, 1_700_000_000.0):
        monkeypatch.setattr(time, "time", lambda now=now: now)
        made.append({name: form("13912345678") for name, form in planted.FORMS.items()})
    assert made[0] == made[1]


def test_a_blind_scan_is_found_out(tmp_path, monkeypatch):
    monkeypatch.setattr(selftest, "scan", lambda target, secrets: scan(target, type(secrets)(())))
    assert {verdict.outcome for verdict in selftest.forms_caught(tmp_path / "planted")} == {selftest.LOST}


def test_a_run_that_was_killed_is_no_obstacle_and_the_data_themselves_are_left_as_they_were(data, tmp_path):
    left = tmp_path / ".work.new" / "data"
    left.mkdir(parents=True)
    (left / "half.csv").write_text("x")
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    publish.selftest(data, tmp_path / "work", as_of=bureau.DAY, build=None)
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before
    assert not left.exists()
    assert not (tmp_path / "work" / "data" / "half.csv").exists()


def test_a_run_that_breaks_off_leaves_nothing_behind(data, tmp_path, monkeypatch):
    def broken_off(copy, as_of):
        raise KeyboardInterrupt

    monkeypatch.setattr(selftest, "plant", broken_off)
    with pytest.raises(KeyboardInterrupt):
        publish.selftest(data, tmp_path / "work", as_of=bureau.DAY, build=None)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_an_existing_folder_is_not_overwritten(data, tmp_path):
    with pytest.raises(SamplerError, match="已经存在"):
        publish.selftest(data, tmp_path, as_of=bureau.DAY, build=None)
