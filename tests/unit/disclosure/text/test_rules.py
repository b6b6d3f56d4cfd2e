"""Every rule finds its own example, in the folded form."""

import pytest

from sampler.disclosure.text.contacts import BIRTHS, CONTACTS, MAIL, NAMED, PLATES
from sampler.disclosure.text.fields import NICKNAMED, NICKNAMES
from sampler.disclosure.text.folding import plain
from sampler.disclosure.text.numbers import CERTAIN, CUED, NUMBERS
from sampler.disclosure.text.protect import DONE, PROTECT
from sampler.disclosure.text.rules import Rule
from sampler.disclosure.text.spans import TYPES

ALL = (
    *DONE,
    *PROTECT,
    *CERTAIN,
    *CUED,
    *NUMBERS,
    *MAIL,
    *CONTACTS,
    *BIRTHS,
    *PLATES,
    *NICKNAMES,
    *NICKNAMED,
    *NAMED,
)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_each_rule_finds_something_in_its_example(rule: Rule) -> None:
    assert list(rule.hits(plain(rule.example)))


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_each_rule_says_why_in_chinese_and_masks_a_known_type(rule: Rule) -> None:
    assert rule.why
    assert rule.type in (*TYPES, "")
    assert (rule.type == "") == rule.name.startswith("keep.")
