"""The tables beside this module: facts about names, words and characters, read once."""

from functools import cache
from importlib.resources import files

GB18030_OLD = (
    "\ue816\U00020087 \ue817\U00020089 \ue818\U000200cc \ue81e龴 \ue826龵 \ue82b龶 \ue82c龷 \ue831\U000215d7 "
    "\ue832龸 \ue83b\U0002298f \ue843龹 \ue854龺 \ue855\U000241fe \ue864龻 "
    "\ue815⺁ \ue819⺄ \ue81a㑳 \ue81b㑇 \ue81c⺈ \ue81d⺋ \ue81f㖞 \ue820㘚 \ue821㘎 \ue822⺌ \ue823⺗ \ue824㥮 "
    "\ue825㤘 \ue827㧏 \ue828㧟 \ue829㩳 \ue82a㧐 \ue82d㭎 \ue82e㱮 \ue82f㳠 \ue830⺧ \ue833⺪ \ue834䁖 \ue835䅟 "
    "\ue836⺮ \ue837䌷 \ue838⺳ \ue839⺶ \ue83a⺷ \ue83c䎱 \ue83d䎬 \ue83e⺻ \ue83f䏝 \ue840䓖 \ue841䙡 \ue842䙌 "
    "\ue844䜣 \ue845䜩 \ue846䝼 \ue847䞍 \ue848⻊ \ue849䥇 \ue84a䥺 \ue84b䥽 \ue84c䦂 \ue84d䦃 \ue84e䦅 \ue84f䦆 "
    "\ue850䦟 \ue851䦛 \ue852䦷 \ue853䦶 \ue856䲣 \ue857䲟 \ue858䲠 \ue859䲡 \ue85a䱷 \ue85b䲢 \ue85c䴓 \ue85d䴔 "
    "\ue85e䴕 \ue85f䴖 \ue860䴗 \ue861䴘 \ue862䴙 \ue863䶮"
)
"""GBK characters that older systems kept in private use, and their place in Unicode today (GB 18030)."""

GB18030_MARKS = "\ue5e5  \ue78d, \ue78e。 \ue78f、 \ue790: \ue791; \ue792! \ue793? \ue794〖 \ue795〗 \ue796… "
"""Marks that older systems kept in private use: the wide blank and the upright forms."""

RADICALS = (
    "⺁厂 ⺄乙 ⺈刀 ⺋卩 ⺌小 ⺗心 ⺟母 ⺠民 ⺧牛 ⺪疋 ⺮竹 ⺳网 ⺶羊 ⺷羊 ⺻聿 ⺼肉 ⻁虎 ⻄西 ⻅见 ⻆角 ⻇角 ⻉贝 ⻊足 "
    "⻋车 ⻓长 ⻔门 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻬齐 ⻮齿 ⻰龙 ⻳龟 ⻌辶 ⻏阝"
)
"""Radical forms that look like a character and have no compatibility mapping."""

HOMOGLYPHS = (
    "\u041eO \u043eo \u0425x \u0445x \u0410A \u0412B \u0415E \u041aK \u041cM \u041dH \u0420P \u0421C \u0422T "
    "\u0399l \u039fo \u03bfo"
)
"""Cyrillic and Greek letters that look Latin."""


@cache
def lines(name: str) -> tuple[str, ...]:
    """Return the lines of a table without comments and blank lines."""
    text = (files("sampler.disclosure.text") / "data" / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def counts(name: str) -> dict[str, int]:
    """Return a table ``word number`` as a dictionary."""
    return {word: int(number) for word, number in (line.split(" ") for line in lines(name))}


@cache
def words() -> frozenset[str]:
    """Return the ordinary words of two characters and more."""
    return frozenset(word for word in counts("words.txt") if len(word) > 1)


@cache
def compound_surnames() -> frozenset[str]:
    """Return surnames of two and more characters."""
    return frozenset(lines("compound_surnames.txt"))


@cache
def simplified() -> dict[str, str]:
    """Return the simplified character of each traditional one."""
    return {line[0]: line[1] for line in lines("traditional.txt")}


@cache
def private_forms() -> dict[str, str]:
    """Return the plain character of old private-use forms, bare radicals and foreign look-alikes."""
    pairs = f"{RADICALS} {HOMOGLYPHS}".split(" ")
    found = {pair[0]: pair[1] for pair in pairs}
    old = {pair[0]: pair[1] for pair in GB18030_OLD.split(" ")}
    old |= {GB18030_MARKS[at]: GB18030_MARKS[at + 1] for at in range(0, len(GB18030_MARKS) - 1, 3)}
    return found | {char: found.get(plain, plain) for char, plain in old.items()}
