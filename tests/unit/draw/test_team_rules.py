"""The rules of the teams are those of the manifest: settings changed after the commitment change nothing, then or later."""

import json
from datetime import date

import pytest

from sampler.draw import canon
from sampler.workflow import draws
from sampler.workflow import verify as verification
from sampler.workflow.draws_teams import rules_of
from tests.unit.draw.complete import TEAMS
from tests.unit.draw.small_bureau import enter, to_drawn, write_bureau


@pytest.fixture
def data(tmp_path):
    data = write_bureau(tmp_path / "data")
    settings(data, TEAMS)
    return data


def settings(data, teams):
    text = 'name = "示例县分局"\nregion_code = "999901"\ndemo = true\n' + teams
    (data / "bureau.toml").write_text(text, encoding="utf-8", newline="\n")


def test_the_manifest_announces_them_and_later_settings_change_no_assignment(data):
    plan, known = to_drawn(data)
    told = json.loads((data / "draws/2025Q1/manifest.json").read_bytes())["assignment"]["rules"]
    assert told == {"cap": 6, "cap_limit": 12, "experts": True, "grouped": False, "size": 2, "slices": 1}
    settings(data, "[teams]\ncap = 1\ncap_limit = 1\n")
    draws.confirm(data, "2025Q1", as_of=known)
    later = date.fromisoformat(max(slot.ladder[0].date for slot in plan.assign))
    enter(data, "2025Q1", plan.assign, later)
    draws.assign(data, "2025Q1", as_of=later)
    batch = json.loads((data / "draws/2025Q1/assignment.json").read_bytes())["batches"][0]
    assert batch["cap"] == 6, "with the settings of today nobody could have been found"
    settings(data, "")
    inside = verification.private(data, as_of=later)
    assert [check.as_text() for check in inside.failed] == []


def test_a_manifest_that_announced_fewer_goes_by_the_settings_as_they_were_frozen(data):
    to_drawn(data)
    settings(data, "[teams]\ncap = 1\n")
    folder = draws.existing(data, "2025Q1")
    value = json.loads(folder.read("manifest.json"))
    value["assignment"]["rules"] = {"size": 2, "slices": 1}
    folder.write("manifest.json", canon.page(value))
    rules = rules_of(folder)
    assert (rules.size, rules.cap, rules.cap_limit, rules.experts) == (2, 6, 12, True)
