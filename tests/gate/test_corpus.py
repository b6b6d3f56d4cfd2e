"""The labelled corpus, scored: what the gate promises about free text, measured on every change.

Filled templates with hand-written texts, on which the rules were tuned; harmless sentences; ``heldout.txt`` and
``heldout2.txt``, written before the rules were final; ``handmade5.txt`` and ``handmade6.txt``, written for known weak points; and
the sets in ``READ``, each by another author who knew nothing of the rules. Each of those was read once, with the rules as they were,
and served for development afterwards, but for ``heldout9.txt``, which no rule and no table was made from: the first reading is the honest one, the bars only keep what was reached from being lost.
A fresh judgement needs fresh texts.
"""

from dataclasses import dataclass, field

import pytest

from sampler.disclosure.text import Person, TextGate
from tests.gate.corpus import Labelled, written
from tests.gate.generate import MINORITY, NAMES, generated, negatives
from tests.gate.scoring import Score, score

TUNED = ("handmade.txt", "handmade2.txt", "handmade3.txt", "handmade4.txt")


def tuned() -> list[Labelled]:
    return [*generated(), *(one for file in TUNED for one in written(file)), *negatives()]


@pytest.fixture(scope="module")
def unknown() -> Score:
    """Nobody is known beforehand: the hardest case."""
    return score(TextGate(), tuned())


@pytest.fixture(scope="module")
def heldout() -> Score:
    return score(TextGate(), written("heldout.txt"))


def test_the_corpus_has_at_least_a_thousand_texts_and_every_type() -> None:
    texts = tuned()
    assert len(texts) >= 1000
    assert len({kind for one in texts for _, _, kind in one.gold}) == 13


def test_nearly_everything_private_is_masked_exactly(unknown: Score) -> None:
    assert unknown.recall >= 0.97, "\n".join(unknown.misses)
    assert unknown.recall_with_review >= 0.99, "\n".join(unknown.misses)


def test_no_type_is_left_behind(unknown: Score) -> None:
    assert min(unknown.by_type().values()) >= 0.90, unknown.by_type()


def test_hardly_anything_harmless_is_touched(unknown: Score) -> None:
    assert unknown.precision >= 0.97, "\n".join(unknown.misses)
    assert unknown.damage <= 0.01, "\n".join(unknown.misses)


def test_a_person_needs_to_look_at_few_texts(unknown: Score) -> None:
    assert unknown.review <= 0.25


def test_known_people_are_always_found() -> None:
    gate = TextGate([Person(name) for name in (*NAMES, *MINORITY)])
    result = score(gate, generated())
    assert result.by_type()["PERSON"] == 1.0, "\n".join(result.misses)
    assert result.damage <= 0.01


def test_numbers_with_a_right_check_digit_are_always_found() -> None:
    result = score(TextGate(), generated())
    assert result.by_type()["ID_CARD"] == 1.0
    assert result.by_type()["USCC_PERSONAL"] == 1.0


def test_texts_the_rules_have_never_seen_do_nearly_as_well(heldout: Score) -> None:
    assert heldout.recall >= 0.95, "\n".join(heldout.misses)
    assert heldout.precision >= 0.95, "\n".join(heldout.misses)
    assert heldout.damage <= 0.01
    assert heldout.review <= 0.25


def test_another_hand_and_another_prose_cost_little() -> None:
    """``heldout2.txt`` reached .931 strict when first read; the bar only keeps that from being lost."""
    result = score(TextGate(), written("heldout2.txt"))
    assert result.recall >= 0.93, "\n".join(result.misses)
    assert result.precision >= 0.93
    assert result.review <= 0.25


def test_weak_points_written_down_stay_mended() -> None:
    result = score(TextGate(), written("handmade5.txt"))
    assert result.recall >= 0.90, "\n".join(result.misses)
    assert result.recall_with_review >= 0.94
    assert result.precision >= 0.97
    assert result.review <= 0.25


@dataclass(frozen=True)
class Bars:
    """What a set keeps: strict, with review, precision at least; damage and flagged texts at most."""

    first: str
    """Its first reading, with rules that had never seen it: strict, with review, precision, damage."""

    recall: float
    reviewed: float
    precision: float
    damage: float
    flagged: float = 0.25
    types: dict[str, float] = field(default_factory=dict)


READ = {
    "dev5.txt": Bars(".77 .83 .87 –, full of names that are words", 0.92, 0.94, 0.95, 0.015),
    "heldout3.txt": Bars(".872 .891 .951 .015", 0.98, 0.98, 0.98, 0.01),
    "heldout4.txt": Bars(".931 .964 .932 .037, names that are words", 0.965, 0.975, 0.98, 0.01),
    "heldout5.txt": Bars(".971 .984 .969 .003, ordinary prose", 0.98, 0.985, 0.975, 0.01),
    "dev6.txt": Bars(".880 .938 .900 –, six bureaus", 0.96, 0.97, 0.97, 0.015),
    "dev7.txt": Bars(".864 .930 .905 –, running prose without cues", 0.925, 0.96, 0.96, 0.015),
    "dev8.txt": Bars(".914 .958 .969 .015, words in the places of names", 0.96, 0.98, 0.985, 0.01, 0.20),
    "dev9.txt": Bars(".930 .951 .927 .082, hard forms and harmless things", 0.985, 0.99, 0.985, 0.01, 0.20),
    "dev10.txt": Bars(".925 .964 .944 .028, twenty hands", 0.96, 0.975, 0.98, 0.01, 0.20),
    "dev11.txt": Bars(".965 .968 .987 .005, an outside judge's templates", 0.985, 0.99, 0.99, 0.005, 0.15, {"PERSON": 0.98, "PLATE": 0.95}),
    "dev12.txt": Bars(".903 .931 .953 .016, many homes (.667), plates, unknown people", 0.945, 0.96, 0.955, 0.02, 0.20, {"ADDRESS": 0.85}),
    "heldout6.txt": Bars(".968 .978 .985 .008, fifteen hands", 0.97, 0.98, 0.98, 0.01, 0.20),
    "heldout8.txt": Bars(".986 .986 .979 .014, an outside judge", 0.985, 0.985, 0.98, 0.012, 0.15),
    "heldout9.txt": Bars(".979 .982 .995 .002, an outside judge; never used for development", 0.97, 0.98, 0.985, 0.01, 0.20),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_a_set_by_another_author_keeps_its_score(name: str) -> None:
    bars, result = READ[name], score(TextGate(), written(name))
    assert result.recall >= bars.recall, "\n".join(result.misses)
    assert result.recall_with_review >= bars.reviewed
    assert result.precision >= bars.precision
    assert result.damage <= bars.damage
    assert result.review <= bars.flagged
    kinds = result.by_type()
    assert {kind: kinds[kind] for kind, least in bars.types.items() if kinds[kind] < least} == {}


def test_the_places_where_people_stand_keep_their_score() -> None:
    """Names made of words, which are the hardest; most rare ones are not reached."""
    result = score(TextGate(), written("handmade6.txt"))
    assert result.recall >= 0.80, "\n".join(result.misses)
    assert result.precision >= 0.95
    assert result.damage <= 0.03
