"""People whom no register knows: found by what stands around a surname, or by what the same text says elsewhere."""

import re
from collections.abc import Iterator

from sampler.disclosure.text import contexts, ordinary, support
from sampler.disclosure.text.folding import is_han
from sampler.disclosure.text.known import index_of
from sampler.disclosure.text.lattice import Candidate, Run, candidates, read
from sampler.disclosure.text.lexicon import FUNCTION_SURNAMES, lexicon, phrases
from sampler.disclosure.text.lists import find_things
from sampler.disclosure.text.refusals import COMMON_SURNAMES, may_be
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.sounds import spoken
from sampler.disclosure.text.spans import PERSON, Hit, Reason

DOUBT = 16.0
PLAIN_WORD, PLAIN_START = 13.0, 11.0
DOUBT_LEAST, DOUBT_SHARE = 6.0, 1.0
HOPELESS = 32.0
APART, SPLIT, SPACED, ASKED = 20.0, 3.0, 14.0, 2.5
"""How odd a name is whose blank stands where none belongs: 的温 度, and 王建 国."""
BEFORE_SPACED = frozenset("人员长工户主民婆妻夫子女父母兄弟姐妹为是叫由经与和对及向说称让请、问据任席")
SHORT, ALONE_SHORT, ALONE_LONG = 2, 0.0, -2.0
CUE, MOST_CUES = 2.0, 6.0
"""What one unit of the cues around counts, and how many units count at most."""
CLEAR, AMONG_THINGS, BRANDED, OF_FIRMS = 6.0, 9.0, 8.0, 9.0
DONE = frozenset("了着过的给")
SIGN = re.compile(r'[\u4e00-\u9fff]{3,9}"')
ROUNDS = 3
WHOLE = 3.0
"""How much better a name is that leaves no single character before a pause: 联系人冉阿让，."""
DANGLING = frozenset(
    "签到在说收领转问等报看做写填记交付答拒接代办补供述称送来去走管缺病假休退死亡逃男女章印略无"
)
ITEM = re.compile(r"(?<=[、:,;])[\u4e00-\u9fff]{2,3}(?=[、,。;(]|$)")
EVERYDAY_WORD = 9.0
COMMA_LIST = 5.0
"""What standing after a name and a comma or a blank counts; for a word it counts nothing: 老板叫呼延铁，常年在南方."""


def find_names(scene: Scene) -> None:
    """Take the names in the scene; what is nearly a name becomes a doubt."""
    scene.things = find_things(scene.text)
    possible = [one for one in _candidates(scene) if may_be(scene, one)]
    for _ in range(ROUNDS):
        found = list(_names(scene, possible, 0.0))
        taken = [hit for hit in found if scene.take(hit)]
        if not taken:
            break
        _take_repeats(scene, taken)
        find_listed(scene)
    doubtful = [
        one
        for one in possible
        if not _is_plainly_a_word(scene.text[one.start : one.end]) and not _is_a_seam(scene, one)
    ]
    for hit in _names(scene, doubtful, DOUBT):
        scene.doubts.append(f"可能是姓名：{scene.text[hit.start : hit.end]}")


def _candidates(scene: Scene) -> list[Candidate]:
    """Return what may be a name: after a surname, or by its sound."""
    text, gaps = scene.text, scene.folded.gaps
    return sorted(
        (*candidates(text, gaps, lexicon()), *spoken(text, gaps)), key=lambda one: (one.start, one.end)
    )


def _is_plainly_a_word(name: str) -> bool:
    """Say whether a person would be asked about 严格, 常态化 or 于湖南."""
    words = lexicon().words
    if name[0] in FUNCTION_SURNAMES or name[0] == "于":
        return True
    return words.get(name, 99.0) < PLAIN_WORD or (len(name) == 3 and words.get(name[:2], 99.0) < PLAIN_START)


