"""Invented objects of inspection: firms, sole traders, outlets, construction projects, water sources."""

from collections.abc import Iterator
from dataclasses import dataclass

from sampler.demo.chance import Chance
from sampler.demo.codes import credit_code, landline, mobile
from sampler.demo.people import Row, person_name
from sampler.demo.place import LEVELS, Place

PERMIT_LETTER = {"重点管理": "P", "简化管理": "Q", "登记管理": "X"}
PERSON_IN_NAME = {"汽车修理厂", "废品收购站", "口腔诊所", "养殖场"}


@dataclass(frozen=True, slots=True)
class Firm:
    """One invented object and where it comes from in the lists."""

    trade: str
    """The trade's word in trades.csv, such as 涂料."""
    number: int
    """Its place among the firms of the trade, from 1."""
    row: Row
    """Its line in the object register."""


def firms(place: Place) -> list[Firm]:
    """Return every object of the place; names and codes are all different."""
    return list(_firms(place))


def _firms(place: Place) -> Iterator[Firm]:
    taken: set[str] = set()
    for trade in place.rows("trades"):
        key = trade["用词"] or trade["行业"]
        for number, level in enumerate(levels_of(trade, place.key), 1):
            row = _object(place, trade, number, level)
            attempt = 0
            while row["name"] in taken:
                attempt += 1
                row = row | {"name": _name(place, trade, row, number, attempt)}
            taken.add(row["name"])
            yield Firm(key, number, row)


def levels_of(trade: Row, key: str) -> list[str]:
    """Return the permit class of each firm of a trade; the zone has fewer firms, spread over the same classes.

    >>> levels_of({"重点管理": "2", "简化管理": "2", "登记管理": "0", "无": "0", "第二局": "2"}, "zone")
    ['重点管理', '简化管理']
    """
    all_levels = [level for level in LEVELS for _ in range(int(trade[level]))]
    if key == "county":
        return all_levels
    wanted = int(trade["第二局"])
    return [all_levels[place * len(all_levels) // wanted] for place in range(wanted)]


def _object(place: Place, trade: Row, number: int, level: str) -> Row:
    key, kind = trade["用词"] or trade["行业"], trade["类型"]
    chance = place.chance.about("object", key, number)
    town = chance.weighted([(t, t.weight) for t in place.townships], "town")
    code = _code(place, chance, kind, number)
    row = {
        "code": code,
        "kind": kind,
        "person": person_name(place, "owner", key, number) if kind != "其他" else "",
        "phone": mobile(chance) if chance.percent(70, "has mobile") else landline(place.area_code, chance),
        "address": f"{place.name}{town.name}{chance.pick(town.villages, 'village')}{chance.between(1, 399, 'house')}号",
        "township": town.name,
        "industry_code": trade["行业代码"],
        "industry": trade["行业"],
        "permit_class": level,
        "permit_no": f"{code}001{PERMIT_LETTER[level]}" if level in PERMIT_LETTER else "",
        "section": town.section,
        "entered": _entered(place, chance),
        "status": "在业",
    }
    row["name"] = _name(place, trade, row, number, 0)
    return row | _standing(trade, level, chance)


def _entered(place: Place, chance: Chance) -> str:
    year = chance.between(2018, 2023 if place.key == "county" else 2021, "year")
    return f"{year}-{chance.between(1, 12, 'month'):02}-{chance.between(1, 28, 'day'):02}"


def _code(place: Place, chance: Chance, kind: str, number: int) -> str:
    if kind == "建设项目":
        return f"XM-{place.region}-{number:03}"
    if kind == "其他":
        return f"SY-{place.region}-{number:03}"
    return credit_code(chance, kind, place.region)


def _name(place: Place, trade: Row, row: Row, number: int, attempt: int) -> str:
    word = trade["用词"]
    chance, words = place.chance.about("name", word, number, attempt), place.words
    brand = chance.pick(words["brand_first"], "first") + chance.pick(words["brand_second"], "second")
    if row["kind"] == "其他":
        return f"{place.name}{row['township']}饮用水水源地{number}号井"
    if row["kind"] == "建设项目":
        owner, what = (chance.pick(place.projects[list_name], list_name) for list_name in ("owner", "what"))
        return f"{place.name}{brand}{owner}{what}"
    if row["kind"] == "个体工商户":
        first = row["person"] if word in PERSON_IN_NAME and chance.percent(60, "own name") else brand
        return f"{place.name}{row['township']}{first}{word}"
    if row["kind"] in ("网点", "事业单位"):
        return f"{place.name}{row['township']}{brand}{word}"
    return f"{place.name}{brand}{word}{trade['后缀']}"


def _standing(trade: Row, level: str, chance: Chance) -> Row:
    """Return tier, key unit, risk, credit, positive list and tags."""
    key_unit = level == "重点管理" and chance.percent(80, "key unit")
    may = not key_unit and level in ("简化管理", "登记管理")
    positive = may and chance.percent(16, "positive")
    risk = "高" if key_unit else chance.weighted([("低", 5), ("中", 4), ("高", 1)], "risk")
    credit = chance.weighted([("A", 3), ("B", 8), ("C", 2), ("未评", 3)], "credit")
    tags = [*trade["标签"].split("；"), {"登记管理": "登记", "无": ""}.get(level, "持证")]
    tags += ["重点排污"] if key_unit else []
    return {
        "tier": "市" if key_unit and chance.percent(20, "tier") else "县",
        "key_unit": "是" if key_unit else "否",
        "risk": "低" if positive else risk,
        "credit": "A" if positive else credit,
        "positive": "是" if positive else "否",
        "tags": "；".join(tag for tag in tags if tag),
    }
