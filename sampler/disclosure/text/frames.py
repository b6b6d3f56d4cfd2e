"""Names that are words or no full name at all, told by the frame around them: 经办人芦苇，and 邻居二牛在.

After a word for a person and before a pause hardly anything can stand but a name. Everyday words are only doubted.
"""

import re

from sampler.disclosure.text import contexts, support
from sampler.disclosure.text.fields import EMPTY, is_called
from sampler.disclosure.text.folding import is_han
from sampler.disclosure.text.lattice import FORBIDDEN_GIVEN
from sampler.disclosure.text.lexicon import FUNCTION_SURNAMES, THING_ENDS, lexicon, phrases
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import PERSON, Hit, Reason
from sampler.disclosure.text.tables import compound_surnames

STRONG, SAYS, SLOT = 6.0, 2.0, 1.5
EVERYDAY, GIVEN, FULL = 10.5, 7.2, 3
NAMED = re.compile(r"(?:我叫|名叫|他叫|她叫|叫做|就叫|名为|名字叫|大名|本名|真名|答[:,]?叫?)$")
PAUSE = frozenset(",。;、:()\"'!?\n \t<>/|")
CLOSED = (
    "roles.txt",
    "titles.txt",
    "verbs.txt",
    "actions.txt",
    "around.txt",
    "gazetteer.txt",
    "firm_words.txt",
)
NUMERALS = "小大阿二三四五六七八九胖"
SPEAKERS = re.compile(r"(?m)^[\u4e00-\u9fff]{2,4}:")
TALK = 2
SPEECH = re.compile(
    r"(?:辩?称(?![重取量号呼])|自述|承认|供[述认]|陈述|证实|坦言|否认|声称|诉称|答称|反映[,:]|表示[,:]|说[,:])"
)
RARE, NO_START = 12.0, frozenset("对也后姓户员民人直一两各每并且向由于等及园窝")
PET = frozenset(NUMERALS)
PET_END = frozenset("子娃蛋哥")
NO_PET = frozenset("人名月日年份组户家个位天次下点样事者员")
SURNAMES_ONLY = frozenset("小大阿老")


def find_framed(scene: Scene) -> None:
    """Take names that are words or pet names where the frame leaves no other reading; doubt everyday words."""
    for start, end in list(scene.runs()):
        for at in range(start, end - 1):
            before = _frame(scene, at)
            if before is not None:
                _look(scene, at, end, before)


def find_unread(scene: Scene) -> None:
    """Doubt what stands like a name between a word for a person and a pause, though nothing tells that it is one."""
    for start, end in scene.runs():
        for at in range(start, end - 1):
            if support.left(scene, at).weight >= STRONG and (word := _unread_at(scene, at, end)):
                scene.doubts.append(f"身份词后的内容，可能是姓名：{word}")


def _sounds_like_a_name(word: str) -> bool:
    """Say whether a surname opens a stretch, or nothing but characters of given names fill it, and no word is in it."""
    known = lexicon()
    if len(word) > TALK and any(word[at : at + 2] in known.words for at in range(len(word) - 1)):
        return word[0] in known.surname_starts and word[1:] in known.words and len(word) == FULL
    return word[0] in known.surname_starts or all(known.given.get(char, 99.0) < GIVEN for char in word)


def find_filled(scene: Scene) -> None:
    """Doubt what fills the place between a word for a person and a pause, and a word that says something."""
    for start, end in scene.runs():
        for at in range(start, end - 1):
            before = scene.text[max(0, at - 8) : at]
            for stop in (at + 3, at + 2):
                word = scene.text[at:stop]
                if stop > end or any(scene.folded.gaps[at + 1 : stop]) or _is_closed(word):
                    continue
                filled = _pauses(scene, stop) and _sounds_like_a_name(word)
                if (filled or _holds_a_word(scene, word, stop)) and support.is_of_a_person(
                    before.rstrip(": ")
                ):
                    scene.doubts.append(f"身份词后的内容，可能是姓名：{word}")
                    break
                if len(word) == TALK and _speaks(scene, at, stop):
                    scene.doubts.append(f"说话人，可能是姓名：{word}")


