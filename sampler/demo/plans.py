"""The item list and the yearly plans of an invented place, as the lists beside this file say."""

from collections.abc import Iterator

from sampler.demo.people import Row
from sampler.demo.place import Place

MONTHS = {"1": "1月—3月", "2": "4月—6月", "3": "7月—9月", "4": "10月—12月"}
QUARTERS = {"每季度": "1234", "每半年": "24", "每年": "3", "预警期间": "14"}
"""In which quarters the plan names an item of this frequency."""
SECTION_HERE = {"执法三中队": "执法二中队", "环评与许可科": "环境管理科"}
"""Which section of the zone does what another one does in the county."""


def items(place: Place, authority: str, valid_from: str) -> list[Row]:
    """Return the item list; the zone has fewer items and fewer sections."""
    chosen = [row for row in place.rows("items") if place.key == "county" or row["第二局"] == "是"]
    return [
        _item(place, row, authority, valid_from, place_in_list) for place_in_list, row in enumerate(chosen, 1)
    ]


def _item(place: Place, row: Row, authority: str, valid_from: str, number: int) -> Row:
    joint = dict.fromkeys(_section(place, name) for name in row["配合科室"].split("；"))
    return {
        "item_id": row["事项编码"],
        "seq": str(number),
        "category": row["抽查类别"],
        "name": row["抽查事项"],
        "scope": row["检查对象"],
        "applies": _condition(row["适用条件"]),
        "weight": row["事项类别"],
        "modes": row["检查方式"],
        "authority": authority,
        "basis": row["检查依据"],
        "section": _section(place, row["责任科室"]),
        "joint_sections": "；".join(joint),
        "speciality": row["专业要求"],
        "ratio": row["抽查比例"],
        "frequency": row["频次"],
        "checkpoints": row["检查要点"],
        "valid_from": valid_from,
    }


def _condition(told: str) -> str:
    return told if " " in told else f"标签 包含 {told}"


def _section(place: Place, name: str) -> str:
    return name if name in place.sections else SECTION_HERE[name]


def plan(place: Place, authority: str, year: int, published: str) -> list[Row]:
    """Return the plan of a year in the Hebei form: every task once a quarter."""
    return list(_tasks(place, authority, year, published))


def _tasks(place: Place, authority: str, year: int, published: str) -> Iterator[Row]:
    listed = items(place, authority, "")
    for quarter in "1234":
        known = [row["item_id"] for row in listed if quarter in QUARTERS[row["frequency"]]]
        for number, row in enumerate(place.rows("plan-tasks"), 1):
            wanted = known if row["抽查事项"] == "*" else row["抽查事项"].split("；")
            chosen = [item for item in known if item in wanted]
            yield {
                "plan_id": f"JH{place.region}{year}{number:02}",
                "plan_name": f"{year}年{authority}随机抽查{number}号",
                "task_id": f"RW{year}Q{quarter}-{number:02}",
                "task_name": row["任务"],
                "kind": row["抽查类型"],
                "ratio": row["抽查比例"],
                "items": "；".join(chosen),
                "scope": row["抽查对象范围"],
                "lead_section": row["发起科室"],
                "joint_sections": row["联合科室"],
                "months": f"{year}年{MONTHS[quarter]}",
                "period": f"{year}Q{quarter}",
                "cross_department": row["跨部门"],
                "departments": row["联合部门"],
                "mode": row["检查方式"],
                "published": published,
            }
