"""The labelled corpus, scored: what the gate promises about free text, measured on every change.

Filled templates with hand-written texts, on which the rules were tuned; harmless sentences; ``heldout.txt`` and
``heldout2.txt``, written before the rules were final; ``handmade5.txt``, written for known weak points; and ``dev5.txt``, an
independent author's hard set full of names that are words. ``dev6.txt`` and ``dev7.txt`` by two further authors had .880
and .864 strict when first read and serve development since; ``handmade6.txt`` holds the places where people stand. ``heldout3.txt`` was measured once, cleanly, and then used for
development: it is no longer clean; nor are ``heldout4.txt`` and
``heldout5.txt`` since their readings. ``dev8.txt`` to ``dev12.txt``, by five more authors (hard forms, harmless things, an
outside judge's templates, homes), were each read once before they served. Their bars keep what was reached from being lost; a fresh
judgement needs fresh texts.
"""

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


def test_a_hard_set_by_an_independent_author_keeps_its_score() -> None:
    """The rules before had .77 strict, .83 with review, .87 precision here; .97 is not reached on such texts."""
    result = score(TextGate(), written("dev5.txt"))
    assert result.recall >= 0.89, "\n".join(result.misses)
    assert result.recall_with_review >= 0.93
    assert result.precision >= 0.93
    assert result.damage <= 0.03
    assert result.review <= 0.25


def test_a_third_held_out_set_no_longer_clean_keeps_its_score() -> None:
    """``heldout3.txt`` reached .872 strict, .891 with review, .951 precision when first read (2026-11-22)."""
    result = score(TextGate(), written("heldout3.txt"))
    assert result.recall >= 0.97, "\n".join(result.misses)
    assert result.recall_with_review >= 0.97
    assert result.precision >= 0.98
    assert result.damage <= 0.01
    assert result.review <= 0.25


def test_a_fourth_held_out_set_no_longer_clean_keeps_its_score() -> None:
    """``heldout4.txt`` reached .931 strict, .964 with review, .932 precision, .037 damage when first read."""
    result = score(TextGate(), written("heldout4.txt"))
    assert result.recall >= 0.965, "\n".join(result.misses)
    assert result.recall_with_review >= 0.975
    assert result.precision >= 0.98
    assert result.damage <= 0.01
    assert result.review <= 0.25


def test_ordinary_prose_by_an_independent_author_keeps_its_score() -> None:
    """``heldout5.txt`` reached .971 strict, .984 with review, .969 precision, .003 damage when first read."""
    result = score(TextGate(), written("heldout5.txt"))
    assert result.recall >= 0.97, "\n".join(result.misses)
    assert result.recall_with_review >= 0.985
    assert result.precision >= 0.975
    assert result.damage <= 0.01
    assert result.review <= 0.25


def test_six_bureaus_by_another_author_keep_their_score() -> None:
    """``dev6.txt`` reached .880 strict, .938 with review, .900 precision when first read."""
    result = score(TextGate(), written("dev6.txt"))
    assert result.recall >= 0.96, "\n".join(result.misses)
    assert result.recall_with_review >= 0.97
    assert result.precision >= 0.97
    assert result.damage <= 0.02
    assert result.review <= 0.25


def test_names_in_running_prose_without_cues_keep_their_score() -> None:
    """``dev7.txt`` reached .864 strict, .930 with review, .905 precision when first read."""
    result = score(TextGate(), written("dev7.txt"))
    assert result.recall >= 0.925, "\n".join(result.misses)
    assert result.recall_with_review >= 0.955
    assert result.precision >= 0.96
    assert result.damage <= 0.015
    assert result.review <= 0.25


def test_ordinary_prose_with_words_in_the_places_of_names_keeps_its_score() -> None:
    """``dev8.txt`` reached .914 strict, .958 with review, .969 precision, .015 damage by the rules before it."""
    result = score(TextGate(), written("dev8.txt"))
    assert result.recall >= 0.96, "\n".join(result.misses)
    assert result.recall_with_review >= 0.98
    assert result.precision >= 0.985
    assert result.damage <= 0.01
    assert result.review <= 0.20


def test_hard_forms_and_harmless_things_keep_their_score() -> None:
    """``dev9.txt`` reached .930 strict, .951 with review, .927 precision, .082 damage by the rules before it."""
    result = score(TextGate(), written("dev9.txt"))
    assert result.recall >= 0.985, "\n".join(result.misses)
    assert result.recall_with_review >= 0.99
    assert result.precision >= 0.985
    assert result.damage <= 0.01
    assert result.review <= 0.20


def test_twenty_hands_keep_their_score() -> None:
    """``dev10.txt`` reached .925 strict, .964 with review, .944 precision, .028 damage by the rules before it."""
    result = score(TextGate(), written("dev10.txt"))
    assert result.recall >= 0.96, "\n".join(result.misses)
    assert result.recall_with_review >= 0.975
    assert result.precision >= 0.98
    assert result.damage <= 0.01
    assert result.review <= 0.20


def test_templates_and_hand_by_an_independent_judge_keep_their_score() -> None:
    """``dev11.txt`` reached .965 strict, .968 with review, .987 precision, .005 damage when first read."""
    result = score(TextGate(), written("dev11.txt"))
    assert result.recall >= 0.985, "\n".join(result.misses)
    assert result.recall_with_review >= 0.99
    assert result.precision >= 0.99
    assert result.damage <= 0.005
    assert result.review <= 0.15
    assert min(result.by_type().values()) >= 0.95, result.by_type()


def test_many_homes_by_another_author_keep_their_score() -> None:
    """``dev12.txt`` reached .903 strict, .931 with review, .953 precision, homes .667, when first read."""
    result = score(TextGate(), written("dev12.txt"))
    assert result.recall >= 0.94, "\n".join(result.misses)
    assert result.recall_with_review >= 0.955
    assert result.precision >= 0.95
    assert result.damage <= 0.02
    assert result.review <= 0.20
    assert result.by_type()["ADDRESS"] >= 0.85


def test_the_places_where_people_stand_keep_their_score() -> None:
    """Names made of words, which are the hardest; most rare ones are not reached."""
    result = score(TextGate(), written("handmade6.txt"))
    assert result.recall >= 0.80, "\n".join(result.misses)
    assert result.precision >= 0.95
    assert result.damage <= 0.03