def _holds_a_word(scene: Scene, word: str, stop: int) -> bool:
    """Say whether only the word in the middle keeps three characters from being a name: 金在勋 before a deed."""
    middle = len(word) == FULL and word[1] in FORBIDDEN_GIVEN and word[0] in lexicon().surname_starts
    return middle and word[0] not in FUNCTION_SURNAMES and support.right(scene, stop).weight >= SAYS * 2


def _pauses(scene: Scene, stop: int) -> bool:
    return scene.text[stop : stop + 1] in PAUSE or not scene.text[stop:] or bool(scene.folded.gaps[stop])


def _speaks(scene: Scene, at: int, stop: int) -> bool:
    """Say whether a word that begins like a name opens a sentence and says something: 高峰称."""
    opens = not at or scene.text[at - 1] in PAUSE or bool(scene.folded.gaps[at])
    word = scene.text[at:stop]
    return opens and SPEECH.match(scene.text, stop) is not None and _begins_like_a_name(word)


def _is_closed(word: str) -> bool:
    """Say whether a stretch is no name whatever stands before it: an everyday word, a role, a deed, a thing."""
    known = lexicon()
    if word in EMPTY or known.words.get(word, 99.0) < EVERYDAY or is_called(word):
        return True
    parts = (word, word[:2], word[1:]) if len(word) == FULL else (word,)
    return any(part in phrases(name) for part in parts for name in CLOSED) or word[-1] in THING_ENDS


def _unread_at(scene: Scene, at: int, end: int) -> str:
    known = lexicon()
    for stop in (at + 2, at + 3, at + 4):
        word = scene.text[at:stop]
        if stop > end or any(word[cut : cut + 2] in phrases(name) for cut in (0, 1) for name in CLOSED):
            return ""
        rare = known.words.get(word, 99.0) >= RARE and FORBIDDEN_GIVEN.isdisjoint(word)
        rare = rare and word[0] not in NO_START and word not in phrases("roles.txt")
        if (
            rare
            and _sounds_like_a_name(word)
            and word not in EMPTY
            and word[-1] not in THING_ENDS
            and _closes(scene, stop)
        ):
            return word
    return ""


def _frame(scene: Scene, at: int) -> Reason | None:
    """Return what promises a name here: a role, 我叫, the start of a line somebody speaks."""
    before = support.left(scene, at)
    if before.weight >= STRONG or NAMED.search(scene.text[max(0, at - 4) : at]):
        return before
    if scene.text[at] == "阿" and min(before.weight, support.right(scene, at + 2).weight) >= SLOT:
        return before
    if (not at or scene.text[at - 1] == "\n") and len(SPEAKERS.findall(scene.text)) >= TALK:
        return Reason(STRONG, "name.speaker", "对话里的说话人") if SPEAKERS.match(scene.text, at) else None
    return None


def _look(scene: Scene, at: int, end: int, before: Reason) -> None:
    for stop in (at + 3, at + 2):
        if stop > end or any(scene.folded.gaps[at + 1 : stop]) or not _closes(scene, stop):
            continue
        word = scene.text[at:stop]
        if (
            word in phrases("roles.txt")
            or _opens_a_quote(scene, at, stop)
            or _is_inside_a_phrase(scene, at, stop)
        ):
            continue
        if not FORBIDDEN_GIVEN.isdisjoint(word[1:]) or _heads_a_field(scene, at, stop):
            continue
        if (
            (_is_name_word(word) and contexts.score(scene, at, stop) > 0)
            or (_is_written(scene, at) and _is_rare_word(word))
            or _is_pet_name(word)
            or _is_plain_name(scene, word, stop, before)
        ):
            scene.take(Hit(at, stop, PERSON, "name.frame", f"{before.why}，后面断开"))
            return
        if _is_everyday_name_word(word) or _is_unread(scene, word, stop):
            scene.doubts.append(f"身份词后的词，可能是姓名：{word}")
            return


