"""Two real notices, rule by rule: each beside the lines that express it, none left out."""

import tomllib

from tests.unit.rules.notices import PAGE, POLICIES, notices_page

WORDS = {
    "按赵县 2025 年方案的写法": (
        "与重点重合的按特殊管理 与重点重合的按一般管理 正面清单企业 每季度不低于 25% 每季度不低于 50% 每季度全部检查 基数为一般对象减去正面清单企业 "
        "不低于全部抽查企业的 80% 不低于全年抽查的 30% 每季度至少开展 1 次跨部门 检查人员分组 优先采用科技检查 核安全 省级地方标准 定向 后续处理结果 计划变更 "
        "督办通知 跟踪到底 联合惩戒 按专业加标签 互联网+监管"
    ),
    "按衡水高新区 2023 年方案的写法": (
        "每季度最后 5 个工作日内 消亡企业 确定为重点排污单位 同一排放口在线监测超标 5 次以上 每季度不低于 50% 每半年全部查到 不低于 1:10 不低于重点对象的 5% "
        "责任科室发起 跨部门联合抽查 非现场优先 立即现场检查 信用好 DB13/T 领导小组 容错 专家协助 移送 市级清单 商业秘密"
    ),
}


def test_the_page_is_what_the_policy_files_say():
    assert PAGE.read_text("utf-8") == notices_page()


def test_every_rule_of_the_notices_is_on_the_page():
    sections = dict(part.split("\n", 1) for part in notices_page().split("\n## ")[1:])
    for title, words in WORDS.items():
        section = sections[title].replace(" ", "")
        missing = [word for word in words.split() if word not in section]
        assert missing == []


def test_nothing_in_the_policies_is_without_a_source():
    for _, path in POLICIES:
        values = tomllib.loads(path.read_text("utf-8"))
        entries = [one for key in ("类别", "抽查", "目标", "其他要求") for one in values.get(key, ())]
        assert [one for one in entries if not one.get("依据")] == []
