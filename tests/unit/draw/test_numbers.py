"""Numbers of draws: a yearly draw in stages, each with a number that no one can take for a month."""

from datetime import date

import pytest

from sampler.draw import verify
from sampler.failure import SamplerError
from sampler.registers import read_registers, write_table
from sampler.rules.period import parse_period
from sampler.workflow import draws, rules
from tests.unit.draw.conftest import files_of
from tests.unit.draw.small_bureau import CODES, to_drawn, write_bureau
from tests.unit.policies import two_stages

STAGES = """
"规则名称" = "示例县抽查规则"
"年度" = {year}
["程序"]
"抽取周期" = "每年"
""" + two_stages("3家")


def public(data):
    return {p: c for p, c in files_of(data / "draws").items() if "/sealed/" not in p}


@pytest.fixture
def data(tmp_path):
    """Return a bureau that draws once a year; two withheld names, none wholly withheld."""
    made = write_bureau(tmp_path / "data", policy=STAGES)
    rows = [dict(row) for row in read_registers(made).table("objects").rows]
    for number, row in enumerate(rows):
        row["township"] = f"{'东西南北'[number % 4]}镇"
    write_table(made, "objects", rows)
    write_table(made, "withhold", [])
    return made


def test_a_supplementary_draw_of_a_year_never_reads_as_a_month(data, node):
    to_drawn(data, "2025", date(2024, 12, 20))
    assert draws.next_number(data, "2025") == "2025Y-2"
    with pytest.raises(SamplerError, match="2025Y-2"):
        draws.freeze(data, "2025-2", as_of=date(2025, 1, 3), key=b"x" * 32, note="第二阶段")
    to_drawn(data, "2025Y-2", date(2025, 1, 3), note="第二阶段")
    files = public(data)
    assert verify.verify(files).failed == ()
    (theirs,) = node.verify([files], [{"base": 0}])
    assert theirs["exit"] == 0
    second = draws.existing(data, "2025Y-2").manifest()
    assert {stratum.name.split("·")[0] for stratum in second.strata} >= {"抽企业"}
    assert sum(stratum.quota for stratum in second.strata) == 6
    drawn = {unit.code for unit in draws.history(data).units if unit.draw_id == "2025Y-2"}
    assert len(drawn) == 6
    assert drawn <= set(CODES)


def test_numbers_from_before_are_still_read_where_they_are_clear():
    assert [draws.period_of(one) for one in ("2025-2", "2025Q3-2", "2025-02", "2025-02-2", "2025Y-12")] == [
        "2025",
        "2025Q3",
        "2025-02",
        "2025-02",
        "2025",
    ]
    assert parse_period("2025Y-2").text == "2025"
    with pytest.raises(SamplerError, match=r"2 月请写 2025-02.*2025Y-2"):
        parse_period("2025-2")


def test_the_rules_are_tried_on_a_later_stage_of_a_year(data):
    rows = "期,对象代码,层,抽取编号\n2025,东镇,抽乡镇,2025\n2025,西镇,抽乡镇,2025\n"
    (data / "history.csv").write_text(rows, encoding="utf-8")
    report = rules.quotas(data, "2025Y-2", as_of=date(2025, 1, 2)).values
    assert {one["name"]: one["quota"] for one in report["strata"]} == {
        "抽乡镇": 0,
        "抽企业·东镇": 3,
        "抽企业·西镇": 3,
    }


def test_nothing_is_frozen_in_a_period_in_which_no_rule_is_drawn(tmp_path):
    only_second = STAGES.replace('"抽取周期" = "每年"', '"抽取周期" = "每季度"').replace(
        '"应抽" = "2个"', '"应抽" = "2个"\n"抽取期" = [2]'
    )
    data = write_bureau(tmp_path / "data", policy=only_second.partition('[["抽查"]]\n"名称" = "抽企业"')[0])
    rows = [dict(row) for row in read_registers(data).table("objects").rows]
    for row in rows:
        row["township"] = "东镇"
    write_table(data, "objects", rows)
    with pytest.raises(SamplerError, match="没有要抽的"):
        draws.freeze(data, "2025Q1", as_of=date(2024, 12, 20), key=b"x" * 32)
