"""The office's tasks as staff type them: flags, messages, exit codes."""

from pathlib import Path

import pytest

from sampler.commands.namespace import namespace
from sampler.commands.program import program
from tests.unit.office.conftest import write_bureau
from tests.unit.office.filling import GOOD, KEY, fill, visits, write_visits

TEAM = "130533000，130533001"
ORDER = {**GOOD, "检查结果": "发现问题已责令改正", "处理措施": "责令规范", "责令改正期限": "2025-08-10"}
ANSWERS = {("2025Q3-001", "SX-01"): ORDER, ("2025Q3-001", "SX-02"): GOOD, ("2025Q3-002", "SX-01"): GOOD}


@pytest.fixture
def inv(tmp_path, capsys, monkeypatch):
    """Run one task in a folder of its own; return (exit code, what was printed)."""
    write_visits(write_bureau(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str]:
        code = 0
        try:
            program(namespace(), version="0").run(["inv", *words])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def ok(result: tuple[int, str]) -> str:
    code, text = result
    assert code == 0, text
    return text


def test_a_quarter_runs_through_its_tasks(inv, tmp_path):
    day = "--as-of=2025-07-15"
    assert "已批准" in ok(inv("visits.approve", "2025Q3", "--by=局长", day))
    assert "生成 6 个" in ok(inv("forms.samples", "--out=forms"))
    assert "已生成 11 个文件" in ok(inv("packs", "2025Q3", "--forms=forms", day))
    pack = next(Path("build/office/packs/2025Q3").glob("*.xlsx"))
    filled = fill(pack, tmp_path / "filled.xlsx", ANSWERS)
    assert "新录入 3 项" in ok(inv("results.import", str(filled), "--by=赵示例", day))
    code, text = inv("results.review", "2025Q3", "--by=赵示例", day)
    assert (code, "另一人审核" in text) == (1, True)
    assert "已审核 3 项" in ok(inv("results.review", "2025Q3", "--by=钱示例", day))
    code, text = inv("results.publish", "2025Q3", day)
    assert (code, "--yes" in text) == (1, True)
    assert "已公开 3 项" in ok(inv("results.publish", "2025Q3", "--yes", day))
    move = ("followups.move", "HX-2025Q3-01", "已完成", "--document=FC-1", "--as-of=2025-08-08")
    assert "办理中 → 已完成" in ok(inv(*move))
    assert "已公开 1 件" in ok(inv("followups.publish", "2025Q3", "--as-of=2025-08-09"))
    text = ok(inv("trace", "2025Q3-001"))
    assert "责令改正 HX-2025Q3-01" in text
    assert "没有被改动" in ok(inv("journal.verify"))


def test_single_cases_have_their_tasks(inv):
    day = "--as-of=2025-08-04"
    targeted = (
        "visits.targeted",
        "2025Q3",
        KEY,
        "--items=SX-01",
        "--trigger=投诉举报",
        "--reason=异味",
        f"--team={TEAM}",
        day,
    )
    assert "2025Q3-T01" in ok(inv(*targeted))
    assert visits(Path("data"))["2025Q3-T01"]["team"] == "130533000；130533001"
    text = ok(inv("objections.add", "2025Q3-001", "--requested-by=公民", "--text=写错了", day))
    assert "YY-2025-001" in text
    assert "已答复" in ok(inv("objections.answer", "YY-2025-001", "--answer=已更正", day))
    assert "没有公开期满" in ok(inv("results.expire", day))
    code, text = inv("visits.clue", "--visit=2025Q3-001", "--item=SX-01", f"--team={TEAM}", day)
    assert (code, "不能据此" in text) == (1, True)
    code, text = inv("results.withdraw", "--visit=2025Q3-001", "--yes", day)
    assert (code, "原因" in text) == (1, True)
    code, text = inv(
        "results.correct", "--visit=2025Q3-001", "--item=SX-01", "--field=检查日期", "--value=2025-07-01", day
    )
    assert (code, "没有已公开的结果" in text) == (1, True)
    code, text = inv("followups.add", "--visit=2025Q3-001", "--item=SX-01", "--kind=信用惩戒", day)
    assert (code, "没有检查结果" in text) == (1, True)


def test_what_is_shown_can_be_written(inv):
    day = "--as-of=2025-10-09"
    assert "已写入" in ok(inv("due", "--write", day))
    assert Path("build/office/due/到期提醒.ics").is_file()
    assert "按组" in ok(inv("progress", "2025Q3", "--write", day))
    assert "自查报告" in ok(inv("selfcheck", "2025Q3", "--write", day))
    assert Path("build/office/自查-2025Q3.docx").is_file()
    ok(inv("forms.samples", "--out=forms"))
    assert "督办通知-第一组.docx" in ok(
        inv("supervise", "2025Q3", "--forms=forms", "--limit=2025-10-20", day)
    )
    code, text = inv("exchange.out", "2025Q3", day)
    assert (code, "没有对照表" in text) == (1, True)


def test_a_broken_journal_ends_with_exit_code_one(inv):
    ok(inv("visits.approve", "2025Q3", "--by=局长", "--as-of=2025-07-15"))
    path = Path("data/journal/2025.jsonl")
    path.write_text(path.read_text().replace("局长", "局座"))
    code, text = inv("journal.verify")
    assert code == 1
    assert "被改动" in text