def _is_a_seam(scene: Scene, name: Candidate) -> bool:
    """Say whether two words meet where the surname stands: 手续|齐全."""
    words, start = lexicon().words, name.start
    joined = start > 0 and scene.folded.gaps[start] == 0
    return joined and scene.text[start - 1 : start + 1] in words and scene.text[start + 1 : name.end] in words


def _names(scene: Scene, possible: list[Candidate], discount: float) -> Iterator[Hit]:
    """Yield the names of every free run; ``possible`` is in order."""
    at = 0
    for start, end in scene.runs():
        while at < len(possible) and possible[at].start < start:
            at += 1
        inside, look = [], at
        while look < len(possible) and possible[look].start < end:
            if possible[look].end <= end:
                inside.append(possible[look])
            look += 1
        if inside:
            yield from _names_in(scene, Run(scene.text, scene.folded.gaps, start, end), inside, discount)


def _names_in(scene: Scene, run: Run, possible: list[Candidate], discount: float) -> Iterator[Hit]:
    reasons: dict[tuple[int, int], Reason] = {}
    weighed = []
    for one in possible:
        weight, reasons[one.start, one.end] = _weigh(scene, one.start, one.end)
        cost = one.cost - weight - min(discount, DOUBT_LEAST + DOUBT_SHARE * max(weight, 0.0))
        if cost < HOPELESS:
            weighed.append(Candidate(one.start, one.end, cost))
    for name in read(run, lexicon(), weighed) if weighed else ():
        reason = reasons[name.start, name.end]
        cue = f"（{contexts.told(scene, name.start, name.end)}）" if reason.rule == "name.bare" else ""
        yield Hit(name.start, name.end, PERSON, reason.rule, f"{reason.why}{cue}")


def _weigh(scene: Scene, at: int, stop: int) -> tuple[float, Reason]:
    before, after = support.left(scene, at), support.right(scene, stop)
    best = before if before.weight >= after.weight else after
    ends = not is_han(scene.text[stop : stop + 1] or "。")
    if before.weight == COMMA_LIST and before.rule == "name.list" and scene.text[at:stop] in lexicon().words:
        before = support.before(scene, at)
    odd = _joint(scene.text[at:stop], ends=ends) + _spread(scene, at, stop) + _branded(scene, at, stop)
    cues = max(-MOST_CUES, min(MOST_CUES, contexts.score(scene, at, stop)))
    if _among_things(scene, at):
        before, after = support.unlisted(before), support.unlisted(after)
        best = before if before.weight >= after.weight else after
        odd += 0.0 if best.weight >= CLEAR else AMONG_THINGS
        cues = cues if best.weight >= CLEAR else min(cues, 0.0)
    if before.weight < CLEAR and _names_a_firm(scene, stop):
        odd += OF_FIRMS
    if ends and stop - at > SHORT and before.weight >= CLEAR and scene.text[stop - 1] not in DANGLING:
        odd -= WHOLE
    if before.rule == "name.bare" and after.rule == "name.end":
        odd += ALONE_SHORT if stop - at == SHORT else ALONE_LONG
    return before.weight + after.weight + CUE * cues - odd, best


def _names_a_firm(scene: Scene, stop: int) -> bool:
    """Say whether a trade follows at once: 平顺五金, 易捷洗车, 白云石材."""
    if scene.folded.gaps[stop : stop + 1] != b"\x00" or scene.text[stop + 2 : stop + 3] in DONE:
        return False
    return scene.text[stop : stop + 2] in phrases("trades.txt")


def _among_things(scene: Scene, at: int) -> bool:
    return any(start <= at < end for start, end in scene.things)


def _branded(scene: Scene, at: int, stop: int) -> float:
    """Return how much a name looks like the beginning of a sign in quotes: “张飞牛肉”."""
    text = scene.text
    if at and text[at - 1] == '"' and text[stop : stop + 1] != '"' and (sign := SIGN.match(text, at)):
        return BRANDED if sign.end() > stop and scene.text[:at].count('"') % 2 else 0.0
    return 0.0


