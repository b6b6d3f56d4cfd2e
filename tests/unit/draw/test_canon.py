"""One form for everything that is hashed."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampler.draw import canon

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).filter(
    lambda text: __import__("unicodedata").normalize("NFC", text) == text
)
CELLS = TEXT.filter(lambda text: "\n" not in text and "\r" not in text)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="ascii"), max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_a_digest_is_sha256_of_the_parts_joined_by_line_feeds():
    assert canon.digest("leaf/v1", "盐", "记录") == hashlib.sha256("leaf/v1\n盐\n记录".encode()).hexdigest()


def test_no_part_may_hold_a_line_feed():
    with pytest.raises(canon.FormError, match="换行"):
        canon.digest("leaf/v1", "a\nb")


@given(st.dictionaries(st.text(st.characters(codec="ascii"), max_size=6), VALUES, max_size=5))
def test_what_was_written_is_read_back_and_only_in_that_form(value):
    assert canon.read_record(canon.record(value), what="x") == value
    assert canon.read_page(canon.page(value), what="x") == value
    spaced = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(", ", ": "))
    if spaced != canon.record(value):
        with pytest.raises(canon.FormError):
            canon.read_record(spaced, what="x")


@pytest.mark.parametrize(
    "text",
    [
        '{"b":1,"a":2}',
        '{"a":1.0}',
        '{"a":1e2}',
        '{"a":-0}',
        '{"a": 1}',
        '{"a":1,"a":1}',
        '{"a":NaN}',
        '{"县":1}',
        "[1]",
        "{",
        '{"a":9007199254740993}',
        '{"a":"e\u0301"}',
        '{"a":"\\u53bf"}',
    ],
)
def test_other_spellings_are_refused_by_both_programs(text, node):
    with pytest.raises(canon.FormError):
        canon.read_record(text, what="x")
    quoted = json.dumps(text)
    expression = f"""(() => {{ try {{ const v = JSON.parse({quoted}); return Array.isArray(v) || V.record(v) !== {quoted}; }} catch (e) {{ return true; }} }})()"""
    assert node.evaluate(expression) is True


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=6))
def test_tables_are_read_back_and_only_in_that_form(rows):
    content = canon.table(["a", "b"], rows)
    assert canon.read_table(content, ["a", "b"], what="x") == rows


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\r\n1,2\r\n",
        b"a,b\n1,2",
        b'a,b\n"1",2\n',
        b"a,b\n1\n",
        b"b,a\n1,2\n",
        b"\xef\xbb\xbfa,b\n1,2\n",
        b'a,b\n"1,2\n',
        b"a,b\n\xff,2\n",
        b"",
    ],
)
def test_other_spellings_of_a_table_are_refused(content):
    with pytest.raises(canon.FormError):
        canon.read_table(content, ["a", "b"], what="x")
