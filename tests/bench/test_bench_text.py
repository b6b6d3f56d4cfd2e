"""Speed of the free-text gate: at least 200 texts a second on one core."""

from typing import Any

from sampler.disclosure.text import Person, TextGate
from tests.gate.corpus import written
from tests.gate.generate import NAMES, generated

WANTED = 200


def test_two_hundred_texts_a_second(benchmark: Any) -> None:
    gate = TextGate([Person(name) for name in NAMES])
    texts = [one.text for one in (*generated(3), *written("handmade.txt"), *written("handmade2.txt"))]
    gate.mask(texts[0])
    benchmark.pedantic(lambda: [gate.mask(text) for text in texts], rounds=3)
    assert len(texts) / benchmark.stats.stats.min >= WANTED
