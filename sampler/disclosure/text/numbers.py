"""Numbers that point to a person: ID, mobile, landline, bank card, credit codes of sole traders. Each is checked."""

import re

from sampler.disclosure.text import checksums
from sampler.disclosure.text.rules import D, Rule, digits_of, place_of, rule
from sampler.disclosure.text.spans import BANK_CARD, ID_CARD, LANDLINE, MOBILE, USCC_PERSONAL

S = r"[ \n\-.·_,、/]"
ID_CUE = r"(?:身份证件?|身份号码|公民身份|证件号码?|身份证明|户口本|(?<![a-z])ID(?![a-z]))"
CARD_CUE = r"(?:银行卡|卡号|账号|帐号|账户|帐户|储蓄卡|借记卡|信用卡|工资卡|社保卡|存折|折子号?|原卡|旧卡|card ?(?:no\.?|number)|account ?(?:no\.?|number)|开户行|[工农中建]行卡?|邮储|信用社|农信卡?|(?:转账|打款|汇款|退款|付款|打|汇|转|退)[至到])"
PHONE_CUE = re.compile(
    r"(?:电话|手机|座机|固话|传真|联系|拨打|致电|号码|微信|tel|phone|mobile|[手座司本分总]机)[^\d]{0,6}$",
    re.I,
)
UNITS_AFTER = re.compile(
    r" ?(?:号(?:仪器|设备|机组|采样|样品|水表|电表|桩|探头|主机|流速仪)|m[23³²]|立方|吨|公斤|千克|千瓦|kwh|kw|元|mg|平方|升|毫|nm3|度电|kg|次/|转/|小时|%)",
    re.I,
)
METERED = re.compile(
    r"(?:流量|用[气水电煤油]量?|[气水电]量|读数|示数|表数|止码|起码|底数)(?:(?!电话|手机|座机|联系|号码)[^。;\n]){0,24}\d{6,12}(?:(?!电话|手机|座机|联系|号码)[^\d。;\n]){0,20}$"
)
"""A reading stands before in the same sentence, and nothing about a phone between: the next number is one too."""
LATIN_CUE = re.compile(r"(?:tel|phone|mobile|mob|mp|wx|vx|[vmt]|hp|qq|weixin|wechat|cell)[.:]?$", re.I)
OLD_CELLS = (6, 6, 3)
CELLS, AREA_DIGITS, WHOLE_PARTS = 4, 6, (12, 14)
SHAPES = frozenset(
    {
        (3, 4, 4),
        (3, 3, 5),
        (3, 5, 3),
        (4, 4, 3),
        (4, 3, 4),
        (3, 2, 2, 2, 2),
        (3, 2, 2, 4),
        (3, 4, 2, 2),
        (3, 2, 3, 3),
    }
    | {
        (3, 3, 3, 2),
        (3, 2, 4, 2),
        (1, 2, 4, 4),
        (3, 1, 3, 4),
        (2, 3, 3, 3),
        (1,) * 11,
        (2, 2, 2, 2, 2, 1),
        (1, 2, 2, 2, 2, 2),
        (3, 3, 2, 3),
    }
)
AREA = (
    r"0(?:10|2[0-57-9]|3(?:1\d|35|49|5\d|7\d|9[1-68])|4(?:1\d|2[179]|3\d|5[1-9]|6[4789]|7\d|8[23])|"
    r"5(?:1\d|2[37]|3\d|4[36]|5\d|6[1-6]|7\d|80|9\d)|6(?:3[1-5]|6[02389]|9[12])|7(?:01|1\d|2[248]|3\d|4[3-6]|5\d|6[0-9]|7\d|9\d)|"
    r"8(?:1[2367]|2[5-7]|3\d|5\d|7\d|8[36-8]|9[0-9])|9(?:0[1-9]|1\d|3\d|4[13]|5[1-5]|7\d|9\d))"
)
EXTENSION = r"(?:[ ,]?(?:转(?:分机)?|分机号?|ext\.?|[-*])[ :]?\d{1,6}(?!\d)|\((?:转|分机号?:?)\d{1,6}\))?"
LOCAL = r"[2-8]\d{2,3}[ -]?\d{4}(?!\d)"
LOCAL_CUT = r"[2-8]\d{3}[ -]\d{3}(?![\d-])"
LINE_CUE = r"(?:电话|座机|固话|固定电话|小灵通|传真|总机|号码|宅电|办电|值班|号码?簿上?|[宅办](?=:)|咨询|热线|联系方式|联络方式|家里?|办公室?|值班室|门岗|致电|[改请另]?拨|拨打|回电|来电|打|tel|fax|☎)"


