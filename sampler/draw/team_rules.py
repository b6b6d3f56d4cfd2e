"""The rules of the teams as a manifest announces them: size and slices, and since they are announced the others too."""

from __future__ import annotations

from collections.abc import Mapping

from sampler.draw import canon
from sampler.draw.taker import Taker

FIRST = ("size", "slices")
"""All that early manifests announce."""
COUNTS, ANSWERS = ("cap", "cap_limit"), ("experts", "grouped")


def read_team_rules(take: Taker) -> Mapping[str, object]:
    """Return the rules; FormError unless they are either the first two or all six, each of its type.

    >>> read_team_rules(Taker({"size": 2, "slices": 1}, "rules"))
    {'size': 2, 'slices': 1}
    """
    rules = take.rest()
    fine = set(rules) in (set(FIRST), {*FIRST, *COUNTS, *ANSWERS})
    fine = fine and all(_count(rules[key]) for key in FIRST)
    fine = fine and all(rules.get(key) is None or _count(rules[key]) for key in COUNTS)
    if not fine or any(type(rules.get(key, False)) is not bool for key in ANSWERS):
        raise canon.FormError(f"{take.where}只能是 size 和 slices，或者全部六项，各为应有的类型。")
    return rules


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1
