"""The figures on the fairness page are what the simulation gives."""

from sampler.workflow import verify
from tests.unit.draw.conftest import ROOT


def test_the_page_shows_what_the_simulation_gives():
    page = (ROOT / "site_src" / "method" / "fairness.md").read_text(encoding="utf-8")
    text = verify.simulate(years=3, runs=200, seed="公平", size=100, quota=15).as_text()
    assert f"<!-- simulation -->\n```text\n{text}\n```\n<!-- /simulation -->" in page
