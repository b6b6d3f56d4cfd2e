"""Changes in plain words, saving and putting back. With real git."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from sampler.failure import SamplerError
from sampler.registers import history, read_registers, write_table
from sampler.workflow import registers as steps

DAY = date(2025, 7, 1)
FIRMS = [
    {"code": "XM-01", "name": "甲厂", "permit_class": "登记管理", "entered": "2024-01-01"},
    {"code": "XM-02", "name": "乙厂", "entered": "2024-01-01"},
    {"code": "XM-03", "name": "丙厂", "entered": "2024-01-01"},
]
PEOPLE = [{"certificate": "01", "name": "赵示例", "section": "一队", "valid_until": "2025-03-15"}]


def git(folder, *arguments, **environment):
    names = {
        "GIT_AUTHOR_NAME": "示例",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "示例",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
    }
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, env=names | environment)


def commit(folder, message, day):
    git(folder, "add", "-A")
    git(
        folder,
        "commit",
        "-q",
        "-m",
        message,
        GIT_AUTHOR_DATE=f"{day}T10:00:00",
        GIT_COMMITTER_DATE=f"{day}T10:00:00",
    )


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "本局 数据"
    write_table(folder, "objects", FIRMS)
    write_table(folder, "inspectors", PEOPLE)
    (folder / "bureau.toml").write_text(
        '[registers]\nauthor = "执法科"\nauthor_mail = "zfk@example.org"\n', "utf-8"
    )
    git(tmp_path, "init", "-q")
    commit(tmp_path, "开始", "2025-01-10")
    return folder


def test_changes_are_told_in_the_words_of_the_bureau(data):
    write_table(
        data,
        "objects",
        [
            FIRMS[0] | {"permit_class": "重点管理"},
            FIRMS[1] | {"name": "乙新厂", "former_names": "乙厂"},
            {"code": "XM-04", "name": "丁厂"},
        ],
    )
    text = steps.changes(data, None, None, as_of=DAY).as_text()
    for line in (
        "检查对象名录库：新增 1，退出 1，改名 1，调整分类 1",
        "调整分类：XM-01 甲厂（排污许可管理类别：“登记管理”改为“重点管理”）",
        "改名：XM-02 乙新厂（名称：“乙厂”改为“乙新厂”；曾用名：乙厂）",
        "退出：XM-03 丙厂",
        "新增：XM-04 丁厂",
        "人员资格到期：01 赵示例",
    ):
        assert line in text
    for word in ("commit", "git", "diff", "HEAD"):
        assert word not in text


def test_changes_between_two_days_use_what_was_saved_then(data):
    write_table(data, "objects", FIRMS[:2])
    commit(data.parent, "退出", "2025-02-10")
    write_table(data, "objects", FIRMS[:1])
    commit(data.parent, "再退出", "2025-05-10")
    report = steps.changes(data, date(2025, 1, 31), date(2025, 2, 28), as_of=DAY)
    assert [(change.kind, change.key) for change in report.changes] == [("退出", "XM-03")]
    later = steps.changes(data, date(2025, 2, 28), date(2025, 6, 1), as_of=DAY)
    assert {(change.kind, change.key) for change in later.changes} == {
        ("退出", "XM-02"),
        ("人员资格到期", "01"),
    }
    with pytest.raises(SamplerError, match="2024-12-31 以前没有保存过"):
        steps.changes(data, date(2024, 12, 31), None, as_of=DAY)


def test_saving_keeps_the_bureau_as_author_and_leaves_nothing_unsaved(data):
    write_table(data, "objects", FIRMS[:2])
    assert history.unsaved(data) == ("registers/objects.csv",)
    assert "已保存 1 个文件：丙厂退出" in steps.save(data, "丙厂退出")
    assert history.unsaved(data) == ()
    shown = subprocess.run(
        ["git", "log", "-1", "--format=%an <%ae>"], cwd=data, check=True, capture_output=True, text=True
    )
    assert shown.stdout.strip() == "执法科 <zfk@example.org>"


def test_saving_leaves_files_outside_the_data_folder_alone(data):
    (data.parent / "other.txt").write_text("x", "utf-8")
    write_table(data, "objects", FIRMS[:1])
    steps.save(data, "改")
    shown = subprocess.run(
        ["git", "show", "--name-only", "--format=", "-z"], cwd=data, check=True, capture_output=True
    )
    assert shown.stdout.decode().strip("\x00").split("\x00") == ["本局 数据/registers/objects.csv"]


def test_saving_needs_a_message_a_change_and_readable_tables(data):
    with pytest.raises(SamplerError, match="没有需要保存"):
        steps.save(data, "x")
    write_table(data, "objects", FIRMS[:2])
    with pytest.raises(SamplerError, match="-m"):
        steps.save(data, " ")
    (data / "registers/objects.csv").write_text("对象代码,名称\n,甲\n", "utf-8")
    with pytest.raises(SamplerError, match="错误"):
        steps.save(data, "x")


def test_undo_puts_a_table_back(data):
    before = (data / "registers/objects.csv").read_bytes()
    write_table(data, "objects", FIRMS[:1])
    write_table(data, "inspectors", [])
    steps.undo(data, "objects", as_of=DAY)
    assert (data / "registers/objects.csv").read_bytes() == before
    assert read_registers(data).table("inspectors").rows == ()
    with pytest.raises(SamplerError, match="不需要恢复"):
        steps.undo(data, "objects", as_of=DAY)


def test_undo_does_not_delete_what_was_never_saved(data):
    write_table(data, "experts", [{"expert_id": "1", "name": "钱示例"}])
    with pytest.raises(SamplerError, match="从来没有保存过"):
        steps.undo(data, "experts", as_of=DAY)
    assert (data / "registers/experts.csv").exists()


def test_a_message_that_looks_like_an_option_stays_a_message(data):
    write_table(data, "objects", FIRMS[:1])
    assert "--amend; rm -rf" in steps.save(data, "--amend; rm -rf")


def test_without_history_the_rest_still_works(tmp_path, monkeypatch):
    write_table(tmp_path, "objects", FIRMS)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(SamplerError, match="没有保存记录"):
        steps.changes(tmp_path, None, None, as_of=DAY)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SamplerError, match="没有安装 git"):
        steps.save(tmp_path, "x")
    assert steps.check(tmp_path, as_of=DAY).errors == ()


POLICY = Path(__file__).parents[3] / "data" / "policy" / "2025.toml"


def test_a_changed_class_is_told_with_the_rule_that_makes_it(data):
    (data / "policy").mkdir()
    shutil.copy(POLICY, data / "policy" / "2025.toml")
    write_table(
        data,
        "objects",
        [FIRMS[0] | {"permit_class": "重点管理"}, *FIRMS[1:], {"code": "XM-05", "name": "戊厂"}],
    )
    report = steps.changes(data, None, None, as_of=DAY)
    told = [change for change in report.changes if change.title.startswith("检查对象类别")]
    assert [(change.key, change.kind, change.fields[0]) for change in told] == [
        ("XM-01", "调整分类", ("类别", "一般", "重点"))
    ]
    assert "“一般”改为“重点”；依据：" in report.as_text()


def test_a_policy_that_cannot_be_read_leaves_the_other_changes_told(data):
    (data / "policy").mkdir()
    (data / "policy" / "2025.toml").write_text("= =", "utf-8")
    write_table(data, "objects", FIRMS[:2])
    assert [change.kind for change in steps.changes(data, None, None, as_of=date(2025, 3, 1)).changes] == [
        "退出"
    ]


def test_an_event_is_told_with_the_firm_it_is_about_and_its_day(data):
    write_table(data, "penalties", [{"event_id": "CF-1", "code": "XM-02", "date": "2025-06-01"}])
    assert "新增：CF-1 乙厂 2025-06-01" in steps.changes(data, None, None, as_of=DAY).as_text()


def test_saving_brings_a_table_that_another_program_wrote_into_its_canonical_form(data):
    before = (data / "registers/objects.csv").read_bytes()
    text = before.decode().replace("丙厂", "丙新厂").replace("\n", "\r\n")
    (data / "registers/objects.csv").write_bytes(text.encode("gb18030"))
    assert "整理成规范形式的：registers/objects.csv" in steps.save(data, "改名")
    assert (data / "registers/objects.csv").read_bytes() == before.replace("丙厂".encode(), "丙新厂".encode())
    (data / "registers/objects.csv").write_bytes(before.decode().encode("utf-8-sig"))
    steps.save(data, "改回")
    (data / "registers/objects.csv").write_bytes(before.decode().encode("utf-16"))
    with pytest.raises(SamplerError, match="没有需要保存"):
        steps.save(data, "只换了编码")


def test_saving_without_a_message_leaves_the_tables_as_they_are(data):
    foreign = (data / "registers/objects.csv").read_bytes().replace(b"\n", b"\r\n")
    (data / "registers/objects.csv").write_bytes(foreign)
    with pytest.raises(SamplerError, match="-m"):
        steps.save(data, " ")
    assert (data / "registers/objects.csv").read_bytes() == foreign
