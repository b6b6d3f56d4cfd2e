# ruff: noqa: RUF001  # look-alike characters are what this module is about
"""Other things that point to a person: mail, chat accounts, plates, passports, birth dates."""

import re

from sampler.disclosure.text.rules import Rule, place_of, rule
from sampler.disclosure.text.spans import DOB, EMAIL, IM_ID, PASSPORT, PLATE

AT = r"(?: ?(?:@|\(at\)|\[at\]|<at>|\{at\}|【at】|\(a\)|#at#|_at_|艾特|圈a|\(@\)|\[@\]) ?| at )"
DOT = r"(?: ?(?:\.|。|点|\(dot\)|\[dot\]|【dot】) ?| dot )"
IN_USE = re.compile(r"(?:com|cn|net|org|gov|edu|cc|io|me|info|vip|top|hk|tw)$", re.IGNORECASE)
CHAT = r"(?:微信|微[·.]信|(?<![a-z])[vw薇] ?[❤♥💚]|薇[❤♥💚]|w信|绿泡泡|卫星号(?=:)|威信|薇信|维信|徽信|wechat|weixin|(?<![a-z])wx|(?<![a-z])v ?x(?![a-z])|v信|加 ?v|[留给]v|加微|加薇|(?<![a-z0-9])v(?=:)|(?<![a-z])q ?q|扣扣|扣号|q号|企鹅号?|钉钉|抖音|快手|陌陌|支付宝|飞书|小红书|微博|闲鱼|telegram|skype)"
PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵黔滇粤青藏川宁琼陇秦"
TAIL = r"[ \n·._-]{0,2}"
HAN_DIGIT = "[〇零一二三四五六七八九]"
HAN_YEAR = rf"{HAN_DIGIT}{{4}}年"
HAN_MONTH = (
    r"[元正一二三四五六七八九十冬腊]{1,3}月(?:(?:初|十|廿|卅|二十|三十)?[一二三四五六七八九十]{0,2}[日号]?)?"
)
HAN_DAY = rf"(?:{HAN_MONTH})?"
DATE = (
    rf"(?:(?:公历|阳历|农历|阴历)?(?:(?:19|20)\d{{2}} ?年(?: ?\d{{1,2}} ?月(?: ?\d{{1,2}} ?[日号]?)?|{HAN_MONTH})?|"
    rf"(?:19|20)\d{{2}}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?(?!\d)|(?:19|20)\d{{6}}(?!\d)|(?:19|20)\d{{4}}(?!\d)|{HAN_YEAR}{HAN_DAY}|[3-9]\d年\d{{1,2}}月(?:\d{{1,2}}[日号])?|"
    rf"[四五六七八九][〇零一二三四五六七八九]年{HAN_DAY}))"
)
SEPARATORS, YEAR_LIKE = re.compile(r"[ ·.\-]"), re.compile(r"20[0-4]\d[^警挂]?")
HAN = re.compile(r"[\u4e00-\u9fff]")
ABOUT_CHAT = re.compile("(?:账号|帐号|号码|号|是|为|群|联系)")
NO_ACCOUNT = re.compile(r"(?:app|https?|www|pm\d|gps|vocs?)", re.IGNORECASE)
FILED = re.compile(r"(?:备案号|编号|证号|登记号|文号|批号|型号|规格|铭牌|标牌|机型)[为是:]?[\"']?$")
MODEL = re.compile(
    r"[\"']?(?: ?型(?![货轿客]?车)|为[\u4e00-\u9fff]{0,6}(?:规格|型号)|[^,。;\n]{0,16}系[\u4e00-\u9fff]{0,6}(?:规格|型号))"
)
FILE = re.compile(
    r"\.(?:docx?|xlsx?|pptx?|pdf|jpe?g|png|gif|bmp|tiff?|zip|rar|7z|txt|log|csv|mp[34]|mov|avi|dwg|wps|et|ofd|html?|dat|ini|exe|json|xml|bak)$",
    re.IGNORECASE,
)
ANIMALS = re.compile(r"(?:仔猪|犊牛|羔羊|雏鸡|鸡苗|种猪|牲畜|猪只)[\u4e00-\u9fff]{0,6}$")


def _ordinary_mail(match: re.Match[str]) -> bool:
    start, _ = place_of(match)
    words = match.group("it")
    if FILE.search(words):
        return False
    if (" at " in words or " dot " in words) and not IN_USE.search(words):
        return False
    return start == 0 or not (match.string[start - 1].isascii() and match.string[start - 1].isalnum())


