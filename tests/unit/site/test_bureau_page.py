"""The page that tells staff how to fill bureau.toml names every key there is, and none that is not."""

import re
import tomllib
from dataclasses import fields, is_dataclass

from sampler.office.assignment import team_rules
from sampler.registers.bureau import Bureau, Department
from sampler.site.__main__ import PROJECT

PAGE = (PROJECT / "site_src" / "method" / "bureau.md").read_text(encoding="utf-8")
ELSEWHERE = {
    "draw": {"witness_key"},
    "publication": {"flags"},
    "teams": {"cap", "cap_limit", "grouped", "experts"},
}
"""Keys that only one room knows and reads by itself."""


def told():
    """Return the keys that the page names, by the group of its heading."""
    found = {}
    for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        group = re.match(r"\[+(\w+)\]+", part)
        cells = re.findall(r"^\| (`.+?) \|", part, flags=re.MULTILINE)
        found[group[1] if group else ""] = {key for cell in cells for key in re.findall(r"`(\w+)`", cell)}
    return found


def known():
    """Return the keys that the program reads, by their group."""
    bureau = Bureau()
    groups = {
        f.name: getattr(bureau, f.name) for f in fields(bureau) if is_dataclass(getattr(bureau, f.name))
    }
    found = {name: {f.name for f in fields(group)} for name, group in groups.items()}
    found[""] = {f.name for f in fields(bureau)} - set(groups) - {"raw", "departments"}
    for name, keys in ELSEWHERE.items():
        found[name] = found.get(name, set()) | keys
    return found


def test_every_key_is_explained_under_its_group_and_no_other():
    listed = told()
    assert set(re.findall(r"`(name|contact)`", PAGE.rpartition("## [[departments]]")[2])) == {
        f.name for f in fields(Department)
    }
    del listed["departments"]
    assert listed == known()


def test_the_example_of_teams_is_one_the_program_takes():
    example = tomllib.loads(re.search(r"```toml\n(\[teams\].*?)```", PAGE, re.DOTALL)[1])
    rules = team_rules(2, example["teams"])
    assert (rules.cap, rules.cap_limit) == (12, 15)
    assert set(example["teams"]) == ELSEWHERE["teams"]


def test_office_hours_stand_at_the_foot_of_each_page(site):
    text = (site / "about" / "index.html").read_text(encoding="utf-8")
    assert "办公时间" in text.partition("<footer")[2]
