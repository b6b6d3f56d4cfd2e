"""Visits of the year against the cap: what counts, what was known, who is free."""

from datetime import date

from sampler.rules import DrawnUnit, History, work_out_quotas
from sampler.rules.period import parse_period
from sampler.rules.standing import counted_visits
from tests.unit.rules.makers import DAY, firms, policy, registers
from tests.unit.rules.test_targets import visit

RULES = policy("""
[[抽查]]
名称 = "企业"
应抽 = "全部"
[上限]
每户每年 = 2
计入 = ["日常", "专项"]
豁免 = [{ 名称 = "举报", 触发 = ["投诉举报"] }]
""")
Q3 = parse_period("2025Q3")


def counts(*rows, history=History(), as_of=None):  # noqa: B008  # a History never changes
    parts = {}
    for row in rows:
        parts.setdefault(row["检查任务编号"][:6], []).append(row)
    return dict(counted_visits(registers(firms(3), visits=parts), RULES, Q3, history, as_of=as_of).counts)


def test_only_counted_kinds_ways_and_triggers_count():
    rows = [
        visit(1, "A0001", period="2025Q1"),
        visit(2, "A0001", period="2025Q1", 检查类型="个案"),
        visit(3, "A0001", period="2025Q1", 检查方式="科技检查"),
        visit(4, "A0001", period="2025Q1", 触发原因="投诉举报", 抽取编号=""),
        visit(5, "A0001", period="2025Q1", 状态="已替换"),
        visit(6, "A0002", period="2024Q4"),
    ]
    assert counts(*rows) == {"A0001": 1}


def test_nth_and_limit_are_told():
    visits = counted_visits(
        registers(firms(1), visits={"2025Q1": [visit(1, "A0001", period="2025Q1")]}), RULES, Q3, History()
    )
    assert (visits.words("A0001"), visits.words("A0002")) == ("第 2 次 / 上限 2 次", "第 1 次 / 上限 2 次")


def test_what_was_not_known_on_the_day_does_not_count():
    history = History((DrawnUnit("2025Q1", "2025Q1", "A0001", "企业", date(2024, 12, 26)),))
    rows = [
        visit(1, "A0001", period="2025Q1"),
        visit(2, "A0001", period="2025Q4"),
        visit(3, "A0002", period="2025Q3", 抽取编号="", 批准日期="2025-07-15"),
    ]
    assert counts(*rows, history=history, as_of=DAY) == {"A0001": 1}
    assert counts(*rows, history=history, as_of=date(2025, 8, 1)) == {"A0001": 1, "A0002": 1}


def test_a_drawn_object_without_a_written_visit_counts_once():
    history = History((DrawnUnit("2025Q2", "2025Q2", "A0001", "企业", DAY),))
    assert counts(history=history) == {"A0001": 1}
    assert counts(visit(1, "A0001", period="2025Q2"), history=history) == {"A0001": 1}


def test_a_cap_below_the_minimum_is_a_named_conflict_with_the_number_of_objects():
    rows = [visit(i, "A0001", period="2025Q1") for i in (1, 2)]
    history = History((DrawnUnit("2025Q1", "2025Q1", "A0001", "企业", DAY),))
    report = work_out_quotas(registers(firms(3), visits={"2025Q1": rows}), RULES, "2025Q3", DAY, history)
    (conflict,) = report.conflicts
    assert (conflict.name, conflict.count) == ("cap", 1)
    assert "已到年度上限 1 户" in conflict.text
    assert [entry.reason for entry in report.strata[0].excluded] == ["本年检查已到上限 2 次"]
