"""Doubts: what the rules did not mask and a person should look at before the text is published."""

import re

from sampler.disclosure.text.lexicon import lexicon
from sampler.disclosure.text.scene import Scene
from sampler.failure import SamplerError

DOUBTS = (
    ("疑似护照或证件号", re.compile(r"(?<![A-Z0-9a-z-])[EGDP][A-Z]?\d{8}(?![A-Z0-9a-z])")),
    ("疑似银行卡或长号码", re.compile(r"(?<![0-9A-Za-z.-])\d{15,60}(?![0-9A-Za-z.])")),
    ("疑似手机号的一部分", re.compile(r"(?:尾号|后四位|后六位|末四位|前三位)(?:为|是|:)?\d{3,6}")),
    (
        "引号里可能是称呼",
        re.compile(r'(?:[叫喊称答]|写[了着]|署名|落款|货主是|老板是)"[\u4e00-\u9fff]{1,5}"'),
    ),
    ("疑似电话号码", re.compile(r"(?<![0-9A-Za-z.-])1[3-9]\d{9}(?![0-9A-Za-z.])")),
    (
        "提到商业秘密",
        re.compile(r"(?:商业秘密|技术秘密|客户名单|核心配方|保密配方|配方比例|核心工艺参数|供货底价)"),
    ),
)


ADDRESSED = re.compile(r"[\u4e00-\u9fff]{3}(?=同志|先生|女士|小姐|您好|副[镇乡县]长|所[绘写画述签]|手[绘写])")
"""Three characters before what is said of people only; a name that is a place or a flower is read as a word."""


def _doubt_addressed(scene: Scene) -> None:
    known = lexicon()
    for match in ADDRESSED.finditer(scene.text):
        word = match.group()
        if word[0] in known.surname_starts and scene.is_free(match.start(), match.end()):
            scene.doubts.append(f"称呼前的词，可能是姓名：{word}")


HOUSE = re.compile(
    r"[村镇乡道庄屯][\u4e00-\u9fff]{0,8}?(?:(?:(?:\d{1,3}-)?\d{1,4}|[一二三四五六七八九十]{1,3})(?:弄|巷|组|社|排|号|队)){1,3}(?:\d{3,4}室)?"
)
SITES = re.compile(r"公司|[厂局店站场所院]|合作社|中心|学校|位于|地块|养殖|大棚|排污口|点位")


def _doubt_houses(scene: Scene) -> None:
    """Doubt a house in a village that no word for living introduces, unless a firm or a site is spoken of."""
    for match in HOUSE.finditer(scene.text):
        around = scene.text[max(0, match.start() - 16) : match.end() + 6]
        if scene.is_free(match.start() + 1, match.end()) and not SITES.search(around):
            scene.doubts.append(f"疑似住址：{match.group()}")


def find_doubts(scene: Scene) -> None:
    """Add a doubt for each odd thing that is neither kept nor taken."""
    _doubt_addressed(scene)
    _doubt_houses(scene)
    for why, pattern in DOUBTS:
        for match in pattern.finditer(scene.text):
            if scene.is_free(match.start(), match.end()):
                scene.doubts.append(f"{why}：{match.group()}")
                break


def ask_second_reader(scene: Scene) -> None:
    """Add a doubt for each free word that jieba takes for a person's name and no table knows as a word."""
    known, at = lexicon(), 0
    for word, kind in _read_by_jieba(scene.text):
        start, at = at, at + len(word)
        looks = kind == "nr" and 2 <= len(word) <= 4 and word[0] in known.surname_starts
        if looks and word not in known.words and scene.is_free(start, at):
            scene.doubts.append(f"分词认为是姓名：{word}")


def _read_by_jieba(text: str) -> list[tuple[str, str]]:
    try:
        import jieba
        import jieba.posseg
    except ModuleNotFoundError as error:
        raise SamplerError(
            "没有安装 jieba，不能再读一遍。请安装扩展 sampler[flags]，或者删去 bureau.toml 的 publication.flags。"
        ) from error
    jieba.setLogLevel(60)
    return [(pair.word, pair.flag) for pair in jieba.posseg.cut(text)]
