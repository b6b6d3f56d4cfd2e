"""The tasks of a draw on the command line: what they print and how they end."""

import re
import subprocess
import sys

import pytest

from tests.unit.draw.small_bureau import CODES, enter, to_commit, to_drawn, write_bureau


def inv(*words, data=None):
    command = [sys.executable, "-m", "sampler.commands", *map(str, words)]
    done = subprocess.run(
        [*command, *(["--data", str(data)] if data else [])],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def data(tmp_path):
    return write_bureau(tmp_path / "数据 文件夹")


def test_a_draw_is_carried_out_on_the_command_line(data):
    code, out, err = inv("draw.freeze", "2025Q1", "--as-of", "2024-12-20", data=data)
    assert (code, err) == (0, ""), err
    assert "2025Q1 已冻结" in out
    code, _, err = inv("draw.run", "2025Q1", "--as-of", "2024-12-20", data=data)
    assert (code, "--yes" in err) == (1, False)  # nobody is asked about what can't be done anyway
    closed = "2024-10-01~2024-10-04"
    code, out, err = inv("draw.commit", "2025Q1", "--as-of", "2024-12-21", "--closed", closed, data=data)
    assert code == 1
    assert "--yes" in err
    code, out, _ = inv(
        "draw.commit", "2025Q1", "--as-of", "2024-12-21", "--closed", closed, "--yes", data=data
    )
    assert code == 0
    assert "承诺是" in out
    code, out, _ = inv("draw.status", "--as-of", "2024-12-21", data=data)
    assert "等待 双色球" in out


def test_verify_takes_a_folder_an_exit_code_and_a_reason(data):
    to_drawn(data)
    code, out, _ = inv("verify", data / "draws", "--as-of", "2025-01-10")
    assert code == 0, out
    assert "能够核验的全部相符" in out
    path = data / "draws" / "2025Q1" / "drawn.csv"
    path.write_bytes(path.read_bytes().replace(b",1,", b",2,", 1))
    code, out, _ = inv("verify", data / "draws", "--as-of", "2025-01-10")
    assert code == 1
    assert "✗ 不符  抽中名单" in out
    assert "这意味着：抽中名单被改过" in out
    code, out, _ = inv("verify", "--private", "--as-of", "2025-01-10", data=data)
    assert code == 1


def test_whoever_verifies_old_files_by_today_is_told_how_to_ask_for_their_own_last_day(data):
    to_drawn(data)
    code, out, err = inv("verify", data / "draws")
    last = re.search(r"最后一条记录是 (\d{4}-\d\d-\d\d)。", err)
    assert code == 1, out
    assert "没有按期做完的算不符" in err
    code, out, err = inv("verify", data / "draws", "--as-of", last[1])
    assert (code, err) == (0, "")


def test_the_time_of_an_invented_bureau_stands_still_where_nobody_names_a_day(data):
    to_commit(data)
    code, out, err = inv("verify", data=data)
    assert code == 0, out
    assert "演示数据停在 2024-12-21" in err
    code, out, err = inv("verify", "--as-of", "2025-02-01", data=data)
    assert (code, err) == (1, "")
    assert "既没有抽取、也没有中止" in out
    path = data / "bureau.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("demo = true", "demo = false"), encoding="utf-8")
    code, out, err = inv("verify", data=data)
    assert (code, err) == (1, ""), "a real bureau goes by today"


def test_a_mistake_is_told_in_chinese_with_exit_code_one(data):
    for words in (
        ("draw.run", "2025Q1", "--yes"),
        ("draw.beacon", "2025Q1", "--line", "x"),
        ("draw.freeze", "二季度"),
        ("draw.receipt", "2025Q1", CODES[0]),
    ):
        code, _, err = inv(*words, data=data)
        assert code == 1, words
        assert err.strip().endswith("。"), err
        assert "Traceback" not in err


def test_the_numbers_of_a_beacon_need_neither_an_option_nor_quotes(data):
    to_commit(data)
    code, out, _ = inv("draw.status", "--as-of", "2025-01-08", data=data)
    shown = re.search(r"\./inv (draw\.beacon 2025Q1 1 ssq \S+ \S+) 号码", out)
    assert shown, out
    numbers = ["03", "07", "12", "19", "25", "31", "+", "08"]
    day = ("--as-of", "2025-01-08")
    code, out, err = inv(*shown[1].split(), *numbers, *day, data=data)
    assert code == 0, err
    assert "已录入：1 ssq" in out
    code, _, err = inv("draw.beacon", "2025Q1", *day, data=data)
    assert code == 2
    assert "还缺少：line" in err


def test_an_option_that_was_left_out_is_named(data):
    code, _, err = inv("draw.witness", "2025Q1", data=data)
    assert code == 1
    assert "还缺少 --record" in err
    assert "Traceback" not in err


def test_a_gone_object_is_reported_as_code_and_reason(data):
    plan = to_commit(data)
    enter(data, "2025Q1", plan.draw, __import__("datetime").date(2024, 12, 30))
    assert inv("draw.run", "2025Q1", "--yes", "--as-of", "2024-12-30", data=data)[0] == 0
    code, _, err = inv("draw.confirm", "2025Q1", "--gone", "没有等号", "--as-of", "2024-12-30", data=data)
    assert code == 1
    assert "代码=理由" in err
    assert inv("draw.confirm", "2025Q1", "--as-of", "2024-12-30", data=data)[0] == 0
