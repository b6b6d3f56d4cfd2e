"""Where a person can stand in any sentence: after a pause, a time, a preposition; before what people do.

These reasons are weak. They need no list of roles and so hold in prose that nobody has seen before.
"""

import re

from sampler.disclosure.text.folding import is_han
from sampler.disclosure.text.lexicon import phrases
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import Reason

DOES = frozenset(
    "躲喝盯搞跳爬推掏走跑问拿带说回来去站坐找送打拉骂笑哭喊叫让给把从往朝跟替也都就才又还却没不未曾已将要会能可想爱肯愿敢则仅只先再另正竟刚"
    "总这那两俩自拒买卖租盖写签看听吃住搬借欠赔姓懂嫌怕忙领接交出进到起停挖装拆砸锁拧扔摔踩扛抬捡递塞挡追催劝帮陪请当做干称开关看管冲赌"
)
"""One character after a name that begins what the person does or is."""

THEN = frozenset(
    "后时让使被把但而却可因当除连依按凭归给替等如若即另只还又也都就据对向由经和与跟同叫请问找托派"
)
"""One character before a name that ends what came before."""

ANSWER = re.compile(
    r"(?:谁|叫什么|什么名|姓名|名字|哪位|何人|贵姓|怎么称呼|哪个人)[^?。\n]{0,16}[?。][\n ]?\"?(?:答[:,]?)?(?:我?[是叫]|他[是叫]|好像是|就是)?$"
)
ANSWERED, REMEMBERED = 8.0, 48
LONGEST = 4
AFTER_WORD, AFTER_MARK, AFTER_OF = 1.5, 2.0, 1.0
BEFORE_DEED, BEFORE_WORD, BEFORE_CHAR = 3.0, 2.0, 1.5


def before(scene: Scene, at: int) -> Reason | None:
    """Return what stands before a name: a pause, a word of time or place, 的 and 了."""
    text = scene.text
    if ANSWER.search(text[max(0, at - REMEMBERED) : at]):
        return Reason(ANSWERED, "name.answer", "问姓名或是谁之后的回答")
    if not at or scene.folded.gaps[at] or not is_han(text[at - 1]):
        return Reason(AFTER_MARK, "name.bare", "句首的姓名")
    known = phrases("around.txt")
    for width in range(min(LONGEST, at), 1, -1):
        if text[at - width : at] in known:
            return Reason(AFTER_WORD, "name.slot", f"“{text[at - width : at]}”后的姓名")
    if text[at - 1] in THEN:
        return Reason(AFTER_WORD, "name.slot", f"“{text[at - 1]}”后的姓名")
    return Reason(AFTER_OF, "name.slot", "“的、了”后的姓名") if text[at - 1] in "的了着过" else None


def after(scene: Scene, stop: int) -> Reason | None:
    """Return what stands after a name: a deed, a manner, a time."""
    text = scene.text
    for width in range(LONGEST, 1, -1):
        word = text[stop : stop + width]
        if len(word) == width and not scene.folded.gaps[stop]:
            if word in phrases("actions.txt"):
                return Reason(BEFORE_DEED, "name.verb", f"“{word}”前的姓名")
            if word in phrases("around.txt"):
                return Reason(BEFORE_WORD, "name.slot", f"“{word}”前的姓名")
    char = text[stop : stop + 1]
    return Reason(BEFORE_CHAR, "name.slot", f"“{char}”前的姓名") if char in DOES else None
