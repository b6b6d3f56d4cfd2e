"""Words that begin like a name and never are one: weekdays, 明天, 花名册. Kept before names are read."""

import re
from functools import cache

from sampler.disclosure.text.known import Index, index_of
from sampler.disclosure.text.lexicon import phrases
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import DOB, PERSON, Hit

WEEK = ("周一", "周二", "周三", "周四", "周五", "周六", "周日", "周末")
BESIDE_NAME = re.compile(
    r"[,(、] ?(?P<it>(?:19[3-9]\d|200[0-8])(?:年\d{1,2}月\d{1,2}[日号]|([-./])\d{1,2}\2\d{1,2}))(?=[,。;)、]|$)"
)
HAN_BIRTH = re.compile(
    r"[,(、] ?(?P<it>一九[三四五六七八九][〇零一二三四五六七八九]年[元正一二三四五六七八九十冬腊]{1,3}月[初一二三四五六七八九十廿]{1,3}[日号]?)(?=[,。;)、]|$)"
)
TITLED = frozenset("姓叫")


@cache
def _words() -> Index:
    return index_of((word, "") for word in phrases("never.txt"))


def keep_days(scene: Scene) -> None:
    """Keep weekdays and the words of ``never.txt``."""
    text = scene.text
    for start, end, _ in _words().find(text):
        scene.keep(Hit(start, end, "", "keep.word", "这里是普通词，不是姓名"))
    for word in WEEK:
        at = text.find(word)
        while at >= 0:
            if text[at - 1 : at] not in TITLED and _stands_as_day(scene, at + len(word)):
                scene.keep(Hit(at, at + len(word), "", "keep.day", "星期"))
            at = text.find(word, at + 1)


def find_births(scene: Scene) -> None:
    """Take an old date right after a person's name: 配偶银杏，1990/7/16，."""
    for hit in [one for one in scene.hits if one.type == PERSON]:
        for pattern in (BESIDE_NAME, HAN_BIRTH):
            match = pattern.match(scene.text, hit.end)
            if match is None:
                continue
            scene.seize(Hit(*match.span("it"), DOB, "birth.name", "姓名后的早年日期"))


def _stands_as_day(scene: Scene, stop: int) -> bool:
    """Say whether no given name can go on: 周一鸣 may be a person, 周一 上午 and 周一、 are a day."""
    after = scene.text[stop : stop + 1]
    return not after or bool(scene.folded.gaps[stop]) or not "\u4e00" <= after <= "\u9fff"
