"""Cues around a place: counted in the labelled texts, the same table each time, and right about plain cases."""

import pytest

from sampler.disclosure.text import TextGate, contexts
from sampler.disclosure.text.scene import scene_of
from tests.gate import learn
from tests.gate.corpus import written


def says(text: str, word: str) -> float:
    start = text.index(word)
    return contexts.score(scene_of(text), start, start + len(word))


def test_the_shipped_table_is_what_the_labelled_texts_give() -> None:
    found = learn.learn(list(learn.examples(one for file in learn.TEXTS for one in written(file))))
    shipped = contexts.cues()
    assert len(shipped) > 5000
    assert all(abs(weight - shipped.get(cue, 0.0)) < 0.03 for cue, weight in found.items())


@pytest.mark.parametrize(
    ("person", "word", "name"),
    [
        ("现场负责人高峰在场。", "用电高峰时段停产。", "高峰"),
        ("方向表示月底前拆除。", "主导方向偏西南。", "方向"),
        ("请马力签字确认。", "风机马力不足。", "马力"),
        ("询问门卫安全，称不知情。", "安全出口堵塞。", "安全"),
    ],
)
def test_the_same_word_is_told_as_a_person_and_as_a_thing_by_what_stands_around(
    person: str, word: str, name: str
) -> None:
    assert says(person, name) > 0.5 > says(word, name) + 0.3


def test_the_trace_names_the_cue_that_decided() -> None:
    span = TextGate().mask("陶自安签了字。").spans[0]
    assert span.rule in {"name.bare", "name.verb", "name.slot"}
    assert span.why


def test_a_line_break_is_a_cue_like_the_edge_of_the_text() -> None:
    scene = scene_of("1号\n王伟 已到")
    assert "L^" in set(contexts.every(scene, 2, 4))
