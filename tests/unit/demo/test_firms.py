"""The invented objects are as many and as different as they should be."""

from collections import Counter

import pytest

from sampler.demo.firms import firms
from sampler.demo.people import experts, inspectors
from sampler.demo.place import load_place


@pytest.mark.parametrize(("key", "low", "high"), [("county", 380, 420), ("zone", 110, 130)])
def test_a_place_has_about_as_many_objects_as_planned(key, low, high):
    """About 400 and about 120."""
    assert low <= len(firms(load_place(key))) <= high


@pytest.mark.parametrize("key", ["county", "zone"])
def test_no_two_objects_share_a_name_or_a_code(key):
    """Names and codes are keys for readers."""
    rows = [firm.row for firm in firms(load_place(key))]
    assert len({row["name"] for row in rows}) == len(rows) == len({row["code"] for row in rows})


def test_the_county_has_every_kind_of_object_and_sole_traders_named_after_people():
    """The gate has something to mask."""
    rows = [firm.row for firm in firms(load_place("county"))]
    kinds = Counter(row["kind"] for row in rows)
    assert set(kinds) == {"企业", "个体工商户", "事业单位", "建设项目", "网点", "其他"}
    assert sum(row["kind"] == "个体工商户" and row["person"] in row["name"] for row in rows) >= 15


def test_the_county_has_24_inspectors_and_4_experts_with_names_of_their_own():
    """Two people never share a name."""
    place = load_place("county")
    names = [row["name"] for row in [*inspectors(place), *experts(place)]]
    assert (len(inspectors(place)), len(experts(place)), len(set(names))) == (24, 4, 28)


def test_a_choice_more_never_changes_another():
    """Firms come out the same in any order, whatever else was asked before."""
    place = load_place("county")
    first = firms(place)[100].row
    place.chance.number("something else")
    assert firms(load_place("county"))[100].row == first
