"""What the words of results, states and draws mean, in plain Chinese. Pages print them beside the word."""

OUTCOMES = {
    "未发现问题": "按检查事项逐项查过，没有发现违法问题。只说明检查当天、所查事项的情况。",
    "发现问题已责令改正": "发现了问题，已要求限期改正；改正情况见后续处理。",
    "发现问题待后续处理": "发现了问题，还在调查或者等待处理决定。",
    "立案处罚": "违法行为已经立案；处罚决定另行公开。",
    "移送司法": "涉嫌犯罪，已按程序移送司法机关。",
    "移交其他部门": "问题属于其他部门职责，已经移交。",
    "未发现开展本次抽查涉及的经营活动": "现场没有本次要查的生产经营活动，因此没有可查的内容。",
    "停产": "检查时没有生产。恢复生产后可能再次被抽到。",
    "已关闭/搬迁/注销": "企业已不在原地经营。",
    "无法联系": "按登记的地址和电话联系不上。",
    "不配合检查情节严重": "拒绝、阻挠检查，情节严重。",
    "延期检查": "因故改期，改期后的结果会补充公开。",
    "提醒告诫/轻微不罚": "情节轻微并及时改正，依法不予处罚，已提醒告诫。",
    "不予公开": "依法不公开具体结果，页面写明依据。",
}
LEAF_STATES = {
    "待检查": "已经抽中，还没有检查；为了不提前走漏消息，名称暂不公开。",
    "已公开": "检查完成，结果已经公开。",
    "不予公开": "依法不公开是谁，但抽取仍然可以验证。",
    "已替换": "抽中的对象已停产、注销等，由同层次序中的下一个替换。",
    "逾期": "超过了应当公开的日期，还没有公开结果。",
    "候补": "没有抽中；排在后面，抽中的对象不能检查时依次替换。",
}
DRAW_STATES = {
    "已冻结": "名单和规则已经固定，还没有公布承诺。",
    "已承诺": "抽取公告已经公布，等待公开随机源。",
    "已抽取": "公开随机源已经产生，抽取已经完成。",
    "已派组": "已经随机选派检查组。",
    "已揭示": "本次抽样框已经揭示，任何人都能核对谁在名单里。",
    "揭示中": "抽取已经完成，检查完成一户揭示一户。",
    "已中止": "在公开随机源产生以前中止，理由写在说明里。",
}
DRAWN_KINDS = {
    "重点均衡": "先抽近期抽中次数少的对象。",
    "随机保留": "不看抽中次数，从其余对象中随机抽取，刚查过的也可能抽中。",
    "按权重": "按规则给出的权重随机抽取，权重大的抽中机会大一些。",
    "等概率": "每一户抽中的机会相同。",
    "必然抽中": "权重大到一定抽中。",
    "按规则必查": "规则写明必须检查的，不靠随机。",
    "全部": "这一层的对象全部检查。",
    "候补": "没有抽中；按次序备用。",
}


_QUARTERS = {"1": "第一季度", "2": "第二季度", "3": "第三季度", "4": "第四季度"}


def period_words(period: str) -> str:
    """Return a period as people say it.

    >>> period_words("2025Q3"), period_words("2025H1"), period_words("2025-03"), period_words("2025")
    ('2025年第三季度', '2025年上半年', '2025年3月', '2025年')
    """
    year, mark, rest = period[:4], period[4:5], period[5:]
    if mark == "Q" and rest in _QUARTERS:
        return f"{year}年{_QUARTERS[rest]}"
    if mark == "H" and rest in {"1", "2"}:
        return f"{year}年{'上' if rest == '1' else '下'}半年"
    if mark == "-" and rest.isdigit():
        return f"{year}年{int(rest)}月"
    return f"{period}年" if period.isdigit() else period


def meaning(word: str) -> str:
    """Return the sentence that explains ``word``; empty when the word is not one of ours.

    >>> meaning("逾期")
    '超过了应当公开的日期，还没有公开结果。'
    """
    head = word.split("（", maxsplit=1)[0]
    for words in (OUTCOMES, LEAF_STATES, DRAW_STATES, DRAWN_KINDS):
        if head in words:
            return words[head]
    return ""