ABROAD = re.compile(r"^\(?(?:\+|00)?86\)?[ \-]{0,2}(?=(?:" + D + S + r"{0,3}){11}$)")
PARTED, ODDLY_PARTED = re.compile(S + "+"), re.compile(r"[.,、/]")
FIRMS_AFTER = re.compile(r"对公|财政|国库|专户|公司账")
FIRMS_BEFORE = re.compile(
    r"对公|财政|非税|罚没|国库|缴款|缴至|专户|基本户|单位|公司账|SIM|物联网|IC卡|门禁|加油卡", re.IGNORECASE
)
RECEIPT = re.compile(r"(?:发票|票据|收据|单据|凭证)[^。\n]{0,20}$")
WHOLE_LINE = re.compile(AREA + r"[2-8]\d{6,7}")
BLANKS = re.compile(r"[ \-]")


def _alone(match: re.Match[str]) -> bool:
    start, end = place_of(match)
    text = match.string
    before = text[max(0, start - 9) : start]
    if before and before[-1].isascii() and before[-1].isalpha() and not LATIN_CUE.search(before):
        return False
    return not (end < len(text) and text[end].isascii() and text[end].isalnum())


def _is_mobile(match: re.Match[str]) -> bool:
    text = match.group("it")
    digits = digits_of(text)
    bare = digits[-11:]
    if len(digits) < 11 or bare[0] != "1" or bare[1] not in "3456789" or not _alone(match):
        return False
    start, end = place_of(match)
    cued = bool(PHONE_CUE.search(match.string[max(0, start - 16) : start]))
    if sum(char in "OolI" for char in text) > 5 or not (
        (cued and _is_parted(text)) or _grouping_is_natural(text)
    ):
        return False
    if cued:
        return True
    metered = METERED.search(match.string[max(0, start - 60) : start])
    return not metered and not UNITS_AFTER.match(match.string, end)


def _is_parted(text: str) -> bool:
    """Say whether only blanks and hyphens part a number that is called a telephone: 13 8 5 7 0 9 1 6 2 7 5."""
    return not ODDLY_PARTED.search(text) and (" " in text or "-" in text)


def _grouping_is_natural(text: str) -> bool:
    number = ABROAD.sub("", text)
    groups = [len(group) for group in PARTED.split(number)]
    if len(groups) == 1 or groups == [3, 4, 4]:
        return True
    return not ODDLY_PARTED.search(number) and (len(groups) == 2 or tuple(groups) in SHAPES)


def _is_id(match: re.Match[str]) -> bool:
    text = match.group("it")
    return checksums.is_id_number(digits_of(text)) and _alone(match) and _is_one_number(text)


def _is_one_number(text: str) -> bool:
    """Say whether blanks part an ID number where people part it; 138205 1912 15830 331 are cells of a table."""
    groups = [len(group) for group in text.split(" ")]
    return len(groups) != CELLS or groups[0] != AREA_DIGITS or sum(groups[:3]) in WHOLE_PARTS


def _looks_like_id(match: re.Match[str]) -> bool:
    digits = digits_of(match.group("it"))
    return checksums.looks_like_id(digits) and "1930" <= digits[6:10] <= "2012" and _alone(match)


def _is_old_id(match: re.Match[str]) -> bool:
    text = match.group("it")
    return checksums.is_old_id_number(digits_of(text)) and _alone(match) and _is_one_old_number(text)


def _is_one_old_number(text: str) -> bool:
    """Say whether blanks part an old ID number where people do; 138205 1912 15830 are cells of a table."""
    groups = tuple(len(group) for group in text.split(" "))
    return len(groups) != len(OLD_CELLS) or groups == OLD_CELLS or max(groups) == min(groups)