def _opens_a_quote(scene: Scene, at: int, stop: int) -> bool:
    """Say whether a quote begins here and goes on: “山里的风”; or a clan is told: 姓羊舌."""
    if scene.text[at - 1 : at] == "姓" and scene.text[at:stop] in compound_surnames():
        return True
    return scene.text[at - 1 : at] == '"' and scene.text[stop : stop + 1] != '"'


def _is_inside_a_phrase(scene: Scene, at: int, stop: int) -> bool:
    """Say whether a phrase of four characters runs over the place: 爱民如子."""
    known = phrases("idioms.txt")
    return any(scene.text[first : first + 4] in known for first in range(max(0, stop - 4), at + 1))


def _heads_a_field(scene: Scene, at: int, stop: int) -> bool:
    """Say whether a word is the title of what follows: ；车牌：, 　工种：."""
    opens = not at or scene.text[at - 1] in PAUSE or bool(scene.folded.gaps[at])
    return opens and scene.text[stop : stop + 1] == ":" and scene.text[at:stop] in lexicon().words


def _closes(scene: Scene, stop: int) -> bool:
    """Say whether a pause or what a person does follows."""
    after = scene.text[stop : stop + 1]
    if not after or after in PAUSE or scene.folded.gaps[stop]:
        return True
    return is_han(after) and support.right(scene, stop).weight >= SAYS


def _is_plain_name(scene: Scene, word: str, stop: int, before: Reason) -> bool:
    """Say whether nothing but a surname and two characters fill the frame: 答：解宝库, and a pause."""
    known = lexicon()
    alone = scene.text[stop : stop + 1] in PAUSE or not scene.text[stop:]
    answers = before.rule == "name.answer"
    begins = word[0] in known.surname_starts and (answers or word[0] not in FUNCTION_SURNAMES)
    closed = not answers and _has_closed_word(word)
    return alone and begins and len(word) == FULL and word not in known.words and not closed


def _has_closed_word(word: str) -> bool:
    return (
        any(part in phrases(name) for part in (word[:2], word[1:]) for name in CLOSED)
        or word[-1] in THING_ENDS
    )


def _is_name_word(word: str) -> bool:
    """Say whether a word begins like a name and is rare enough to be one: 芦苇, 殷实, but not 安全."""
    return _begins_like_a_name(word) and lexicon().words.get(word, 99.0) >= EVERYDAY


def _is_written(scene: Scene, at: int) -> bool:
    """Say whether a colon or a blank stands before: a form filled in, where verbs are names too."""
    return scene.text[at - 1 : at] == ":" or bool(scene.folded.gaps[at])


def _is_rare_word(word: str) -> bool:
    known = lexicon()
    return word[0] in known.surname_starts and known.words.get(word, 0.0) >= EVERYDAY and word not in EMPTY


def _is_everyday_name_word(word: str) -> bool:
    return _begins_like_a_name(word) and lexicon().words.get(word, 0.0) > 0


def _is_unread(scene: Scene, word: str, stop: int) -> bool:
    """Say whether an unknown word with a surname in front fills the frame up to a pause."""
    known = lexicon()
    alone = scene.text[stop : stop + 1] in PAUSE or not scene.text[stop:]
    return (
        alone and word not in known.words and word[0] in known.surname_starts and not _has_closed_word(word)
    )


def _begins_like_a_name(word: str) -> bool:
    known = lexicon()
    if word not in known.words or word[0] not in known.surname_starts or word[0] in FUNCTION_SURNAMES:
        return False
    return not any(word in phrases(name) for name in CLOSED)


def _is_pet_name(word: str) -> bool:
    """Say whether two characters are a childhood name, or a given name alone: 二牛, 强子, 土根."""
    known = lexicon()
    if len(word) != 2 or word in known.words:
        return False
    first, second = (known.given.get(char, 99.0) for char in word)
    if word[0] in SURNAMES_ONLY and word[1] in known.surname_starts and second > GIVEN:
        return False
    if word[0] == "第" or word[1] in NO_PET or word[1] in THING_ENDS:
        return False
    if word[0] in PET or word[1] in PET_END:
        return min(first, second) < GIVEN
    return first < GIVEN and second < GIVEN
