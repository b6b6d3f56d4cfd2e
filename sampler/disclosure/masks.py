"""The masks of cells that are neither public nor private: names of firms, credit codes, addresses, permit numbers.

A mask gives the published text, or an empty one. What a mask does not understand, it hides.
"""

import re
from collections.abc import Callable, Mapping

from sampler.disclosure.text.checksums import PROVINCES
from sampler.disclosure.text.masks import surname_of
from sampler.failure import SamplerError
from sampler.office.expiry import is_natural_person
from sampler.registers import Row

_COUNTY = re.compile(
    r"^(?:[^省市县区旗]{1,6}?(?:省|市|自治区))?[^省市县区旗]{1,5}?(?:县|区|市|旗)(?:[^镇乡]{1,4}(?:镇|乡|街道))?"
)
_TRADES = (
    "废品收购站", "废旧物资回收站", "再生资源回收站", "回收站", "收购站", "加油站", "加气站", "汽车维修部", "汽修厂", "汽修部", "修理厂", "修理部", "维修部",
    "养殖场", "养猪场", "养鸡场", "养牛场", "种植园", "加工厂", "加工点", "加工部", "加工坊", "家具厂", "砖厂", "石料厂", "板材厂", "塑料厂", "铸造厂", "印刷厂",
    "洗车行", "洗车店", "干洗店", "洗衣店", "理发店", "美容院", "烧烤店", "饭店", "饭庄", "餐馆", "餐厅", "快餐店", "小吃店", "面馆", "食府", "酒楼",
    "便利店", "超市", "商店", "门市部", "门市", "经销处", "经销部", "经营部", "服务部", "批发部", "商行", "药店", "诊所", "门诊部", "口腔诊所", "兽医站",
    "豆腐坊", "油坊", "酒坊", "磨坊", "作坊", "喷漆房", "喷涂厂", "电镀厂", "木器厂", "木材厂", "纸箱厂", "包装厂", "机械厂", "五金厂", "化工厂", "厂", "站", "店", "部", "场", "行",
)  # fmt: skip
_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_OWN_CODE = re.compile(r"[A-Z][A-Z0-9]{0,7}-[A-Z0-9-]{1,24}")


def mask_object_name(name: str, row: Row) -> str:
    """Return the name, or for a sole trader whose name stands in it (or is not known) county, 某 and trade.

    >>> mask_object_name("赵县建国废品收购站", {"kind": "个体工商户", "person": "张建国"})
    '赵县某废品收购站'
    >>> mask_object_name("赵县晨露纸业有限公司", {"kind": "企业", "person": "陈露"})
    '赵县晨露纸业有限公司'
    """
    if not is_natural_person(row):
        return name
    person = re.sub(r"[\s·]", "", row.get("person", ""))
    if person and not names_its_owner(name, person):
        return name
    return masked_firm_name(name, person)


def names_its_owner(name: str, person: str) -> bool:
    """Say whether a firm's name holds the full or given name of its owner, or a pet form of it.

    >>> names_its_owner("赵县小娟理发店", "李娟"), names_its_owner("赵县清泉饭店", "李娟")
    (True, False)
    """
    given = _given(person)
    endings = {person[-size:] for size in (2, 3) if len(person) > size}
    if (
        person in name
        or any(ending in name for ending in endings)
        or (len(given) == 1 and given in _own_words(name))
    ):
        return True
    pets = (f"{before}{char}" for char in given for before in ("小", "阿", "老", "大", char))
    afters = (
        f"{char}{after}" for char in given for after in ("姐", "哥", "嫂", "记", "家", "氏", "子", "叔", "婶")
    )
    return any(pet in name for pet in (*pets, *afters))


def masked_firm_name(name: str, person: str, *, sole: bool = True) -> str:
    """Return county, 某 and the words of the trade, with nothing of the owner's name in it."""
    match = _COUNTY.match(name)
    place = match[0] if match else ""
    if not sole:
        return f"{place}某单位"
    trade = _trade_words(name[len(place) :], person)
    return f"{place}某{trade or '经营户'}"


def _trade_words(rest: str, person: str) -> str:
    given = _given(person)
    for part in (person, given, *given):
        if part and part in rest:
            after = rest[rest.rindex(part) + len(part) :].lstrip("姐哥嫂记家氏子叔婶老小")
            if any(after.endswith(word) for word in _TRADES) and not any(char in after for char in given):
                return after
    known = (word for word in _TRADES if rest.endswith(word) and not any(char in word for char in given))
    return next(known, "")


def _own_words(name: str) -> str:
    match = _COUNTY.match(name)
    return name[match.end() :] if match else name


def _given(person: str) -> str:
    return person[len(surname_of(person)) :] if person else ""


def mask_credit_code(code: str, row: Row) -> str:
    """Return the credit code of a firm; nothing for a natural person, for what may be an ID number or is no code."""
    if is_natural_person(row):
        return ""
    if code[:17].isdigit() and code[:2] in PROVINCES:
        return ""
    return code if _CODE.fullmatch(code) or _OWN_CODE.fullmatch(code) else ""


def mask_address(address: str, row: Row) -> str:
    """Return the township of an address and nothing below it.

    >>> mask_address("赵县范庄镇南庄村幸福街7号", {})
    '赵县范庄镇'
    """
    match = re.match(r"^(?:.{1,8}?(?:省|市|县|区|旗))*?.{1,6}?(?:镇|乡|街道|开发区|园区)", address)
    return match[0] if match else row.get("township", "")


def mask_permit(number: str, row: Row) -> str:
    """Return the permit number of a firm; a sole trader's holds his code."""
    return "" if is_natural_person(row) or number.startswith("92") else number


def mask_person(name: str, _: Row) -> str:
    """Return the surname and 某.

    >>> mask_person("王建国", {}), mask_person("欧阳青", {})
    ('王某', '欧阳某')
    """
    return f"{surname_of(name)}某" if name else ""


MASKS: Mapping[str, Callable[[str, Row], str]] = {
    "object_name": mask_object_name,
    "credit_code": mask_credit_code,
    "address": mask_address,
    "permit": mask_permit,
    "person": mask_person,
}


def apply_mask(rule: str, value: str, row: Row) -> str:
    """Return ``value`` masked by the rule of that name; an unknown rule stops the export."""
    if rule not in MASKS:
        raise SamplerError(f"没有名为“{rule}”的隐去规则。可用的规则：{'、'.join(MASKS)}。")
    return MASKS[rule](value, row)