def _is_card(match: re.Match[str]) -> bool:
    digits = digits_of(match.group("it"))
    return digits[:2] in {"62", "60", "68"} | {"4" + str(n) for n in range(10)} | {
        "51",
        "52",
        "53",
        "54",
        "55",
        "35",
        "37",
    } and (checksums.passes_luhn(digits) and _alone(match))


def _is_private_account(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 20) : match.start("it")]
    after = match.string[match.end() : match.end() + 16]
    if not 12 <= len(digits_of(match.group("it"))) <= 22:
        return False
    return not FIRMS_AFTER.search(after) and not FIRMS_BEFORE.search(before) and _alone(match)


def _is_line(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 24) : match.start()]
    return _alone(match) and not RECEIPT.search(before)


def _is_whole_line(match: re.Match[str]) -> bool:
    return bool(WHOLE_LINE.fullmatch(digits_of(match.group("it"))))


def _is_traders_code(match: re.Match[str]) -> bool:
    code = match.group("it")
    return not (code.isdigit() and checksums.looks_like_id(code)) and len(BLANKS.sub("", code)) == 18


CERTAIN: tuple[Rule, ...] = (
    rule("number.id", ID_CARD, rf"(?<![0-9])(?P<it>{D}(?:{S}{{0,2}}{D}){{16}}{S}{{0,2}}(?:{D}|[x×]))", "身份证号，校验码正确", "11010519491231002X", accept=_is_id),
    rule("number.trader_code", USCC_PERSONAL, r"(?<![0-9a-z])(?P<it>92(?:[ -]?\d){6}(?:[ -]?[0-9A-Z]){10})(?:(?![0-9a-z])|(?=\d{3}[a-z](?![0-9a-z])))", "个体工商户的信用代码", "92130133MA07ABCD3X001P", accept=_is_traders_code),
)  # fmt: skip
"""So sure that they are masked even where a number would be kept."""

CUED: tuple[Rule, ...] = (
    rule("number.id_cue", ID_CARD, rf"{ID_CUE}[^\d\n。;]{{0,10}}(?P<it>(?:{D}{S}{{0,2}}){{13,18}}[0-9x×])(?![0-9a-z])", "“身份证”后的号码", "身份证号码：110105194912310021"),
    rule("number.card_cue", BANK_CARD, CARD_CUE + r"[^\d\n。;]{0,12}(?P<it>\d(?:[ -]{0,2}\d){3,15}\n\d{1,4}(?:[ -]?\d{1,4}){0,3}(?![0-9 -])|\d(?:[ -]{0,2}\d){11,20})(?![0-9]| ?[元万])", "“账号、卡号”后的号码", "卡号：6222020200112233442", accept=_is_private_account),
)  # fmt: skip
"""Named by the word before them: masked before anything is kept."""