def _is_plate(match: re.Match[str]) -> bool:
    tail = SEPARATORS.sub("", match.group("it"))[2:]
    before = match.string[max(0, match.start("it") - 1) : match.start("it")]
    return (
        sum(char.isdigit() for char in tail) >= 1
        and before != "〔"
        and not FILED.search(match.string[max(0, match.start("it") - 6) : match.start("it")])
        and not YEAR_LIKE.fullmatch(tail)
        and not MODEL.match(match.string, match.end("it"))
    )


def _is_chat(match: re.Match[str]) -> bool:
    account, between = match.group("it"), match.group("between")
    if account.isdigit():
        return len(account) >= 5 and not HAN.search(ABOUT_CHAT.sub("", between))
    return not NO_ACCOUNT.match(account)


def _is_chat_id(match: re.Match[str]) -> bool:
    account = match.group("it")
    digits = account.replace(" ", "")
    return not digits.isdigit() or 6 <= len(digits) <= 10


def _of_a_person(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 12) : match.start()]
    between = match.string[match.start() : match.start("it")]
    said = between.endswith(",") and before[-1:].isascii() and before[-1:].isdigit()
    return not (
        said or (before[-1:] in ("日", "号", "月", "】") and between.endswith(","))
    ) and not ANIMALS.search(before)


MAIL: tuple[Rule, ...] = (
    rule("contact.mail", EMAIL, rf"(?P<it>(?:[a-z0-9_+-]{{1,20}} dot ){{0,2}}[a-z0-9][a-z0-9_.+-]{{0,40}}{AT}[a-z0-9-]{{1,40}}(?:{DOT}[a-z0-9-]{{1,20}}){{0,3}}{DOT}[a-z]{{2,12}}(?![a-z0-9]))", "电子邮箱", "zhangsan(at)qq.com", accept=_ordinary_mail),
    rule("contact.mail_cue", EMAIL, rf"(?:邮箱|信箱|邮件|e-?mail)(?:地址)?(?:是|为|:|\s){{0,3}}(?P<it>[a-z0-9][a-z0-9_.+-]{{1,40}}(?:{AT}|#|点)[a-z0-9-]{{1,20}}(?:(?:\.|点|。)[a-z0-9-]{{1,20}}){{0,3}})", "“邮箱”后的地址", "邮箱：zhang@nei.bao"),
    rule("contact.mail_hash", EMAIL, r"(?<![a-z0-9_.-])(?P<it>[a-z0-9][a-z0-9_.-]{2,30}[#$*](?:qq|163|126|139|189|sina|sohu|gmail|outlook|hotmail|foxmail|yeah|tom|aliyun)\.(?:com|cn|net)(?:\.cn)?)(?![a-z0-9])", "换掉 @ 的邮箱", "发到 xts_kiln#126.com"),
)  # fmt: skip
"""Mail addresses: before numbers, which may stand inside them."""

NAMED: tuple[Rule, ...] = (
    rule("contact.wxid", IM_ID, r"(?<![a-z0-9_])wxid_[a-z0-9]{6,20}", "微信原始号", "wxid_a1b2c3d4e5f6"),
    rule("contact.qq", IM_ID, r"(?:(?<![a-z])q ?q|扣扣|企鹅号?|扣号|q号)(?: ?(?:号码?|账号))?(?:是|为|:|-|\(微信同号\)|\s){0,3}(?P<it>[一二三四五六七八九幺][〇零一二三四五六七八九幺]{4,9}|[1-9]\d{0,5}(?: \d{2,5}){1,2}(?!\d)|[1-9](?: \d){4,9}(?! ?\d)|[1-9]\d{4,9}(?!\d))(?![a-z_@])(?! ?[元吨])", "“QQ”后的账号", "QQ号码：4471902", accept=_is_chat_id),
    rule("contact.chat_sure", IM_ID, rf"{CHAT}(?:号码?|账号)?(?: ?id)?(?:[了吧的],?)?(?:号?是|为|:|,|→|>|-|\s){{0,3}}@?(?P<it>(?=[a-z0-9_-]{{0,18}}[0-9_-])[a-z][a-z0-9_-]{{5,19}})(?![a-z0-9_@.#])", "“微信”后的账号", "微信 lxx-20010911", accept=_is_chat_id),
    rule("contact.chat_word", IM_ID, r"(?:wechat|weixin|qq) ?(?:id|no\.?|account)(?: is|:|\s){1,3}(?P<it>[a-z][a-z0-9_-]{5,19}|[1-9]\d{5,9})(?![a-z0-9_@]|\.[a-z0-9])", "WeChat ID 后的账号", "WeChat ID: lanhai", accept=_is_chat_id),
    rule("contact.chat_quoted", IM_ID, r"(?:微信|(?<![a-z])QQ|扣扣)[^\n。]{0,20}\"号码?(?:是|为|:)?(?P<it>[1-9]\d{5,9})(?!\d)", "QQ 里某个昵称的号", "QQ聊天记录中“老板”号码83920175"),
    rule("contact.passport_no", PASSPORT, r"(?:passport|护照)(?: ?(?:no\.?|number|号码?))?(?:为|是|:| is|\s){0,3}(?P<it>(?<![a-z0-9])[a-z]{1,2}\d{7,8}|(?<![a-z0-9])[a-z]{1,2}\d{2,3} \d{3} \d{3})(?![a-z0-9])", "“护照”后的号码", "Passport No. TK4091375"),
)  # fmt: skip
"""Named by the word right before them: taken before anything is kept."""

