"""The tasks as staff type them, through the real program."""

import subprocess
import sys
from pathlib import Path

import pytest

from sampler.registers import read_registers, write_table

ROOT = Path(__file__).parents[3]
FILES = ROOT / "tests" / "data" / "registers"


@pytest.fixture
def work(tmp_path):
    write_table(tmp_path / "data", "objects", [{"code": "XM-001", "name": "旧名（示例）"}])
    return tmp_path


def inv(work, *arguments):
    command = [sys.executable, "-m", "sampler.commands", *arguments]
    return subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)


def test_a_register_goes_through_a_template_an_import_and_an_export(work):
    assert "模板" in inv(work, "registers.template", "objects").stdout
    assert (work / "build/templates/检查对象名录库.xlsx").exists()
    source = str(FILES / "valid_two_row_header.xlsx")
    shown = inv(work, "registers.import", source, "--table", "objects", "--dry-run", "--as-of", "2025-06-30")
    assert "新增 2 条，改名 1 条" in shown.stdout, shown
    asked = inv(work, "registers.import", source, "--table", "objects")
    assert asked.returncode == 1
    assert "--yes" in asked.stderr
    done = inv(work, "registers.import", source, "--table", "objects", "--yes", "--as-of", "2025-06-30")
    assert "已写入" in done.stdout, done
    assert len(read_registers(work / "data").table("objects").rows) == 3
    again = inv(work, "registers.import", source, "--table", "objects", "--yes")
    assert "没有变化" in again.stdout
    assert "3 行" in inv(work, "registers.export", "objects", "--out", "o.csv").stdout


def test_a_file_that_would_empty_the_register_is_not_taken_for_a_yes_alone(work):
    rows = [{"code": f"XM-00{n}", "name": f"虚构户{n}（示例）"} for n in range(1, 5)]
    write_table(work / "data", "objects", rows)
    (work / "新增.csv").write_text("对象代码,名称\nXM-009,新来的（示例）\n", encoding="utf-8")
    done = inv(work, "registers.import", "新增.csv", "--table", "objects", "--yes")
    assert done.returncode == 1
    assert "文件里没有的 4 行会退出" in done.stderr
    assert "--update" in done.stderr
    assert len(read_registers(work / "data").table("objects").rows) == 4
    assert (
        "共 5 行"
        in inv(work, "registers.import", "新增.csv", "--table", "objects", "--update", "--yes").stdout
    )


def test_mistakes_end_with_exit_code_1_and_no_traceback(work):
    file = str(FILES / "invalid_words.csv")
    report = inv(
        work,
        "registers.check",
        "--file",
        file,
        "--table",
        "objects",
        "--coloured",
        "c.xlsx",
        "--report",
        "r.md",
    )
    assert report.returncode == 1
    assert "4 处错误" in report.stdout
    assert "Traceback" not in report.stderr
    assert (work / "c.xlsx").exists()
    assert (work / "r.md").exists()
    for arguments in (
        ["registers.export", "没有的表"],
        ["registers.import", "没有的文件.xlsx"],
        ["registers.closed", "第一季度"],
        ["changes"],
    ):
        done = inv(work, *arguments)
        assert done.returncode == 1, done
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr


def test_reports_and_descriptions_are_written(work):
    assert "消亡企业" in inv(work, "registers.closed", "2025Q1").stdout
    assert "新增对象" in inv(work, "registers.new", "2025Q1").stdout
    assert inv(work, "registers.dictionary", "--out", "d.md").returncode == 0
    assert inv(work, "registers.package", "--out", "p.json").returncode == 0
    assert "规范" in inv(work, "registers.format", "--check").stdout
    assert (work / "d.md").read_text("utf-8").startswith("# 数据字典")


def test_help_after_the_name_of_a_task_explains_it(work):
    told = inv(work, "registers.import", "--help")
    assert (told.returncode, "要导入的文件" in told.stdout, "--sheet" in told.stdout) == (0, True, True)
