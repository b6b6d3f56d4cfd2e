"""Leaves say nothing about who is under them, and the frame has one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampler.draw import canon, frame
from sampler.draw.frame import Unit

KEY = b"k" * 32
UNITS = st.lists(
    st.builds(
        Unit,
        st.integers(1, 99999).map(lambda n: f"e{n:05}"),
        st.sampled_from(["一般", "重点", "𠮷"]),
        st.integers(-1, 4),
        st.integers(1, 9),
    ),
    unique_by=lambda unit: (unit.id, unit.stratum),
    min_size=1,
    max_size=30,
)


@given(UNITS, st.booleans(), st.randoms())
def test_the_order_of_the_register_never_changes_the_frame(units, weights, random):
    shuffled = list(units)
    random.shuffle(shuffled)
    tables = {
        frame.frame_table(frame.seal(one, key=KEY, draw="2025Q3", weights=weights), weights=weights)
        for one in (units, shuffled)
    }
    assert len(tables) == 1


@given(UNITS, st.booleans())
def test_the_frame_is_read_back_as_it_was_written(units, weights):
    sealed = frame.seal(units, key=KEY, draw="2025Q3", weights=weights)
    found = frame.read_frame(frame.frame_table(sealed, weights=weights)).index()
    assert {leaf: (u.stratum, u.burden) for leaf, u in found.items()} == {
        one.leaf: (one.unit.stratum, one.unit.burden) for one in sealed
    }


def test_every_draw_gives_a_unit_another_leaf():
    leaves = {
        frame.seal([Unit("e00001", "重点")], key=KEY, draw=draw, weights=False)[0].leaf
        for draw in ("2025Q1", "2025Q2")
    }
    leaves.add(frame.seal([Unit("e00001", "重点")], key=b"j" * 32, draw="2025Q1", weights=False)[0].leaf)
    assert len(leaves) == 3


def test_a_short_key_is_refused():
    with pytest.raises(canon.FormError, match="密钥"):
        frame.seal([], key=b"short", draw="2025Q1", weights=False)


def test_an_object_twice_in_a_stratum_is_refused():
    with pytest.raises(canon.FormError, match="两次"):
        frame.seal([Unit("e00001", "重点")] * 2, key=KEY, draw="2025Q1", weights=False)


@pytest.mark.parametrize("name", ["", "a,b", 'a"b', "a\nb", "e\u0301"])
def test_a_stratum_name_that_would_need_quotes_is_refused(name):
    with pytest.raises(canon.FormError):
        frame.seal([Unit("e00001", name)], key=KEY, draw="2025Q1", weights=False)


@pytest.mark.parametrize(
    "row",
    [
        b"0" * 63 + b",a,0\n",
        b"0" * 64 + b",a,-2\n",
        b"0" * 64 + b",a,01\n",
        b"0" * 64 + b",a,0,1\n",
        b"0" * 64 + b",,0\n",
        b"0" * 64 + b",a,0",
        b"A" * 64 + b",a,0\n",
        b"0" * 64 + b",a,0\r\n",
    ],
)
def test_rows_in_another_form_are_refused(row):
    with pytest.raises(canon.FormError, match="第 2 行"):
        frame.read_frame(b"leaf,stratum,burden\n" + row)


def test_rows_out_of_order_or_twice_are_refused():
    row = b"0" * 64 + b",a,0\n"
    with pytest.raises(canon.FormError, match="升序"):
        frame.read_frame(b"leaf,stratum,burden\n" + row + row)


def test_cells_that_can_be_guessed_are_named():
    sealed = frame.seal(
        [Unit(f"e{n:05}", "重点", int(n == 9)) for n in range(10)], key=KEY, draw="x", weights=False
    )
    assert frame.small_cells(frame.read_frame(frame.frame_table(sealed, weights=False))) == [("重点", 1, 1)]
