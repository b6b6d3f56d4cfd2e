"""How well the gate does on labelled texts: strict recall, precision, damage, review."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sampler.disclosure.text import Masked, TextGate
from sampler.disclosure.text.wire import mask_row
from tests.gate.corpus import Labelled


@dataclass
class Score:
    """Counts over a corpus; the misses are kept to be read."""

    gold: Counter = field(default_factory=Counter)
    exact: Counter = field(default_factory=Counter)
    seen: int = 0
    reviewed: int = 0
    found: int = 0
    right: int = 0
    harmless: int = 0
    damaged: int = 0
    texts: int = 0
    flagged: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Exact place and type."""
        return sum(self.exact.values()) / max(1, sum(self.gold.values()))

    @property
    def recall_with_review(self) -> float:
        """Exact, or in a text that a person will look at."""
        return (sum(self.exact.values()) + self.reviewed) / max(1, sum(self.gold.values()))

    @property
    def precision(self) -> float:
        """Spans that meet something private."""
        return self.right / max(1, self.found)

    @property
    def damage(self) -> float:
        """Harmless things touched."""
        return self.damaged / max(1, self.harmless)

    @property
    def review(self) -> float:
        """Texts that a person must look at."""
        return self.flagged / max(1, self.texts)

    def by_type(self) -> dict[str, float]:
        """Strict recall of each type."""
        return {kind: self.exact[kind] / count for kind, count in sorted(self.gold.items())}


def score(gate: TextGate, texts: Iterable[Labelled]) -> Score:
    """Mask every text and count."""
    total = Score()
    for one in texts:
        masked = mask_row(gate, {"text": one.text, "context": one.context})
        _count(total, one, masked)
    return total


def _count(total: Score, one: Labelled, masked: Masked) -> None:
    found = {(span.start, span.end, span.type) for span in masked.spans}
    total.texts += 1
    total.flagged += bool(masked.review)
    total.found += len(found)
    for gold in one.gold:
        total.gold[gold[2]] += 1
        if gold in found:
            total.exact[gold[2]] += 1
        else:
            total.reviewed += bool(masked.review)
            total.misses.append(
                f"MISS {one.name} {gold[2]} {one.text[gold[0] : gold[1]]!r} in {masked.text!r}"
            )
    for span in sorted(found):
        if any(span[0] < gold[1] and gold[0] < span[1] for gold in one.gold):
            total.right += 1
        else:
            total.misses.append(
                f"FALSE {one.name} {span[2]} {one.text[span[0] : span[1]]!r} in {masked.text!r}"
            )
    for start, end in one.harmless:
        total.harmless += 1
        hit = any(span[0] < end and start < span[1] for span in found)
        total.damaged += hit
        if hit:
            total.misses.append(f"DAMAGE {one.name} {one.text[start:end]!r} in {masked.text!r}")
