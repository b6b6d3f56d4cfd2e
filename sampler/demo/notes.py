"""Free text of invented outcomes: with names, phones and ID numbers in it, as such texts are in real offices.

None of it may reach the public as it stands; that is what it is here for.
"""

from dataclasses import dataclass

from sampler.demo.chance import Chance
from sampler.demo.codes import identity_number, landline, mobile
from sampler.demo.people import Row, person_name, short_name
from sampler.demo.place import LISTS, Place, read_rows

PINYIN = ("qinghe", "wangshu", "yunmai", "songtao", "heyuan", "muchuan")


@dataclass(frozen=True, slots=True)
class Finding:
    """What an inspector wrote about one item."""

    outcome: str
    """Word of the code list."""
    measure: str
    """What was ordered."""
    note: str
    """Free text."""


def answers(place: Place, firm: Row, inspector: str, question: str) -> dict[str, str]:
    """Return what each placeholder stands for in one text."""
    chance = place.chance.about("note", question)
    owner = firm.get("person") or person_name(place, "keeper", question)
    word = chance.pick(PINYIN, "account")
    return {
        "name": owner,
        "title": short_name(chance, owner),
        "mobile": mobile(chance),
        "landline": landline(place.area_code, chance),
        "neighbor": person_name(place, "neighbor", question),
        "neighbormobile": mobile(chance, "neighbor"),
        "id": identity_number(chance, place.region),
        "inspector": inspector,
        "outlet": chance.pick(("DA001", "DA002", "DA003"), "outlet"),
        "plate": f"冀Z·{chance.digits(5, 'plate')}",
        "village": firm.get("address", ""),
        "wechat": f"{word}{chance.digits(4, 'wechat')}",
        "mail": f"{word}{chance.digits(3, 'mail')}@{place.key}-demo.example",
    }


def written(place: Place, told: Row, firm: Row, inspector: str, question: str) -> Finding:
    """Fill one line of the lists in for a firm."""
    note = told["情况说明"].format_map(answers(place, firm, inspector, question))
    return Finding(told.get("检查结果", "未发现问题"), told.get("处理措施", ""), note)


def _problems(category: str, outcome: str) -> list[Row]:
    return [
        row
        for row in read_rows(LISTS / "problems.csv")
        if (row["类别"], row["检查结果"]) == (category, outcome)
    ]


def has_problem(category: str, outcome: str) -> bool:
    """Tell whether items of a category can have this outcome."""
    return bool(_problems(category, outcome))


def problem(place: Place, category: str, outcome: str, question: str) -> Row | None:
    """Return a line for this kind of problem; none when the category has no such line."""
    lines = _problems(category, outcome)
    return place.chance.pick(lines, "problem", question) if lines else None


def closing(outcome: str) -> Row:
    """Return the line for a firm that could not be inspected."""
    return next(row for row in read_rows(LISTS / "closings.csv") if row["检查结果"] == outcome)


def remark(chance: Chance, mode: str, question: str) -> Row:
    """Return a line for an item where nothing was found; five in six say nothing."""
    lines = [row for row in read_rows(LISTS / "remarks.csv") if row["检查方式"] == mode]
    return (
        chance.pick(lines, "remark", question) if chance.below(6, "say", question) == 0 else {"情况说明": ""}
    )
