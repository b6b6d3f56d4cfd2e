"""One number, one place: what the registers say, counted here by hand, stands in every report and on the site."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from sampler.demo import county
from sampler.workflow import office_views

pytestmark = pytest.mark.xdist_group("road")
PERIODS = ("2025Q1", "2025Q2", "2025Q3", "2025Q4", "2025")
SHOWN = ("已公开", "已撤回")
FOUND = re.compile("责令改正|待后续处理|立案|移送|移交|不配合|提醒告诫")


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Read a table as a spreadsheet would: no code of ours."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_period(data: Path, family: str, period: str) -> list[dict[str, str]]:
    return [
        row for path in sorted((data / family).glob(f"{period}*.csv")) for row in rows(path.parent, path.stem)
    ]


def counted(data: Path, period: str) -> dict[str, int]:
    """Count the published visits of a period from the registers."""
    visits = [row for row in of_period(data, "visits", period) if row["状态"] in SHOWN]
    results = [row for row in of_period(data, "results", period) if row["状态"] == "已公开"]
    return {
        "已公开": len(visits),
        "随机抽取的检查任务": sum(row["触发原因"] == "随机抽取" for row in visits),
        "定向检查": sum(row["触发原因"] != "随机抽取" for row in visits),
        "联合检查": sum(bool(row["联合科室"] or row["联合部门"]) for row in visits),
        "跨部门联合检查": sum(bool(row["联合部门"]) for row in visits),
        "非现场检查": sum(row["检查方式"] != "现场检查" for row in visits),
        "发现问题的结果": sum(bool(FOUND.search(row["检查结果"])) for row in results),
    }


@pytest.fixture(scope="module")
def data(real: Path) -> Path:
    return real.parent / "data"


@pytest.mark.parametrize("period", PERIODS)
def test_the_self_check_has_the_figures_of_the_registers_and_of_the_public_record(real, data, period) -> None:
    report = office_views.selfcheck(data, period, as_of=county.LAST, public=real / "public").report
    compared = next(section for section in report.sections if section.title == "与公开数据核对")
    ours = counted(data, period)
    assert {row[0]: (row[1], row[2], row[3]) for row in compared.rows} == {
        name: (str(count), str(count), "一致") for name, count in ours.items()
    }
    assert sum(ours.values()) > 0 or period == "2025Q4"


@pytest.mark.parametrize("period", PERIODS)
def test_progress_counts_what_the_registers_hold(data, period) -> None:
    visits = [row for row in of_period(data, "visits", period) if row["状态"] != "已替换"]
    report = office_views.show_progress(data, period, as_of=county.LAST).report
    for section in report.sections[:2]:
        total = dict(zip(section.headers, section.rows[-1], strict=True))
        assert int(total["应检查"]) == len(visits)
        assert int(total["已公开"]) == sum(row["状态"] in SHOWN for row in visits)


@pytest.mark.parametrize("period", PERIODS[:4])
def test_the_statistics_of_the_site_are_the_registers_figures(real, data, period) -> None:
    results = [row for row in of_period(data, "results", period) if row["状态"] == "已公开"]
    stated = {
        row["label"]: int(row["value"])
        for row in rows(real / "public" / "tables", "statistics")
        if (row["topic"], row["dimension"], row["period"]) == ("results", "outcome", period)
    }
    assert stated == dict(Counter(row["检查结果"] for row in results))


def test_the_planted_exceptions_of_the_year_are_in_the_yearly_summary(data, real) -> None:
    report = office_views.selfcheck(data, "2025", as_of=county.LAST, public=real / "public").report
    text = report.as_text()
    sections = {section.title: section for section in report.sections}
    kinds = Counter(row[2] for row in sections["例外及原因"].rows)
    logs = "".join(path.read_text("utf-8") for path in (data / "draws").glob("2025*/events.jsonl"))
    for word, event in (("中止", "aborted"), ("替换", "substituted"), ("重新分派", "reassigned")):
        assert kinds[word] == logs.count(f'"event":"{event}"') > 0
    assert "补充抽取：2025Q2-2" in text
    for title, folder, name in (
        ("更正和撤回", "results", "corrections"),
        ("异议", "decisions", "objections"),
        ("计划变更", "plans", "changes"),
    ):
        count = len(rows(data / folder, name))
        assert "".join(sections[title].lines) == (f"共 {count} 条。" if count else "无。")
    recusals = rows(data / "registers", "recusals")
    assert f"回避 {len(recusals)} 条" in text