def _spread(scene: Scene, at: int, stop: int) -> float:
    """Return how odd blanks inside are: 陈 晨 李 响 are two people, 王 建 国 is one only if nothing shorter fits."""
    inside = scene.folded.gaps[at + 1 : stop]
    if not any(inside):
        return 0.0
    if inside[-1] and not inside[0]:
        return SPLIT if _is_alone(scene, stop - 1) and scene.text[stop - 1] not in COMMON_SURNAMES else APART
    if not _opens(scene, at):
        return APART
    if len(inside) > 1 and all(inside) and support.before(scene, at).weight >= CLEAR:
        goes_on = stop < len(scene.text) and scene.folded.gaps[stop] and is_han(scene.text[stop])
        return 8.0 if goes_on and _is_surname_like(scene, stop - 1) else -SPACED
    if len(inside) > 1 and inside[-1]:
        return 8.0 if _is_surname_like(scene, stop - 1) else 0.0
    return 0.0


def _opens(scene: Scene, at: int) -> bool:
    """Say whether a name with blanks inside may begin here: after a pause or a word that introduces people."""
    text = scene.text
    if at == 0 or scene.folded.gaps[at] or not is_han(text[at - 1]) or text[at - 1] in BEFORE_SPACED:
        return True
    return support.before(scene, at).weight >= ASKED


def _is_alone(scene: Scene, at: int) -> bool:
    """Say whether one character stands for itself after a blank: nothing goes on, or a title or a deed does."""
    after = at + 1
    if after >= len(scene.text) or not is_han(scene.text[after]):
        return True
    return not scene.folded.gaps[after] and support.after(scene, after).weight >= ASKED


def _is_surname_like(scene: Scene, at: int) -> bool:
    """Say whether a character after a blank is followed by another blank: the next person of a column."""
    after = at + 1
    char = scene.text[at]
    return char in COMMON_SURNAMES and after < len(scene.text) and bool(scene.folded.gaps[after])


def _joint(name: str, *, ends: bool) -> float:
    """Return how odd it is that a name holds 和 or 与: 王和李 are two people."""
    if len(name) == 3 and name[1] in "和与及同" and name[2] in COMMON_SURNAMES:
        return 12.0
    if name[0] in "和与同" and name[1] in COMMON_SURNAMES:
        return 9.0
    return 4.0 if name[-1] in "和与及同" and not ends else 0.0


def find_listed(scene: Scene) -> None:
    """Take the other items of a list of names, even those that are words: 米阳、温和平、安静、江山."""
    known, text = lexicon(), scene.text
    for match in ITEM.finditer(text):
        start, end = match.span()
        item = match.group()
        beside = (start - 1 in scene.name_ends and text[start - 1] == "、") or (
            text[end : end + 1] == "、" and end + 1 in scene.name_starts
        )
        fits = item[0] in known.surname_starts and known.words.get(item, 99.0) > EVERYDAY_WORD
        odd = item[:2] in phrases("gazetteer.txt") or not may_be(scene, Candidate(start, end, 0.0))
        if beside and fits and not odd and not _among_things(scene, start):
            scene.take(Hit(start, end, PERSON, "name.list", "姓名并列中的一项"))


def _take_repeats(scene: Scene, hits: list[Hit]) -> None:
    words = lexicon().words
    names = {scene.text[hit.start : hit.end] for hit in hits}
    again = index_of((name, "") for name in sorted(names))
    for start, end, _ in again.find(scene.text):
        if not scene.is_free(start, end) or _names_a_firm(scene, end):
            continue
        if scene.text[start:end] not in words or not ordinary.is_ordinary_use(scene, start, end, near=True):
            scene.take(Hit(start, end, PERSON, "name.repeat", "同一文本里已认出的姓名"))