CONTACTS: tuple[Rule, ...] = (
    rule("contact.chat_loose", IM_ID, rf"{CHAT}(?!公众|小程序|群发)[\u4e00-\u9fff ]{{1,8}}(?:[:→>]|,号?是?|号是) ?(?P<it>(?=[a-z0-9_-]{{0,18}}[0-9_-])[a-z][a-z0-9_-]{{5,19}}|[1-9]\d{{5,9}})(?![a-z0-9_@.年月日元万])", "提到 QQ、微信后的账号", "QQ也可以：1908374426", accept=_is_chat_id),
    rule("contact.passport_mixed", PASSPORT, r"护照(?:号码?)?(?:为|是|:|\s){0,2}(?P<it>(?=[A-Z0-9]{0,8}\d[A-Z0-9]{0,8}\d)[A-Z][A-Z0-9]{6,9})(?![a-z0-9])", "“护照”后的号码", "护照号C4VK8T2M1"),
    rule("contact.chat_parted", IM_ID, rf"{CHAT}(?:号码?|账号)?(?:是|为|:|吧|,|\s){{0,3}}(?P<it>[1-9]\d{{1,3}}(?: \d{{2,4}}){{1,3}}|(?=[a-z0-9._-]{{0,18}}[0-9_-])[a-z][a-z0-9._-]{{5,19}})(?![a-z0-9_@])", "“微信、QQ”后的账号", "加你微信吧，hnzy-19_lx", accept=_is_chat_id),
    rule("contact.passport_broken", PASSPORT, r"护照(?:号码?)?(?:为|是|:|\s){0,2}(?P<it>[A-Z]{1,2}(?=[\d\n]{8,9}(?!\d))\d{2,6}\n\d{2,6})(?!\d)", "断行的护照号", "护照E2047\n3618"),
    rule("contact.passport_list", PASSPORT, r"护照[^\n。]{0,60}[、,和及; ](?P<it>[A-Z]{1,2}\d{7,8})(?![a-z0-9])", "“护照”后的另一个号码", "护照号E12345678、G87654321"),
    rule("contact.passport_before", PASSPORT, r"(?<![a-z0-9])(?P<it>[a-z]{1,2}\d{7,8})(?=号?的?\(?(?:护照|通行证))", "“护照”前的号码", "持G55667788号护照"),
    rule("contact.chat", IM_ID, rf"{CHAT}(?P<between>(?:账号|帐号|号码|号|id|联系方式|联系|群号?|昵称)?(?:是|为|:|=|叫|\s|\"|\(|\[|【|,){{0,4}}|[\u4e00-\u9fff]{{1,6}}[:\s\"(]{{0,2}})(?P<it>wxid_[a-z0-9]{{6,20}}|[a-z][a-z0-9_-]{{5,19}}(?:\.[a-z]{{2,6}}(?![a-z]))?|[1-9]\d{{4,11}})(?![a-z0-9_])", "“微信、QQ”后的账号", "微信号：zhang_san88", accept=_is_chat),
    rule("contact.chat_before", IM_ID, r"(?<![a-z0-9_@.-])(?P<it>(?=[a-z0-9_-]{0,18}[0-9_-])[a-z][a-z0-9_-]{5,19}|[1-9]\d{4,9})(?=(?:\(|是|为)(?:我|他|她|其|俺|本人)?的?(?:微信|qq)(?:号|[,。;)]|$))", "“是他的微信”前的账号", "账号laogou77（微信）", accept=_is_chat_id),
    rule("contact.chat_named", IM_ID, r"微信(?:叫|名|昵称)[^\n。]{1,16}号(?:是|为|:)(?P<it>[a-z][a-z0-9_-]{5,19})(?![a-z0-9_@])", "说了微信名之后的号", "微信叫“风轻”，号是FQYD-0570-x"),
    rule("contact.chat_later", IM_ID, r"(?:微信|(?<![a-z])QQ|扣扣)[^\n]{0,40}(?:(?:的|,|他|她)号码?(?:是|为|:)|,号码|\"号码?(?:是|为|:)?)(?P<it>[1-9]\d{5,9})(?!\d)", "前面提到 QQ、微信的号", "用QQ联系,阿贵的号是558201936"),
    rule("contact.chat_told", IM_ID, r"(?:微信|(?<![a-z])QQ|扣扣)[^\n]{0,60}[,。:\"(](?P<it>[a-z]{2,12}[_-][a-z0-9_-]{2,14}|[a-z]{3,12}\d{3,8})(?=[,。;)\"]|$)", "前面提到微信的账号", "你微信号多少？答：就是拼音，hhjg-1974，", accept=_is_chat_id),
    rule("contact.passport", PASSPORT, r"(?:护照|通行证|passport|台胞证|回乡证|居留证)[^\n。;]{0,12}?(?P<it>(?<![a-z0-9])[a-z]{0,2} ?\d{6,10})(?![a-z0-9])", "“护照”后的号码", "护照号码E12345678"),
)  # fmt: skip
"""Each with a name, a reason and an example."""

