"""Assignment and packs at their sizes: ten thousand random instances, 300 task packs; how quick a quarter is: work_assignment."""

import time
from datetime import date
from pathlib import Path

import pytest

from sampler.office.samples import write_samples
from sampler.registers import write_table
from sampler.workflow.office_packs import packs
from tests.unit.office.conftest import PEOPLE, write_bureau
from tests.unit.office.test_flow import judge


def test_ten_thousand_random_instances_against_an_independent_feasibility_test():
    lawful = sum(judge(number) for number in range(10_000))
    print(f"\n10 000 instances: {lawful} lawful, {10_000 - lawful} with a true shortage")
    assert 2_000 < lawful < 8_000


def three_hundred_visits(data: Path) -> None:
    people = [row["certificate"] for row in PEOPLE[:4]]
    objects = [
        {"code": f"91130533MA{n:07}X", "name": f"赵县示例{n}号有限公司", "kind": "企业", "status": "在业"}
        for n in range(300)
    ]
    write_table(data, "objects", [{**row, "address": "赵县示例镇1号"} for row in objects])
    write_table(
        data,
        "public_ids",
        [
            {"public_id": f"e{n + 1:05}", "code": row["code"], "since": "2025-01-01"}
            for n, row in enumerate(objects)
        ],
    )
    base = {
        "kind": "日常",
        "mode": "现场检查",
        "trigger": "随机抽取",
        "state": "未检查",
        "due": "2025-09-30",
        "items": "SX-01；SX-02",
    }
    rows = [
        {
            **base,
            "visit_id": f"2025Q3-{n:03}",
            "code": row["code"],
            "lead": people[n % 4],
            "team": f"{people[n % 4]}；{people[(n + 1) % 4]}",
        }
        for n, row in enumerate(objects, 1)
    ]
    write_table(data, "visits", rows, "2025Q3")


@pytest.mark.parametrize(("forms", "files"), [(False, 4), (True, 4 + 300 * 5)])
def test_three_hundred_visits_are_packed_in_well_under_a_minute(tmp_path, forms, files):
    data = write_bureau(tmp_path / "data")
    text = (
        data / "bureau.toml"
    ).read_text() + '[portal]\nurl = "https://www.example.invalid/"\npath = "/ssj/"\n'
    (data / "bureau.toml").write_text(text)
    three_hundred_visits(data)
    write_samples(tmp_path / "forms")
    begin = time.perf_counter()
    made = packs(
        data, "2025Q3", out=tmp_path, forms=tmp_path / "forms" if forms else None, as_of=date(2025, 7, 2)
    )
    took = time.perf_counter() - begin
    print(f"\n300 visits, {made.files} files: {took:.1f} s")
    assert made.files == files
    assert took < 60
