"""Names in Latin letters: Piotr Zawadzki, NGUYEN VAN THANH, Müller先生."""

import re

from sampler.disclosure.text.lexicon import phrases
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import PERSON, Hit

LOWER, UPPER = "a-zà-öø-ÿ", "A-ZÀ-ÖØ-Þ"
WORD = rf"[{UPPER}][{LOWER}'’]{{1,15}}"
SPELLED = rf"{WORD}(?:[ ·.-](?:{WORD}|[{UPPER}]\.?|van|von|de|der|bin|al|da|di|el|la)){{0,4}}"
CAPITALS = r"[A-Z]{2,12}(?:[ ,][A-Z]{2,12}){1,3}"
HAN = r"[\u4e00-\u9fff]"
NAME = re.compile(rf"(?<![A-Za-z0-9@._/-])(?P<it>{CAPITALS}|{SPELLED})(?![A-Za-z0-9@_/-])")
BEFORE = re.compile(rf"(?P<role>{HAN}{{2,9}})(?:[:为是叫(,\" ]|\(.{{0,6}}\)){{0,3}}$")
AFTER = re.compile(
    r" ?\)? ?(?:先生|女士|小姐|太太|博士|教授|老师|工程师|经理|总监|专家|同志|称|说|表示|认为|提出|要求|签字|签名|护照|,? ?(?:护照|国籍)|,[A-Z]{1,2}\d{6,9})"
)
PERSONAL = frozenset("人员师长工者主友")
FOREIGN = re.compile(
    r"(?:护照|外籍|外国|国籍|外方|外教|外商|外宾|英文名|姓名|本名|[德法美英日韩俄意越印泰缅]国?(?:籍|方|商|人))[^。\n]{0,30}$"
)
SHORTEST = 3
WORDS = frozenset(
    "VOCs VOC CEMS COD BOD PLC DCS PID LED GPS APP WiFi Excel Word Windows Siemens Dwyer Thermo Honeywell Bosch Tesla Mr Mrs Ms Miss Dr Passport Home Room Unit Building Legal Please Interview Question Answer The This Bank Date Visa WeChat Office Adobe Android Apple Intel Cisco Linux Oracle Google".split()  # noqa: SIM905
)


def find_latin(scene: Scene) -> None:
    """Take what is spelled like a name where a word for a person stands beside it."""
    roles = phrases("roles.txt")
    for match in NAME.finditer(scene.text):
        name = match.group("it")
        if name.split(" ")[0] in WORDS or len(name) < SHORTEST:
            continue
        before = scene.text[max(0, match.start() - 40) : match.start()]
        cue = BEFORE.search(before)
        role = cue.group("role") if cue else ""
        named = role[-1:] in PERSONAL or any(role[at:] in roles for at in range(len(role) - 1))
        titled = bool(AFTER.match(scene.text, match.end()))
        if titled or (named and " " in name) or (FOREIGN.search(before) and " " in name):
            scene.take(Hit(match.start("it"), match.end("it"), PERSON, "name.latin", "外文姓名"))
            _take_again(scene, name)


def _take_again(scene: Scene, name: str) -> None:
    at = scene.text.find(name)
    while at >= 0:
        scene.take(Hit(at, at + len(name), PERSON, "name.latin", "同一文本里已认出的外文姓名"))
        at = scene.text.find(name, at + 1)
