"""One number, one place: what the registers say, counted here by hand, stands in every report and on the site."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from sampler.demo import county
from sampler.office.outcomes import OUTCOMES
from sampler.site.figures import found_something
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
        "检查结果": len(results),
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


def cards(page: Path) -> dict[str, int]:
    """The big numbers at the head of a page by their words."""
    found = re.findall(r"<li[^>]*><b>(\d+)</b>([^<]+)</li>", page.read_text("utf-8"))
    return {words: int(number) for number, words in found}


@pytest.mark.parametrize("period", PERIODS[:4])
def test_the_pages_of_the_site_show_the_figures_of_the_self_check(real, data, period) -> None:
    page = cards(real / "site" / "results" / f"{period}.html")
    report = office_views.selfcheck(data, period, as_of=county.LAST, public=real / "public").report
    inside = {row[0]: int(row[1]) for row in report.sections[-1].rows}
    assert page["检查结果（项）"] == inside["检查结果"]
    assert page["发现问题（项）"] == inside["发现问题的结果"]
    unfinished = next(section for section in report.sections if section.title == "没有结局的检查任务")
    late = [row for row in unfinished.rows if row[2] != "定向"]
    assert page["逾期（家）"] == len(late) == (1 if period == "2025Q3" else 0)
    drawn = [
        row
        for row in rows(real / "public" / "tables", "drawn")
        if row["draw_id"].startswith(period) and row["state"] not in ("候补", "已替换")
    ]
    assert page["抽中（家）"] == len(drawn)
    masked = sum(row["state"] == "不予公开" for row in drawn)
    assert 0 <= inside["随机抽取的检查任务"] - page["结果已公开（家）"] <= masked


def test_the_year_of_the_site_is_the_yearly_summary(real, data) -> None:
    year = office_views.selfcheck(data, "2025", as_of=county.LAST, public=real / "public").report
    inside = {row[0]: int(row[1]) for row in year.sections[-1].rows}
    quarters = [cards(real / "site" / "results" / f"{period}.html") for period in PERIODS[:4]]
    assert sum(page["检查结果（项）"] for page in quarters) == inside["检查结果"]
    assert sum(page["发现问题（项）"] for page in quarters) == inside["发现问题的结果"]
    summary = {row[0]: int(row[1]) for row in year.sections[0].rows}
    for name, words in (("应检查", "检查任务"), ("已录入", "已录入"), ("已公开", "已公开"), ("逾期", "逾期")):
        for section in office_views.show_progress(data, "2025", as_of=county.LAST).report.sections[:2]:
            assert int(dict(zip(section.headers, section.rows[-1], strict=True))[name]) == summary[words]
    by_period = next(section for section in year.sections if section.title == "按期别")
    columns = list(zip(*by_period.rows, strict=True))
    assert all(sum(map(int, column[:-1])) == int(column[-1]) for column in columns[1:-1])


def test_office_and_site_mean_the_same_by_a_problem() -> None:
    assert {word for word in OUTCOMES if found_something(word)} == {
        outcome.word for outcome in OUTCOMES.values() if outcome.problem
    }


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
    of_firm = Counter(row["对象代码"] for row in of_period(data, "visits", "2025"))
    met = sum(of_firm[row["对象代码"]] for row in recusals)
    assert f"登记回避 {len(recusals)} 条，本期涉及检查任务 {met} 项次，检查组都避开了" in text
    assert met > 0
    assert sections["超过年度上限"].lines == ("无。",)
    capped = [row for row in sections["没有列入抽样框的对象"].rows if "已到上限" in row[1]]
    assert sum(int(row[2]) for row in capped) == sum(
        row["reason"].startswith("本年检查已到上限")
        for path in (data / "draws").glob("2025*/sealed/exclusions.csv")
        for row in rows(path.parent, "exclusions")
    )
    assert kinds["放宽每人任务上限"] > 0
