"""Every mistake is found, with its line and what to write instead."""

from datetime import date
from pathlib import Path

import pytest

from sampler.failure import FindingsError
from sampler.rules import check_policy, load_policy
from sampler.rules.template import carried, start
from tests.unit.rules.makers import HEAD, firms, quoted, registers

ROOT = Path(__file__).parents[3]
CLASSES = '[[类别]]\n名称 = "重点"\n条件 = "重点监管 = 是"\n[[类别]]\n名称 = "一般"\n条件 = "其余"\n'
DRAW = '[[抽查]]\n名称 = "重点"\n对象 = "重点"\n应抽 = "25%"\n[[抽查]]\n名称 = "一般"\n对象 = "一般"\n应抽 = "10%"\n'


def found(tmp_path, body, *, head=HEAD, world=None):
    path = tmp_path / "2025.toml"
    path.write_text(head + quoted(body), "utf-8")
    return check_policy(path, world, date(2025, 1, 1))


def codes(findings, level="error"):
    return [(f.code.removeprefix("rules."), f.row) for f in findings if f.level == level]


def test_the_shipped_policies_have_no_findings():
    for path in (
        ROOT / "data/policy/2025.toml",
        ROOT / "data/policy/2026.toml",
        ROOT / "tests/bureaus/hengshui-gaoxin-2023/policy/2023.toml",
    ):
        assert [finding.as_text() for finding in check_policy(path)] == []


def test_a_clean_policy_without_revisions_has_one_reminder(tmp_path):
    assert codes(found(tmp_path, CLASSES + DRAW)) == []
    assert codes(found(tmp_path, CLASSES + DRAW), "warning") == [("revision", None)]


