"""Checking 200 000 rows × 12 columns beside reading them with the csv module, and beside frictionless and pandera.

Ratios, not seconds: the same machine does both. Run with ``pytest tests/bench/test_bench_registers.py -s`` to see the numbers.
"""

import csv
import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from sampler.registers import check_registers
from sampler.registers.codes import check_character
from sampler.registers.dataset import datapackage

ROWS = 200_000
SMALL = 20_000
DAY = date(2025, 6, 30)
HEADER = [
    "对象代码",
    "名称",
    "对象类型",
    "联系电话",
    "地址",
    "乡镇",
    "行业代码",
    "重点监管",
    "信用等级",
    "监管科室",
    "入库日期",
    "状态",
]
PEAK = """
import resource, sys
from datetime import date
from pathlib import Path
from sampler.registers import check_registers
assert check_registers(Path(sys.argv[1]), date(2025, 6, 30)) == []
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def row(number):
    body = f"91130100MA{number:07d}"
    place = f"晴原县北王里镇示例路{number}号"
    day = f"2024-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    name = f"晴原县第{number}号纸制品有限公司（示例）"
    return [
        body + check_character(body),
        name,
        "企业",
        f"0311-{number:08d}",
        place,
        "北王里镇",
        "2231",
        "否",
        "B",
        "执法一中队",
        day,
        "在业",
    ]


def written(folder, count):
    with (folder / "objects.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *map(row, range(count))])
    return folder


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    return written(tmp_path_factory.mktemp("large"), ROWS)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return written(tmp_path_factory.mktemp("small"), SMALL)


def seconds(work, rounds=3):
    """Return the least processor time of a few rounds."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def read_plainly(folder):
    with (folder / "objects.csv").open(encoding="utf-8", newline="") as file:
        return len(list(csv.reader(file)))


def test_checking_costs_less_than_ten_times_the_reading(large):
    plain = seconds(lambda: read_plainly(large))
    ours = seconds(lambda: check_registers(large, DAY), rounds=2)
    print(f"csv {plain:.2f} s, check {ours:.2f} s, ratio {ours / plain:.1f}")
    assert ours < 10 * plain


def test_checking_stays_under_400_megabytes(large):
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(large)], capture_output=True, text=True, check=True
    )
    print(f"peak {done.stdout.strip()} MB")
    assert int(done.stdout) < 400


def test_checking_is_faster_than_frictionless(small):
    from frictionless import Package, system

    (small / "datapackage.json").write_text(json.dumps(_narrow(small)), "utf-8")

    def judge():
        with system.use_context(trusted=True):
            assert Package(str(small / "datapackage.json"), basepath=str(small)).validate().valid

    ours, theirs = seconds(lambda: check_registers(small, DAY)), seconds(judge, rounds=1)
    print(f"check {ours:.3f} s, frictionless {theirs:.3f} s, ratio {theirs / ours:.1f}")
    assert ours < theirs


def test_checking_is_of_the_order_of_pandera(small):
    """pandera checks types, words and uniqueness only; we also check codes, references, dates and twins."""
    import pandas
    import pandera.pandas as pa

    columns = {header: pa.Column(str, nullable=True) for header in HEADER}
    columns["对象代码"] = pa.Column(str, pa.Check.str_matches(r"^[0-9A-Z]{18}$"), unique=True)
    columns["入库日期"] = pa.Column(str, pa.Check.str_matches(r"^\d{4}-\d{2}-\d{2}$"))
    for header, words in (
        ("对象类型", ["企业"]),
        ("重点监管", ["是", "否"]),
        ("信用等级", ["A", "B"]),
        ("状态", ["在业"]),
    ):
        columns[header] = pa.Column(str, pa.Check.isin(words))
    schema = pa.DataFrameSchema(columns)

    def judge():
        schema.validate(pandas.read_csv(small / "objects.csv", dtype=str, keep_default_na=False), lazy=True)

    ours, theirs = seconds(lambda: check_registers(small, DAY)), seconds(judge)
    print(f"check {ours:.3f} s, pandera {theirs:.3f} s, ratio {ours / theirs:.1f}")
    assert ours < 20 * theirs


def _narrow(folder: Path):
    package = datapackage(folder)
    schema = package["resources"][0]["schema"]
    by_name = {field["name"]: field for field in schema["fields"]}
    schema["fields"] = [by_name[header] for header in HEADER]
    return package
