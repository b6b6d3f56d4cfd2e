"""English sentences in an inspection text: Mr. Zhuge Cunliang, Cen An and Xie Yuanzhou, Room 301, Unit 2, Yijing Garden."""

import re

from sampler.disclosure.text.lexicon import phrases
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import ADDRESS, PERSON, Hit

SYLLABLE = r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u)"
SURNAMES = sorted(phrases("pinyin_surnames.txt"), key=len, reverse=True)
WORDS_TOO = frozenset(
    ["He", "She", "An", "Can", "Man", "You", "Long", "Song", "Sun", "Pan", "Pi", "Min", "Ran", "Gang", "Le"]
)
WORD = r"[A-Z][a-zà-öø-ÿ'’]{1,15}"
PINYIN = re.compile(
    rf"(?<![A-Za-z0-9@._/-])(?P<it>(?P<first>{'|'.join(SURNAMES)})[ ](?P<given>[A-Z][a-z]{{1,11}}(?:[ -]?[A-Z][a-z]{{1,6}})?))(?![A-Za-z0-9@_/]| [A-Z][a-z])"
)
GIVEN = re.compile(rf"{SYLLABLE}(?:['’ -]?{SYLLABLE}){{0,2}}", re.I)
CUED = re.compile(
    rf"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Madam)\b\.? ?|\b(?:[Mm]y name is|[Nn]ame is|[Nn]amed|[Cc]alled|[Rr]epresentative(?: is|:)|[Ii]nspectors?:?|[Cc]ontact(?: person)?:|[Ss]igned by:?|[Dd]irector:|[Mm]anager:) )(?!(?:Mr|Mrs|Ms|Miss|Dr)\b)(?P<it>{WORD}(?:[ ·-]{WORD}){{0,3}})(?![A-Za-z0-9@_/])"
)
PLACE = re.compile(
    r"[ ,]*(?:County|City|Town|Township|Village|Road|Street|Province|District|Avenue|Lane|River|Lake|Co\b|Ltd|Garden|Environmental|Industry|Group|Company|Temple|Park)"
)
NOT_PERSONS = frozenset(
    ["The", "This", "That", "No", "Company", "Office", "Bureau", "Department", "Who", "What"]
)
PART = r"(?:(?:No\.? ?|Room |Rm\.? ?|Unit |Building |Bldg\.? ?|Block |Floor |Apt\.? ?|Apartment |Flat |Row |Door |Group )[A-Z0-9-]{1,6}|\d{1,3}(?:st|nd|rd|th)? Floor)"
QUARTER = r"(?:[A-Z][A-Za-z0-9'-]{1,15} ){0,4}(?:Garden|Gardens|Compound|Street|Road|Lane|Community|Residence|Estate|Avenue|Alley|Courtyard|Quarters|Apartments?|Mansion|Dormitory|Villas?)"
HOME = re.compile(rf"(?<![A-Za-z0-9])(?P<it>{PART}(?:, ?(?:{PART}|{QUARTER})){{1,7}})(?![A-Za-z0-9])")
AT_HOME = re.compile(r"(?:home|lives?|living|resid\w+|domicile|dwelling|house|family)[^.;\n]{0,60}$", re.I)


LATIN = re.compile("[A-Z][a-z]")
FLAT = re.compile(r"(?:Room|Rm|Unit|Apt|Flat|Apartment)")
ESTATE = re.compile(r"Garden|Compound|Community|Residence|Estate|Quarters")


def find_english(scene: Scene) -> None:
    """Take names after Mr., “name is” and their kind, and what is spelled like a Chinese name."""
    if not LATIN.search(scene.text):
        return
    for match in CUED.finditer(scene.text):
        first = match.group("it").split(" ")[0]
        if first not in NOT_PERSONS and not PLACE.match(scene.text, match.end()):
            scene.take(Hit(*match.span("it"), PERSON, "name.english", "英文称呼后的姓名"))
    for match in PINYIN.finditer(scene.text):
        odd = match.group("first") in WORDS_TOO and not _beside_a_name(scene, match)
        if GIVEN.fullmatch(match.group("given")) and not odd and not PLACE.match(scene.text, match.end()):
            scene.take(Hit(*match.span("it"), PERSON, "name.pinyin", "拼音写的姓名"))


def _beside_a_name(scene: Scene, match: re.Match[str]) -> bool:
    before = scene.text[max(0, match.start() - 5) : match.start()]
    return before.endswith((" and ", ", ", "、")) and any(
        match.start() - 6 <= end < match.start() for end in scene.name_ends
    )


def find_english_homes(scene: Scene) -> None:
    """Take Room 301, Unit 2, Building 9, Yijing Garden; a bare number and a street only where somebody lives."""
    for match in HOME.finditer(scene.text):
        flat = FLAT.match(match.group("it"))
        lives = AT_HOME.search(scene.text[max(0, match.start() - 80) : match.start()])
        if lives or (flat and ESTATE.search(match.group("it"))):
            scene.take(Hit(*match.span("it"), ADDRESS, "address.english", "英文写的住址"))
