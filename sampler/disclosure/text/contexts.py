"""How much the characters around a stretch speak for a person: a table of cues, counted in labelled texts.

Each cue is a fact that a reader can check (“、” before, 说 after, a role before and a pause after) with a weight in
``contexts.txt``; the sum says how much more often such a place holds a person than an ordinary word. The table is made by
``python -m tests.gate.learn`` from the labelled texts of this repository and from nothing else.
"""

from collections.abc import Iterator
from functools import cache

from sampler.disclosure.text import support, tables
from sampler.disclosure.text.folding import is_han
from sampler.disclosure.text.lexicon import lexicon, phrases
from sampler.disclosure.text.scene import Scene

SIDES = {
    "L": "前面",
    "l": "前面",
    "<": "前面",
    "R": "后面",
    "r": "后面",
    ">": "后面",
    "D": "后面",
    "d": "后面",
}
CLASSES = (
    "verbs",
    "actions",
    "around",
    "titles",
    "roles",
    "asks",
    "gazetteer",
    "firm_words",
    "trade_words",
)
DONE = frozenset("了着过的给到把")
NEAR, LINE = "~", "^"
"""A blank or the edge of a line instead of a character."""


@cache
def cues() -> dict[str, float]:
    """Return the weight of each cue; the empty cue is what every place begins with."""
    pairs = (line.rsplit(" ", 1) for line in tables.lines("contexts.txt"))
    return {cue: int(weight) / 100 for cue, weight in pairs}


def score(scene: Scene, start: int, end: int) -> float:
    """Return what speaks for a person at a place: above 0 for, below 0 against.

    >>> from sampler.disclosure.text.scene import scene_of
    >>> score(scene_of("经询问高峰，称不知情"), 3, 5) > score(scene_of("用电高峰时段停产"), 2, 4)
    True
    """
    table = cues()
    known = scene.contexts
    if start not in known:
        known[start] = sum(table.get(cue, 0.0) for cue in before(scene, start))
    if -end not in known:
        known[-end] = sum(table.get(cue, 0.0) for cue in after(scene, end))
    return (
        table.get("", 0.0)
        + known[start]
        + known[-end]
        + sum(table.get(cue, 0.0) for cue in around(scene, start, end))
    )


def told(scene: Scene, start: int, end: int) -> str:
    """Return the strongest cue in words, for the trace."""
    best = max(every(scene, start, end), key=lambda cue: cues().get(cue, 0.0))
    side, mark = SIDES.get(best[0], "前后"), best[1:].replace(LINE, "断开").replace(NEAR, "空格")
    return f"{side}“{mark}”" if best[0] in "LRDd" else f"{side}的词"


def every(scene: Scene, start: int, end: int) -> Iterator[str]:
    """Yield all cues of a place."""
    yield from before(scene, start)
    yield from after(scene, end)
    yield from around(scene, start, end)


def before(scene: Scene, at: int) -> Iterator[str]:
    """Yield the cues that stand before a place."""
    text, reason = scene.text, support.before(scene, at)
    yield f"L{_edge_before(scene, at)}"
    yield f"l{reason.rule}{round(reason.weight)}"
    yield f"<{_class_before(scene, at)}"
    if at and not scene.folded.gaps[at]:
        yield from (f"L{_piece(text, at - width, at)}" for width in (2, 3) if at >= width)


def after(scene: Scene, at: int) -> Iterator[str]:
    """Yield the cues that stand after a place."""
    text, reason = scene.text, support.after(scene, at)
    yield f"R{_edge_after(scene, at)}"
    yield f"r{reason.rule}{round(reason.weight)}"
    yield f">{_class_after(scene, at)}"
    if not _gap(scene, at):
        yield from _done(text, at)
        yield from (f"R{_piece(text, at, at + width)}" for width in (2, 3) if at + width <= len(text))


def around(scene: Scene, start: int, end: int) -> Iterator[str]:
    """Yield the cues that join both sides."""
    left, right = _edge_before(scene, start), _edge_after(scene, end)
    yield f"B{support.before(scene, start).rule}|{support.after(scene, end).rule}"
    yield f"P{'h' if is_han(left) else left}{'h' if is_han(right) else right}"


def _done(text: str, at: int) -> Iterator[str]:
    """Yield what people do: 签了, 举着, 转交过, 改的."""
    if text[at + 1 : at + 2] in DONE:
        yield f"D{text[at + 1]}"
    if text[at + 2 : at + 3] in DONE and text[at : at + 2] in lexicon().words:
        yield f"d{text[at + 2]}"


def _piece(text: str, start: int, end: int) -> str:
    return text[start:end].replace("\n", LINE)


def _gap(scene: Scene, at: int) -> int:
    return scene.folded.gaps[at] if at < len(scene.text) else 0


def _edge_before(scene: Scene, at: int) -> str:
    if not at or _gap(scene, at) > 1:
        return LINE
    return NEAR if _gap(scene, at) else _piece(scene.text, at - 1, at)


def _edge_after(scene: Scene, at: int) -> str:
    if at >= len(scene.text) or _gap(scene, at) > 1:
        return LINE
    return NEAR if _gap(scene, at) else _piece(scene.text, at, at + 1)


def _class_before(scene: Scene, at: int) -> str:
    if _gap(scene, at):
        return ""
    words = (scene.text[at - width : at] for width in (3, 2) if at >= width)
    return next((kind for word in words if (kind := _class(word))), "")


def _class_after(scene: Scene, at: int) -> str:
    if _gap(scene, at):
        return ""
    words = (scene.text[at : at + width] for width in (4, 3, 2) if at + width <= len(scene.text))
    return next((kind for word in words if (kind := _class(word))), "")


@cache
def _classes() -> dict[str, str]:
    return {word: kind for kind in reversed(CLASSES) for word in phrases(f"{kind}.txt")}


def _class(word: str) -> str:
    """Return the table that holds a word; ``word`` for any other ordinary word."""
    return _classes().get(word) or ("word" if word in lexicon().words else "")
