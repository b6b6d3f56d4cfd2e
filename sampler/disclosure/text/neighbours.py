"""What stands beside a person who has been found, and who stands beside others: members of one list, one number each."""

import re
from collections.abc import Iterator

from sampler.disclosure.text.fields import EMPTY
from sampler.disclosure.text.lexicon import lexicon, phrases
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import ID_CARD, LANDLINE, PASSPORT, PERSON, Hit

HAN = r"[\u4e00-\u9fff]"
LINE = re.compile(
    r"[ :,]{1,2}(?P<it>[2-8]\d{6,7})(?!\d|[.-]\d| ?(?:元|吨|m|kg|kw|t(?![a-z])|度|立方|号))", re.I
)
PASS = re.compile(r"[/|,: ]{1,2}(?P<it>[EGDP][A-Z]?\d{8})(?![A-Z0-9])", re.I)
BEFORE_ID = re.compile(rf"(?:^|[,;:、。\n ])(?P<it>{HAN}{{2,3}})(?:[/|]|\({HAN}{{2,6}}[,、 ])$")
NUMBERED = re.compile(rf"(?:^|[;。\n,:]) ?\d{{1,2}}[)、.](?P<it>{HAN}{{2,3}})(?=[,:( ])")
SPEAKERS = re.compile(rf"(?:^|[。;!?:\n])(?P<it>{HAN}{{2,3}})(?=\([^()\n]{{2,8}}\):)")
LIST = re.compile(rf"(?<=[:)、\n]){HAN}{{2,4}}(?:、{HAN}{{2,4}}){{3,}}(?=[。;,\n(]|$)")
ITEM = re.compile(rf"(?P<it>{HAN}{{2,4}})")
LEAST, MANY, EVERYDAY, REACH = 2, 3, 9.0, 16


def find_neighbours(scene: Scene) -> None:
    """Take the numbers beside names, the names beside numbers, and the rest of a list of names."""
    for hit in list(scene.hits):
        if hit.type == PERSON:
            _take_number(scene, hit.end)
    for hit in list(scene.hits):
        if hit.type in (ID_CARD, PASSPORT):
            _take_holder(scene, hit.start)
    for pattern in (NUMBERED, SPEAKERS):
        _take_rest(scene, list(pattern.finditer(scene.text)), LEAST)
    for members in LIST.finditer(scene.text):
        items = list(ITEM.finditer(scene.text, members.start(), members.end()))
        if not any(start <= members.start() < end for start, end in scene.things):
            _take_rest(scene, items, max(MANY, len(items) - 1))


def _take_number(scene: Scene, end: int) -> None:
    for pattern, kind, why in ((LINE, LANDLINE, "姓名后的座机"), (PASS, PASSPORT, "姓名后的护照号")):
        match = pattern.match(scene.text, end)
        if match:
            scene.take(Hit(*match.span("it"), kind, "beside.number", why))


def _take_holder(scene: Scene, start: int) -> None:
    match = BEFORE_ID.search(scene.text, max(0, start - REACH), start)
    if match and _may_be(match):
        scene.take(Hit(*match.span("it"), PERSON, "beside.holder", "证件号码前的姓名"))


def _take_rest(scene: Scene, members: list[re.Match[str]], least: int) -> None:
    """Take the members that are no names yet when most of the same shape are."""
    found = set(_names(scene, members))
    if len(found) < max(least, len(members) / 2):
        return
    for one in members:
        if one.start("it") not in found and _may_be(one):
            scene.take(Hit(*one.span("it"), PERSON, "beside.list", "同样写法的其余各项是姓名"))


def _names(scene: Scene, members: list[re.Match[str]]) -> Iterator[int]:
    for one in members:
        if one.start("it") in scene.name_starts and one.end("it") in scene.name_ends:
            yield one.start("it")


def _may_be(match: re.Match[str]) -> bool:
    word = match.group("it")
    known = lexicon()
    closed = any(word in phrases(name) for name in ("roles.txt", "titles.txt", "gazetteer.txt"))
    surname = word[0] in known.surname_starts or word not in known.words
    return surname and not closed and word not in EMPTY and known.words.get(word, 99.0) > EVERYDAY
