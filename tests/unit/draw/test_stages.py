"""Townships are drawn first, then firms of the drawn townships: two draws in one chain, from the freeze to the last opening."""

from datetime import date

import pytest

from sampler.draw import opening, verify
from sampler.failure import SamplerError
from sampler.registers import read_registers, write_table
from sampler.workflow import draws
from sampler.workflow import verify as verification
from tests.unit.draw.complete import public_files
from tests.unit.draw.small_bureau import enter, inspected, to_drawn, write_bureau
from tests.unit.policies import two_stages

POLICY = (
    """
"规则名称" = "示例县两阶段抽查规则"
"年度" = {year}
["程序"]
"抽取周期" = "每季度"
"每组人数" = 2
"""
    + two_stages("4家")
    + """"不足全取" = true
"""
)
TOWNS = ("东山镇", "西河镇", "南湖乡", "北原镇", "中关街道")
LAST = date(2025, 4, 20)


@pytest.fixture
def data(tmp_path):
    data = write_bureau(tmp_path / "data", policy=POLICY)
    registers = read_registers(data)
    rows = [{**row, "township": TOWNS[n % 5]} for n, row in enumerate(registers.table("objects").rows)]
    write_table(data, "objects", rows)
    tasks = [
        {**row, "task_id": row["task_id"].replace(row["scope"], place), "task_name": f"{row['period']}{place}抽查", "scope": f"抽企业·{place}"}
        for row in registers.table("plans", "2025").rows
        for place in TOWNS
        if row["scope"] == "重点"
    ]  # fmt: skip
    write_table(data, "plans", tasks, "2025")
    return data


def test_townships_then_firms_of_the_drawn_townships(data, node):
    _, known = to_drawn(data, "2025Q1")
    drawn = [
        (p.stratum, unit.code) for p, unit in draws.drawn_codes(draws.existing(data, "2025Q1")) if p.drawn
    ]
    towns = {code for _, code in drawn}
    assert len(towns) == 2
    assert towns < set(TOWNS)
    draws.confirm(data, "2025Q1", as_of=known)

    plan, second = to_drawn(data, "2025Q1-2", known, note="第二阶段：从抽中的乡镇里抽企业")
    places = {row["code"]: row["township"] for row in read_registers(data).table("objects").rows}
    firms = [unit.code for p, unit in draws.drawn_codes(draws.existing(data, "2025Q1-2")) if p.drawn]
    assert len(firms) == 8
    assert {places[code] for code in firms} == towns
    draws.confirm(data, "2025Q1-2", as_of=second)
    later = date.fromisoformat(max(slot.ladder[0].date for slot in plan.assign))
    enter(data, "2025Q1-2", plan.assign, later)
    draws.assign(data, "2025Q1-2", as_of=later)
    visits = read_registers(data).table("visits", "2025Q1").rows
    assert {row["code"] for row in visits if row["draw_id"] == "2025Q1-2"} >= set(firms)
    assert all(row["team"] and row["items"] == "SX-01" for row in visits)
    assert "2025Q1" not in {row["draw_id"] for row in visits}, "nobody inspects a township"

    inspected(data, "2025Q1-2")
    for draw in ("2025Q1", "2025Q1-2"):
        draws.open_all(data, draw, as_of=LAST)
    opened = opening.read_openings(draws.existing(data, "2025Q1").read("openings.csv"))
    assert {one.unit().id for one in opened} == set(TOWNS)
    files = public_files(data)
    assert verify.verify(files, as_of=LAST.isoformat()).failed == ()
    (theirs,) = node.verify([files], [{"base": 0, "asOf": LAST.isoformat()}])
    assert theirs["exit"] == 0
    inside = verification.private(data, as_of=LAST)
    assert [check.as_text() for check in inside.failed] == []


def test_an_upper_stage_gets_no_teams(data):
    plan, known = to_drawn(data, "2025Q1")
    draws.confirm(data, "2025Q1", as_of=known)
    assert "下一阶段" in draws.status(data, as_of=known).as_text()
    later = date.fromisoformat(max(slot.ladder[0].date for slot in plan.assign))
    enter(data, "2025Q1", plan.assign, later)
    with pytest.raises(SamplerError, match="下一阶段"):
        draws.assign(data, "2025Q1", as_of=later)