BIRTHS: tuple[Rule, ...] = (
    rule("birth.before", DOB, rf"(?:出生(?:日期|年月日|年月|时间|日|于|在)?|生于|生日|诞生于|出生地及时间|生年月日|dob|date of birth)[\"']?(?:一?栏|那栏)?(?:里|内)?(?:写成?了?|填成?了?|登记成?了?|记成?了?)?(?:是|为|:|\s|\(|,|\|){{0,3}}(?:\?\s?答[:,]?\s?)?(?:我?是)?(?P<it>{DATE})", "“出生”后的日期", "出生日期：1975年3月5日", accept=_of_a_person),
    rule("birth.after", DOB, rf"(?<!\d)(?P<it>{DATE})(?: ?,?)\(?(?:出生(?!率)|生人|(?:就|才)?是(?:他|她|我|其|本人)的?生日|落地|生日|降生|生(?=[的,。;)、\s]|$))", "“出生”前的日期", "1975年3月5日出生", accept=_of_a_person),
    rule("birth.card", DOB, rf"(?:身份证|户口本|户口)(?:上)?(?:的)?(?:却|倒|才)?(?:是|为|写成|写作|写的?是?|登记的?是?|载明)(?P<it>(?!20[12]){DATE})(?!\d)", "“身份证为”后的日期", "身份证为1973-02-28"),
    rule("birth.told", DOB, rf"(?:我|他|她|俺)是?(?P<it>[四五六七八九][〇零一二三四五六七八九]年{HAN_MONTH})(?=的|生)", "自己说的生日", "我七二年三月的"),
    rule("birth.sex", DOB, rf"[男女][,、\s]{{1,2}}(?:(?:汉|满|回|蒙古|苗|壮|朝鲜|维吾尔|藏)族[,、\s]{{1,2}})?(?P<it>(?!20[12]){DATE})(?=[,。;)、\s]|$)", "性别后的日期", "男，汉族，1975年3月5日，"),
)  # fmt: skip
"""Birth dates: before the dates that are kept."""

PLATES: tuple[Rule, ...] = (
    rule("contact.plate", PLATE, rf"(?<![0-9A-Z])(?P<it>(?:[{PROVINCE}]牌?|\([{PROVINCE}]\))[ ·-]?[A-HJ-Z]{TAIL}(?:[A-Z0-9][ ·]?){{4}}(?:[A-Z0-9] ?[A-Z0-9](?![a-z0-9])[挂学警]?|[A-Z0-9](?![a-z0-9])[挂学警]?|[挂学警港澳试超领](?!信)))", "车牌号", "冀A·D12345", accept=_is_plate),
    rule("contact.plate_old", PLATE, rf"(?:拖拉机|农用车|三轮车|农机|联合收割机)[^\n。]{{0,8}}(?P<it>[{PROVINCE}] ?\d{{2}}[ ·-]?[A-Z0-9]{{5}})(?![a-z0-9])", "农机号牌", "拖拉机冀01·A1234"),
    rule("contact.plate_army", PLATE, r"(?P<it>(?:WJ ?[\u4e00-\u9fff]?|[军空海北沈兰济南广成][A-Z]) ?[·-]?\d{4,5}[A-Z]?)(?![a-z0-9])", "军警车牌", "WJ冀12345"),
)  # fmt: skip
"""Plates: before values are kept, for 6T83 is no weight."""