NUMBERS: tuple[Rule, ...] = (
    rule("number.id_shape", ID_CARD, rf"(?<![0-9])(?P<it>{D}(?:{S}{{0,1}}{D}){{16}}{S}{{0,1}}(?:{D}|[x×]))", "身份证号的样子，地区和生日都对，校验码不对", "110105194912310021", accept=_looks_like_id),
    rule("number.old_id", ID_CARD, rf"(?<![0-9])(?P<it>{D}(?:[ -]?{D}){{14}})(?![0-9])", "15 位身份证号", "110105491231002", accept=_is_old_id),
    rule("number.mobile", MOBILE, rf"(?<![0-9])(?P<it>(?:(?:\((?:\+|00)?86\)|(?:\+|00)?86)[ \-]{{0,2}})?[1一幺壹lI](?:{S}{{0,3}}{D}){{10}})(?!\d)", "手机号", "138 1234-5678", accept=_is_mobile),
    rule("number.card_after", BANK_CARD, r"(?<![0-9])(?P<it>\d{15,19})(?=(?:的)?(?:这张|那张|这个)?(?:银行卡|储蓄卡|卡(?![车口])))", "“卡”前的号码", "转到6230520630041188257这张卡", accept=_is_private_account),
    rule("number.card", BANK_CARD, r"(?<![0-9])(?P<it>[3-6](?:[ \n-]{0,2}\d){15,18})(?![0-9])", "银行卡号，校验码正确", "4111 1111 1111 1111", accept=_is_card),
    rule("number.landline", LANDLINE, rf"(?<![0-9a-z.-])(?<!\d )(?P<it>(?:\+?86[ -]?)?(?:\({AREA}\)|{AREA})[ \-/.~]{{0,3}}{LOCAL}{EXTENSION})(?! \d{{4}} ?\d)", "固定电话", "0311-84901234转801", accept=_alone),
    rule("number.landline_broken", LANDLINE, rf"(?<![0-9a-z.-])(?P<it>{AREA}-[2-8]\d{{2,6}}\n\d{{1,5}})(?!\d)", "断行的固定电话", "座机0377-6773\n0592", accept=_is_whole_line),
    rule("number.landline_abroad", LANDLINE, rf"(?<![0-9a-z.-])(?P<it>(?:(?:\+|00)86[ -]?|86[ -])\(?0?\)?{AREA[1:]}\)?[ \-]{{0,2}}{LOCAL}{EXTENSION})", "固定电话", "+86 311 84901234", accept=_alone),
    rule("number.landline_cue", LANDLINE, rf"{LINE_CUE}(?:号码)?(?:[:是为]|\s|\(){{0,3}}(?P<it>(?:\(?0\d{{2,3}}\)?[ \-]{{0,2}})?{LOCAL}{EXTENSION})", "“电话”后的号码，区号不存在也算", "办公电话：84901234", accept=_is_line),
    rule("number.landline_named", LANDLINE, r"(?<![\d-])(?P<it>[2-8]\d{6,7})(?=[,( ]{0,2}(?:是|为)?(?:我|他|她|其|俺)?(?:家里?|办公室?|单位|宿舍|厂里)?的?(?:座机|固话|固定电话|宅电|\((?:办|宅|家)\)|一个(?:号码|电话)))", "“座机”前的号码", "8335716家里座机", accept=_is_line),
    rule("number.landline_signed", LANDLINE, r"(?:审核|填报|复核|经办|承办|联系|负责|值班|制表)人?:?[^\n。;/\d]{1,8}/(?P<it>[2-8]\d{6,7})(?!\d)", "姓名和斜线后的号码", "审核：王示例/5128962；", accept=_is_line),
    rule("number.landline_cut", LANDLINE, rf"{LINE_CUE}(?:号码)?(?:[:是为.]|\s|\(){{0,3}}(?P<it>\(?0\d{{2,3}}\)?[ \-]{{1,2}}{LOCAL_CUT})", "“电话”后隔开写的号码", "Tel：0319-5338 702", accept=_is_line),
    rule("number.landline_fixed", LANDLINE, rf"(?:固话|座机|固定电话|宅电)(?:号码?)?(?:[:是为.]|\s|\(){{0,3}}(?P<it>{LOCAL_CUT}|[2-8]\d{{2}}[ -]\d{{4}}(?!\d))", "“固话”后隔开写的号码", "固话：6033 517", accept=_is_line),
    rule("number.landline_area", LANDLINE, rf"{LINE_CUE}[\u4e00-\u9fff]{{0,6}}(?:[:.]|\s){{0,2}}(?P<it>{AREA}[ \-]{{1,2}}{LOCAL_CUT})", "“电话”后隔开写的号码", "回电打村部0570 6177 210", accept=_is_line),
    rule("number.landline_called", LANDLINE, rf"电话(?:是|都|要|可以)?(?:打|拨|挂)?(?:给|到|去|往)[^\d\n。;]{{1,14}}(?P<it>{LOCAL})", "“电话打给”后的号码", "电话打给老张家里，5381164", accept=_is_line),
    rule("number.landline_list", LANDLINE, rf"{LINE_CUE}[^\d\n]{{0,4}}[\d\- ]{{7,16}}[、,/或和 ]{{1,2}}(?P<it>{LOCAL}{EXTENSION})", "“电话”后的另一个号码", "电话84901234、84905678", accept=_alone),
    rule("number.landline_han", LANDLINE, rf"(?P<it>[零〇][一二三四五六七八九][零〇一二三四五六七八九]{{1,2}}[ -]?[二三四五六七八][零〇一二三四五六七八九幺]{{6,7}})(?!{D})", "用汉字写的固定电话", "零三一一八四九〇一二三四", accept=_is_whole_line),
)  # fmt: skip
"""Numbers that are masked unless they stand in a kept place."""
