"""Folding and the way back to the input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampler.disclosure.text import TextGate
from sampler.disclosure.text.folding import fold, plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("１３８", "138"),
        ("王\u200b伟\u202e明", "王伟明"),
        ("⽅\u2f47", "方日"),
        ("張偉", "张伟"),
        ("\ue863", "䶮"),
        ("%E7%8E%8B", "王"),
        ("%CD%F5", "王"),
        ("&#29579;&#x738B;", "王王"),
        ("\\u738b", "王"),
        ("①③⑧", "138"),
        ("𝟏𝟑𝟖", "138"),
        ("138\u00a01234\u20095678", "138 1234 5678"),
        ("a＠b．com", "a@b.com"),
        ("阿•卜・杜", "阿·卜·杜"),
    ],
)
def test_what_looks_the_same_becomes_the_same(written: str, read: str) -> None:
    assert plain(written) == read


def test_blanks_between_chinese_characters_become_gaps() -> None:
    folded = fold("王 伟\n在")
    assert (folded.text, list(folded.gaps)) == ("王伟在", [0, 1, 2])


@given(st.text())
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends) == len(folded.gaps)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


def test_what_was_escaped_twice_is_read_and_masked_whole() -> None:
    for text in (
        "电话%2531%2533%2538%2530%2533%2537%2537%2531%2539%2534%2532。",
        "电话&amp;#49;&amp;#51;&amp;#56;03771942。",
    ):
        span = TextGate().mask(text).spans[0]
        assert text[: span.start] + text[span.end :] == "电话。"


def test_upright_marks_of_older_systems_are_read_as_marks() -> None:
    assert fold("姓名\ue790边\ue5e5勇").text == "姓名:边勇"
