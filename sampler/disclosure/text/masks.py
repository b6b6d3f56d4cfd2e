"""What the public sees instead. A style is data; the default keeps a surname and nothing of a number."""

from dataclasses import dataclass, field

from sampler.disclosure.text import spans as kind
from sampler.disclosure.text.tables import compound_surnames, counts

PLACEHOLDERS = {
    kind.MOBILE: "【手机号】",
    kind.LANDLINE: "【电话】",
    kind.ID_CARD: "【身份证号】",
    kind.BANK_CARD: "【银行卡号】",
    kind.PASSPORT: "【护照号】",
    kind.PLATE: "【车牌号】",
    kind.EMAIL: "【邮箱】",
    kind.IM_ID: "【网络账号】",
    kind.ADDRESS: "【住址】",
    kind.DOB: "【出生日期】",
    kind.USCC_PERSONAL: "【信用代码】",
    kind.TRADE_SECRET: "【商业秘密】",
}


def kind_word(type_: str) -> str:
    """Return what staff call a type of span, one of TYPES.

    >>> kind_word("PERSON"), kind_word("PLATE")
    ('姓名', '车牌号')
    """
    return PLACEHOLDERS.get(type_, "【姓名】").strip("【】")


@dataclass(frozen=True, slots=True)
class Style:
    """How names and numbers are written once masked."""

    title: str
    """Name of the style in Chinese."""

    name: str = "某"
    """``某``: 王某, the second 王 is 王某2. ``某某``: 王某某 by length, no numbering."""

    mobile: str = ""
    """``3*4`` shows the first three and last four digits; empty removes all."""

    id_card: str = ""
    """``2*3`` shows the first two and last three characters; empty removes all."""


STYLES = {
    "strict": Style("不留号码"),
    "stars": Style("号码留首尾", mobile="3*4", id_card="2*3"),
    "length": Style("姓名按字数", name="某某"),
}


@dataclass(slots=True)
class Masker:
    """The masks of one document: the same person gets the same mask."""

    style: Style
    """How it is written."""

    given: dict[str, str] = field(default_factory=dict)
    """Folded name and its mask."""

    used: dict[str, int] = field(default_factory=dict)
    """How many people of this document have each mask."""

    def mask(self, hit: kind.Hit, word: str) -> str:
        """Return what stands instead of ``word`` (the folded text of the hit)."""
        if hit.type == kind.PERSON:
            return self._person(hit, word)
        shown = {kind.MOBILE: self.style.mobile, kind.ID_CARD: self.style.id_card}.get(hit.type, "")
        return _ends(word, shown) if shown else PLACEHOLDERS[hit.type]

    def _person(self, hit: kind.Hit, word: str) -> str:
        if hit.rule == "trader.name":
            return "某"
        if word in self.given:
            return self.given[word]
        base = (
            "某某" if hit.rule in {"name.nickname", "known.given"} else surname_of(word) + self._blank(word)
        )
        self.used[base] = self.used.get(base, 0) + 1
        numbered = self.used[base] > 1 and self.style.name == "某" and base != "某某"
        self.given[word] = f"{base}{self.used[base]}" if numbered else base
        return self.given[word]

    def _blank(self, word: str) -> str:
        return "某某" if self.style.name == "某某" and len(word) > 2 else "某"


def surname_of(name: str) -> str:
    """Return the part of a name that stays.

    >>> surname_of("欧阳娜"), surname_of("王建国"), surname_of("阿卜杜拉·买买提")
    ('欧阳', '王', '')
    """
    if "·" in name:
        return ""
    for width in (4, 2):
        if name[:width] in compound_surnames() and len(name) > width:
            return name[:width]
    return name[0] if name[0] in counts("surnames.txt") else ""


def _ends(word: str, shown: str) -> str:
    head, tail = (int(part) for part in shown.split("*"))
    characters = "".join(char for char in word if char.isalnum())
    if len(characters) <= head + tail:
        return "*" * 6
    return characters[:head] + "*" * (len(characters) - head - tail) + characters[-tail:]
