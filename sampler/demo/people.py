"""Invented people: owners, inspectors, experts. Two of them never share a name."""

from collections.abc import Iterator

from sampler.demo.chance import Chance
from sampler.demo.codes import mobile
from sampler.demo.place import Place

Row = dict[str, str]


def person_name(place: Place, *words: object) -> str:
    """Return an invented name for whoever the words stand for; one in sixty has a rare character."""
    chance, given = place.chance, place.words
    surname = chance.pick(given["surnames"], "surname", *words)
    first = chance.pick(given["given_first"], "first", *words)
    if chance.below(60, "rare", *words) == 0:
        return surname + chance.pick(given["rare"], "rare one", *words)
    if chance.percent(25, "short", *words):
        return surname + first
    return surname + first + chance.pick(given["given_second"], "second", *words)


def inspectors(place: Place) -> list[Row]:
    """Return the inspector register: sections, specialities and groups as the place's list says."""
    return list(_inspectors(place))


def _inspectors(place: Place) -> Iterator[Row]:
    number, taken = 0, set[str]()
    for team in place.rows("inspectors"):
        for _ in range(int(team["人数"])):
            number += 1
            name = _fresh_name(place, taken, "inspector", number)
            yield _inspector(place, team, number, name)


def _inspector(place: Place, team: Row, number: int, name: str) -> Row:
    chance = place.chance
    known = team["专业"].split("；")
    left_out = chance.pick(known, "left out", number) if len(known) > 4 else ""
    since = chance.between(2020, 2022, "certificate", number)
    role = "行政执法人员" if team["科室"].startswith("执法") else "日常监管人员"
    return {
        "certificate": f"{place.region}{number:04}",
        "name": name,
        "section": team["科室"],
        "role": role,
        "specialities": "；".join(word for word in known if word != left_out),
        "group": team["组别"],
        "valid_from": f"{since}-03-01",
        "valid_until": f"{since + 6}-02-28",
        "status": "在岗",
        "phone": mobile(chance, "inspector", number),
    }


def experts(place: Place) -> list[Row]:
    """Return the experts who may assist; each knows one subject."""
    return list(_experts(place))


def _experts(place: Place) -> Iterator[Row]:
    taken = {row["name"] for row in inspectors(place)}
    for number, row in enumerate(place.rows("experts"), 1):
        yield {
            "expert_id": f"ZJ-{number:03}",
            "name": _fresh_name(place, taken, "expert", number),
            "organisation": row["单位"],
            "specialities": row["专业"],
            "valid_until": row["聘期至"],
            "phone": mobile(place.chance, "expert", number),
        }


def _fresh_name(place: Place, taken: set[str], *words: object) -> str:
    for attempt in range(100):
        name = person_name(place, *words, attempt)
        if name not in taken:
            taken.add(name)
            return name
    raise AssertionError("a hundred names were taken")


def short_name(chance: Chance, name: str, *words: object) -> str:
    """Return how people speak of someone in a note: the whole name, or 王经理 and the like."""
    title = chance.pick(("经理", "厂长", "主任", "师傅"), "title", *words)
    return name if chance.percent(60, "whole name", *words) else name[0] + title
