"""Every example of the cookbook is a complete policy and comes to the numbers beside it."""

import re
from pathlib import Path

import pytest

from sampler.failure import SamplerError
from tests.unit.rules.trying import check_policy_text, outcome

PAGE = (Path(__file__).parents[3] / "site_src" / "method" / "rules" / "cookbook.md").read_text("utf-8")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def examples():
    for section in re.split(r"(?m)^#{2,3} ", PAGE)[1:]:
        title = section.splitlines()[0]
        blocks = dict(BLOCK.findall(section))
        if blocks:
            yield pytest.param(blocks, id=title)


@pytest.mark.parametrize("blocks", [e for e in examples() if "应抽" in e.values[0]])
def test_an_example_comes_to_the_numbers_on_the_page(blocks):
    wanted = blocks["应抽"].split("\n")[:-1]
    assert outcome(blocks["toml"], blocks["数据"].split("\n")[:-1], wanted) == wanted


@pytest.mark.parametrize("blocks", [e for e in examples() if "拒绝" in e.values[0]])
def test_what_the_page_says_is_refused_is_refused_with_that_reason(blocks):
    try:
        told = check_policy_text(blocks["toml"])
    except SamplerError as error:
        told = str(error)
    assert blocks["拒绝"].strip() in told


def test_the_cookbook_has_an_example_or_refusal_in_every_section():
    assert len(list(examples())) >= 50