@pytest.mark.parametrize(
    ("body", "code", "line", "words"),
    [
        (CLASSES + DRAW.replace("应抽", "应抽比例", 1), "unknown-key", 12, "是不是“应抽”"),
        (CLASSES + DRAW.replace('"重点"\n应', '"重典"\n应'), "unknown-class", 11, "是不是“重点”"),
        (CLASSES + DRAW + "[程序]\n抽取周期 = \"每季\"\n", "unknown-value", 18, "是不是“每季度”"),
        (CLASSES + DRAW + "[程序]\n确认工作日 = \"3\"\n", "wrong-type", 18, "整数"),
        (CLASSES + DRAW + "[程序]\n抽取窗口 = \"月底\"\n", "malformed", 18, "上期最后N个工作日"),
        (CLASSES + DRAW.replace("10%", "1:10"), "amount", 16, "每10家抽1家"),
        (CLASSES.replace("重点监管 = 是", "重点监管 是否 是") + DRAW, "condition", 5, "比较符号"),
        (CLASSES.replace("重点监管 = 是", "重点监管 = 有") + DRAW, "unknown-value", 5, "没有“有”这个值"),
        (CLASSES.replace("重点监管 = 是", "信用等级 ≥ B") + DRAW, "not-a-number", 5, "大小只能比较数字和日期"),
        (CLASSES.replace("重点监管 = 是", "年排放量 ≥ 5 且 年排放量 < 3") + DRAW, "impossible", 5, "自相矛盾"),
        ('[[类别]]\n名称 = "一般"\n条件 = "其余"\n[[类别]]\n名称 = "重点"\n条件 = "重点监管 = 是"\n' + DRAW, "unreachable-class", 8, "第 1 条"),
        (CLASSES + DRAW + DRAW, "repeated-name", 18, "用过了"),
        (CLASSES + DRAW.replace('"10%"', '"≥10%"\n取整 = "舍去"'), "contradiction", 17, "低于要求"),
        (CLASSES + DRAW.replace('"10%"', '"10%"\n至少 = 9\n至多 = 3'), "contradiction", 17, "大于"),
        (CLASSES + DRAW.replace('"10%"', '"30%"\n排除 = "抽中(近1年) ≥ 1"'), "contradiction", 17, "会无人可抽"),
        (CLASSES + DRAW.replace('"10%"', '"10%"\n必抽 = "风险等级 = 高"\n排除 = "风险等级 属于 [高, 中]"'), "contradiction", 17, "都被“排除”"),
        (CLASSES + DRAW.replace('"10%"', '"10%"\n基数名 = "省数"'), "unknown-number", 17, "没有登记"),
        (CLASSES + DRAW.replace('"10%"', '"10%"\n次序 = "加权"'), "together", 17, "没有写权重"),
        (CLASSES + DRAW + "[上限]\n每户每年 = 1\n[[抽查]]\n名称 = \"环\"\n条件 = \"标签 包含 环\"\n应抽 = \"50%\"\n", "cap", 19, "至少要查 2 次"),
        (CLASSES + DRAW + '[[目标]]\n名称 = "信用"\n种类 = "信用分类抽取占抽取"\n至少 = "80%"\n', "target", 17, "永远是 0"),
        (CLASSES + DRAW + '[[目标]]\n名称 = "跨"\n种类 = "跨部门抽查次数"\n至少 = "30%"\n', "target", 20, "应写次数"),
        (CLASSES + DRAW + '[[修订]]\n版本 = 2\n日期 = "2025-03-01"\n原因 = "改"\n', "revision", None, "最后一条修订却是 2"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_what_to_do(tmp_path, body, code, line, words):
    findings = [f for f in found(tmp_path, body) if f.level == "error"]
    assert (code, line) in codes(findings)
    assert any(words in f.as_text() for f in findings if f.code == f"rules.{code}")


def test_all_mistakes_are_told_at_once(tmp_path):
    body = CLASSES.replace("重点监管 = 是", "重点监管 =") + DRAW.replace("25%", "1:10").replace("10%", "二十")
    assert [code for code, _ in codes(found(tmp_path, body))] == ["condition", "amount", "amount"]


def test_bands_of_a_column_name_their_gap(tmp_path):
    body = "".join(
        f'[[类别]]\n名称 = "{name}"\n条件 = "{condition}"\n'
        for name, condition in (
            ("大", "年排放量 ≥ 100"),
            ("中", "年排放量 ≥ 20 且 年排放量 < 90"),
            ("小", "年排放量 < 20"),
        )
    )
    draws = '[[抽查]]\n名称 = "各"\n应抽 = "10%"\n'
    (gap,) = [f for f in found(tmp_path, body + draws) if f.level == "error"]
    assert gap.reason == "「年排放量」从 90（含）到 100（不含）没有类别。"


def test_scales_over_the_base_may_have_neither_gap_nor_overlap(tmp_path):
    scale = '[[抽查]]\n名称 = "各"\n分档 = [{ 到 = 10, 应抽 = "全部" }, { 从 = %d, 到 = 50, 应抽 = "10家" }, { 应抽 = "20%%" }]\n'
    assert codes(found(tmp_path, scale % 11)) == []
    assert "11 到 14 家没有规定" in found(tmp_path, scale % 15)[0].as_text()
    assert "5 到 10 家有两种规定" in found(tmp_path, scale % 5)[0].as_text()


def test_two_rules_that_surely_draw_the_same_objects_are_found(tmp_path):
    body = '[[抽查]]\n名称 = "甲"\n条件 = "风险等级 = 高"\n应抽 = "10%"\n[[抽查]]\n名称 = "乙"\n条件 = "风险等级 属于 [高, 中]"\n应抽 = "10%"\n'
    assert codes(found(tmp_path, body)) == [("overlap", 7)]
    assert codes(found(tmp_path, body.replace("[高, 中]", "[低, 中]"))) == []
    assert codes(found(tmp_path, "[抽样框]\n允许一户多层 = true\n" + body)) == []


def test_chinese_keys_without_quotes_are_told_line_by_line(tmp_path):
    path = tmp_path / "2025.toml"
    path.write_text('规则名称 = "x"\n"年度" = 2025\n[[抽查]]\n名称 = “甲”\n', "utf-8")
    findings = check_policy(path)
    assert [(f.code, f.row) for f in findings] == [
        ("rules.bare-key", 1),
        ("rules.bare-key", 3),
        ("rules.bare-key", 4),
    ]
    assert '[["抽查"]]' in findings[1].suggestion


def test_other_faults_of_toml_are_told_in_chinese(tmp_path):
    path = tmp_path / "2025.toml"
    for text, words in (
        ('"规则名称" = “x”\n', "中文引号"),
        ('"规则名称" = "x"\n"规则名称" = "y"\n', "同一个键写了两次"),
        ('"规则名称" = "x\n', "不允许的字符"),
        ('"年度" = \n', "值写法不对"),
    ):
        path.write_text(text, "utf-8")
        assert words in check_policy(path)[0].as_text()
    path.write_bytes('"规则名称" = "甲"'.encode("gb18030"))
    assert check_policy(path)[0].code == "rules.encoding"


def test_registers_are_asked_too(tmp_path):
    world = registers([*firms(3, "K", 重点监管="是"), *firms(2, "O", 规模="小")])
    assert codes(found(tmp_path, CLASSES + DRAW, world=world)) == []
    body = CLASSES.replace('"其余"', '"规摸 = 小"') + DRAW
    assert any("是不是“规模”" in f.as_text() for f in found(tmp_path, body, world=world))
    body = CLASSES.replace('"其余"', '"规模 = 大"') + DRAW
    told = found(tmp_path, body, world=world)
    assert ("gap", 3) in codes(told)
    assert any(f.code == "rules.empty-class" for f in told)


def test_a_file_named_after_another_year_is_found(tmp_path):
    path = tmp_path / "2026.toml"
    path.write_text(HEAD + quoted(CLASSES + DRAW), "utf-8")
    assert "年度与文件名 2026.toml 不一致" in check_policy(path)[0].as_text()


def test_undecided_numbers_are_reminders_until_somebody_draws(tmp_path):
    findings = found(tmp_path, CLASSES + DRAW.replace("10%", "未定"))
    assert ("undecided", 13) in codes(findings, "warning")
    assert codes(findings) == []


def test_the_start_passes_its_own_checks_for_any_year(tmp_path):
    for year in (2025, 2027):
        path = tmp_path / f"{year}.toml"
        path.write_text(start(year, date(2026, 11, 2)), "utf-8")
        assert [f.as_text() for f in check_policy(path)] == []
        assert load_policy(path).year == year


def test_a_carried_policy_keeps_its_comments_and_starts_a_new_version(tmp_path):
    text = (ROOT / "data/policy/2025.toml").read_text("utf-8")
    path = tmp_path / "2027.toml"
    path.write_text(carried(text, 2027, date(2026, 12, 1), "沿用。"), "utf-8")
    made = load_policy(path)
    assert (made.year, made.version, made.revisions[-1].reason) == (2027, 1, "沿用。")
    assert [f.as_text() for f in check_policy(path)] == []
    assert [line for line in text.splitlines() if line.startswith("# ──")] == [
        line for line in path.read_text("utf-8").splitlines() if line.startswith("# ──")
    ]


def test_loading_refuses_what_checking_finds(tmp_path):
    path = tmp_path / "2025.toml"
    path.write_text(HEAD + quoted('[[抽查]]\n名称 = "甲"\n应抽 = ["10%", "5家"]\n'), "utf-8")
    with pytest.raises(FindingsError, match="没有写怎么取"):
        load_policy(path)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("1次/年", "写进“期次”"),
        ("每季度不低于25%", "写进“期次”"),
        ("10%(20户)", "里有两个数"),
        ("5%-3%", "下限大于上限"),
        ("2%-5家", "两端单位不同"),
        ("150%", "超过 100%"),
        ("1次", "每户1次"),
        ("执法人员:对象=1:0", "不能有 0"),
        ("1/0", "分母不能是 0"),
    ],
)
def test_an_amount_that_could_mean_two_things_is_asked_about(tmp_path, written, words):
    assert words in found(tmp_path, f'[[抽查]]\n名称 = "甲"\n应抽 = "{written}"\n')[0].as_text()


def test_single_brackets_and_broken_inline_tables_get_the_right_advice(tmp_path):
    assert '[["抽查"]]' in found(tmp_path, '[抽查]\n名称 = "甲"\n应抽 = "10%"\n')[0].as_text()
    broken = (
        '[[抽查]]\n名称 = "甲"\n应抽 = "10%"\n其中 = [{ 名称 = "a",\n 条件 = "行业 = x", 至少 = "2/3" }]\n'
    )
    assert "写在同一行" in found(tmp_path, broken)[0].as_text()
