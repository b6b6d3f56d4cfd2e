"""Makes ``contexts.txt``: which cues stand around persons and which around ordinary words, in the labelled texts.

    python -m tests.gate.learn            # writes the table anew
    python -m tests.gate.learn dev6.txt   # without the named files, to see how the table does on what it has not read

Every person of the corpus is an example of one kind, every ordinary word of the same texts one of the other. A logistic
regression weighs the cues; the order of the examples is fixed, so that the same texts give the same table.
"""

import math
import random
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from sampler.disclosure.text import contexts
from sampler.disclosure.text.folding import is_han
from sampler.disclosure.text.lexicon import lexicon
from sampler.disclosure.text.scene import Scene, scene_of
from tests.gate.corpus import Labelled, written

TABLE = Path(contexts.__file__).parent / "data" / "contexts.txt"
TEXTS = (
    "handmade.txt",
    "handmade2.txt",
    "handmade3.txt",
    "handmade4.txt",
    "handmade5.txt",
    "handmade6.txt",
    "heldout.txt",
    "heldout2.txt",
    "heldout3.txt",
    "heldout4.txt",
    "heldout5.txt",
    "heldout6.txt",
    "heldout8.txt",
    "dev5.txt",
    "dev6.txt",
    "dev7.txt",
    "dev8.txt",
    "dev9.txt",
    "dev10.txt",
    "dev11.txt",
    "dev12.txt",
)
HEAD = "# 姓名前后的旁证和它的分量（百分之一）：由 python -m tests.gate.learn 从 tests/gate 的标注文本数出"
ROUNDS, RATE, SHRINK, LEAST, SEED = 12, 0.15, 0.02, 3, 20250101
Example = tuple[tuple[str, ...], bool]


def examples(texts: Iterable[Labelled]) -> Iterator[Example]:
    """Yield the cues of every person and of every ordinary word."""
    for one in texts:
        scene = scene_of(one.text)
        places = [_folded(scene, start, end) for start, end, _ in one.gold]
        for (start, end), (_, _, kind) in zip(places, one.gold, strict=True):
            if kind == "PERSON" and all(map(is_han, scene.text[start:end])):
                yield tuple(contexts.every(scene, start, end)), True
        taken = {at for start, end in places for at in range(start, end)}
        for start, end in _words(scene.text, taken):
            yield tuple(contexts.every(scene, start, end)), False


def _folded(scene: Scene, start: int, end: int) -> tuple[int, int]:
    starts = scene.folded.starts
    return bisect_left(starts, start), bisect_left(starts, end)


def _words(text: str, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the longest ordinary words from the left that hold nothing private."""
    words, at = lexicon().words, 0
    while at < len(text):
        width = next((w for w in (4, 3, 2) if text[at : at + w] in words and at + w <= len(text)), 0)
        if width and taken.isdisjoint(range(at, at + width)):
            yield at, at + width
        at += width or 1


def learn(found: list[Example]) -> dict[str, float]:
    """Return the weight of each cue that occurs often enough."""
    often = Counter(cue for cues, _ in found for cue in cues)
    rows = [(["", *(cue for cue in cues if often[cue] >= LEAST)], person) for cues, person in found]
    persons = sum(person for _, person in rows)
    share = (len(rows) - persons) / max(1, persons)
    weights: dict[str, float] = Counter()
    steps: dict[str, float] = Counter()
    order = random.Random(SEED)
    for _ in range(ROUNDS):
        order.shuffle(rows)
        for cues, person in rows:
            _step(weights, steps, cues, person=person, share=share)
    return weights


def _step(
    weights: dict[str, float], steps: dict[str, float], cues: list[str], *, person: bool, share: float
) -> None:
    total = sum(weights[cue] for cue in cues)
    chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    slope = (chance - person) * (share if person else 1.0)
    for cue in cues:
        steep = slope + SHRINK * weights[cue]
        steps[cue] += steep * steep
        weights[cue] -= RATE * steep / math.sqrt(steps[cue] + 1e-3)


def table(weights: dict[str, float]) -> str:
    """Return the table as it is shipped."""
    lines = (f"{cue} {round(weight * 100)}" for cue, weight in sorted(weights.items()))
    return "\n".join([HEAD, *(line for line in lines if not line.endswith(" 0"))]) + "\n"


def main(left_out: list[str]) -> None:
    """Write the table."""
    texts = [one for file in TEXTS if file not in left_out for one in written(file)]
    TABLE.write_text(table(learn(list(examples(texts)))), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
