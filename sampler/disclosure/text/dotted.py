"""Names written with a dot: 阿卜杜拉·买买提, 爱新觉罗·启明, and, where a cue stands before, any 阿苦·拉且."""

import re

from sampler.disclosure.text import support
from sampler.disclosure.text.fields import ANY, SOUND_SET
from sampler.disclosure.text.lexicon import phrases
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import PERSON, Hit
from sampler.disclosure.text.tables import compound_surnames

DOTTED = re.compile(rf"(?P<it>{ANY}{{1,10}}(?:·{ANY}{{1,10}}){{1,3}})")
PARTICLES = frozenset("将于和与由对向经被把给让叫请找同跟在是为")
NEVER_SOUNDS = frozenset("将与由对被把让叫请找跟经向")
AND = frozenset("和与跟及同、")
CALLED = re.compile(r"(?:[\u4e00-\u9fff]{0,3}者是?|叫做?|名叫|是|为|系)")
JOINED = re.compile(
    rf"(?<=·{ANY}{{2}})[和与跟及](?={ANY}{{1,5}}·)|(?<=·{ANY}{{3}})[和与跟及](?={ANY}{{1,5}}·)|(?<=·{ANY}{{4}})[和与跟及](?={ANY}{{1,5}}·)|(?<=·{ANY}{{5}})[和与跟及](?={ANY}{{1,5}}·)"
)
"""A word between two dotted names."""
POINT = re.compile(rf"(?<={ANY})\.(?={ANY})")
LONGEST_PART, SOUNDS, LEAST, ENDS = 6, 4, 2, 1.5
CUE_WORDS = ("大号", "大名", "小名", "本名", "真名", "名叫", "叫", "是", "为", "由", "和", "与")


def find_dotted(scene: Scene) -> None:
    """Take minority and foreign names written with a dot."""
    text = JOINED.sub(" ", POINT.sub("·", scene.text))
    for match in DOTTED.finditer(text):
        start, end = _trimmed(scene, text, (match.start(), match.end()))
        if start >= 0:
            scene.take(Hit(start, end, PERSON, "name.dotted", "带间隔号的姓名"))


def _trimmed(scene: Scene, text: str, place: tuple[int, int]) -> tuple[int, int]:
    start, end = place
    first, last = text.index("·", start), text.rindex("·", start, end)
    left, right = _left_of_dot(scene, start, first), _right_of_dot(scene, last, end)
    if (called := CALLED.match(text, left, first)) and called.end() < first - 1:
        left = called.end()
    letters = [char for char in text[left:right] if char != "·"]
    odd = sum(char not in SOUND_SET for char in letters)
    if left == first or right == last + 1 or len(letters) < SOUNDS or odd * 3 > len(letters):
        return _cued(scene, (start, end), first, last)
    return left, right


def _cued(scene: Scene, place: tuple[int, int], first: int, last: int) -> tuple[int, int]:
    """Return the place of a name that does not sound like one, when a cue stands before and something closes it."""
    left = _after_cue(scene, place[0], first)
    if left < 0:
        return -1, -1
    for right in range(last + 1 + LEAST, min(place[1], last + LONGEST_PART) + 1):
        closed = right == place[1] or scene.text[right] in NEVER_SOUNDS
        if closed or support.after(scene, right).weight >= ENDS:
            return left, right
    return -1, -1


def _after_cue(scene: Scene, start: int, first: int) -> int:
    text = scene.text
    for cut in range(first - 1, max(start, first - LONGEST_PART) - 1, -1):
        before = text[max(0, cut - 8) : cut]
        if support.is_of_a_person(before) or before.endswith(CUE_WORDS):
            return cut
    bare = start == 0 or text[start - 1] in ",。;:、(\n"
    return start if bare and first - start <= LEAST + 1 else -1


def _left_of_dot(scene: Scene, start: int, first: int) -> int:
    """Return where the part before the dot begins: at a surname of several characters, after a cue, or as it sounds."""
    text, asks = scene.text, phrases("asks.txt")
    for width in (4, 3, 2):
        if first - start >= width and text[first - width : first] in compound_surnames():
            return first - width
    for cut in range(first - 1, max(start, first - LONGEST_PART) - 1, -1):
        before = text[max(0, cut - 8) : cut]
        if support.is_of_a_person(before) or before[-2:] in asks or before[-3:] in asks:
            return cut
        if before[-1:] in NEVER_SOUNDS and first - cut >= LEAST:
            return cut
    return _strip_particle(text, _as_far_as_it_sounds(scene, text, start, first), first)


def _strip_particle(text: str, left: int, first: int) -> int:
    """Leave 于 out of 于库尔班江·吐尔逊: the rest is a whole name by itself."""
    return left + 1 if text[left] in PARTICLES and text[left + 1 : first] in phrases("sounds.txt") else left


def _as_far_as_it_sounds(scene: Scene, text: str, start: int, first: int) -> int:
    left = first
    while left > start and scene.marks[left - 1] == 0:
        if text[left - 1] not in SOUND_SET and (left - 2 < start or text[left - 2] not in SOUND_SET):
            break
        left -= 1
    while left < first and text[left] not in SOUND_SET:
        left += 1
    return start if first - start <= 4 and left - start <= 1 and not _is_word(text[start:left]) else left


def _is_word(text: str) -> bool:
    return len(text) == 1 and text in "由经与和对及向在是叫给被让找请把"


def _right_of_dot(scene: Scene, last: int, end: int) -> int:
    text, verbs, titles = scene.text, phrases("verbs.txt"), phrases("titles.txt")
    right = last + 1
    while right < end and scene.marks[right] == 0:
        after = text[right : right + 2]
        if right - last > LEAST and (after in verbs or after in titles or _another(text, right)):
            break
        if text[right] not in SOUND_SET and (right + 1 >= end or text[right + 1] not in SOUND_SET):
            break
        right += 1
    return right


def _another(text: str, at: int) -> bool:
    """Say whether 和 or 与 joins another name here: 吐尔逊|与|阿依古丽."""
    known = phrases("sounds.txt")
    return text[at] in AND and any(
        text[at + 1 : at + 1 + width] in known for width in range(LEAST, LONGEST_PART)
    )
