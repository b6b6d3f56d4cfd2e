"""What ``./inv bench`` measures: each bench with its named peers, its sizes and the bounds it has to keep.

The work itself is in ``work_<name>.py``: ``prepare(folder, size)`` once, then ``WORK[party](folder, size)`` in a process of
its own for each measurement. All texts here are shown on the page.
"""

from dataclasses import dataclass, field

OURS = "ours"


@dataclass(frozen=True, slots=True)
class Party:
    """Who does the work: we, or a peer."""

    key: str
    title: str
    limit: int = 10**9
    """The largest size it takes part in: beyond, it would only waste an afternoon."""

    own: bool = False
    """Whether it is a part of ours, and not a peer."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What was promised. ``figure`` is ``party.key`` or a quotient of two of them."""

    text: str
    size: int
    figure: str
    limit: float
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Bench:
    """One kind of work."""

    name: str
    title: str
    what: str
    count: str
    """What the size counts, such as 户."""

    parties: tuple[Party, ...]
    """The first is ours."""

    small: tuple[int, ...]
    """Sizes of every run."""

    large: tuple[int, ...] = ()
    """Further sizes, only with ``--sizes all``."""

    bounds: tuple[Bound, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    """Further figures that the work hands back, and what they are called."""

    rounds: int = 3


WE = Party(OURS, "本程序", own=True)

BENCHES = (
    Bench(
        "registers",
        "登记表：读入并检查",
        "读一张 12 列的名录库并做全部检查（格式、代码、日期、重名、前后矛盾）。csv 只是把格子读出来；另两个是专门检查表格的程序，只查格式、用语和唯一。",
        "户",
        (
            WE,
            Party("csv", "Python csv，只读不查"),
            Party("pandera", "pandera"),
            Party("frictionless", "frictionless", limit=4_000),
        ),
        (400, 4_000, 40_000, 200_000),
        bounds=(
            Bound("检查 20 万户，不超过只读的 10 倍", 200_000, "ours.cpu/csv.cpu", 10),
            Bound("检查 20 万户，内存不到 400 MB", 200_000, "ours.peak", 381),
        ),
    ),
    Bench(
        "quotas",
        "分类和应抽数",
        "按随附的抽查规则给每一户分类，算出每层的应抽数和不进抽样框的理由。pandas 只按两列分组计数。",
        "户",
        (WE, Party("pandas", "pandas 分组计数")),
        (400, 4_000, 40_000),
        (200_000,),
    ),
    Bench(
        "freeze",
        "冻结：给每个单元加盐、算叶",
        "每个单元两次摘要：由密钥得盐，由盐和记录得叶，再按叶排序、写出抽样框。对照只算同样多的摘要，别的什么也不做。",
        "个单元",
        (WE, Party("hash", "只算摘要")),
        (400, 4_000, 40_000, 200_000),
    ),
    Bench(
        "draw",
        "抽取：四分之一",
        "给每个单元算抽签号，按少抽者优先（另留五分之一随机名额，所以每个单元两次摘要）或等概率排出前四分之一。"
        "consistent_sampler 是选举审计用的抽样程序；random.sample 是 Python 自带的，谁也不能重算。",
        "个单元",
        (
            WE,
            Party("uniform", "本程序，等概率", own=True),
            Party("hash", "只算一次摘要"),
            Party("hash2", "只算两次摘要"),
            Party("random", "random.sample"),
            Party("consistent", "consistent_sampler", limit=200_000),
        ),
        (400, 4_000, 40_000, 200_000),
        (4_000_000,),
        bounds=(
            Bound("等概率抽 20 万，不超过只算摘要的 4 倍", 200_000, "uniform.cpu/hash.cpu", 4),
            Bound("少抽者优先抽 20 万，不超过只算摘要（两次）的 4 倍", 200_000, "ours.cpu/hash2.cpu", 4),
        ),
    ),
    Bench(
        "assignment",
        "派组",
        "每个检查任务派两名检查人员，求唯一的最小费用流并给出价格证书；60、300、2000 个任务各有 12、40、200 人。对照用 networkx 解同一张网。",
        "个任务",
        (
            WE,
            Party("check", "本程序，只核对证书", own=True),
            Party("networkx", "networkx 网络单纯形", limit=300),
        ),
        (60, 300, 2_000),
        facts={"people": "检查人员", "cost": "费用前 20 位之和"},
    ),
    Bench(
        "text",
        "自由文本遮盖",
        "遮盖检查情况说明里的人名、号码、住址。Presidio 配了十条手写的中文规则和空白的中文分词，不带模型：它快，是因为做得少，看最后一列。",
        "段",
        (WE, Party("presidio", "Presidio，十条中文规则")),
        (400, 2_000),
        bounds=(Bound("每秒至少 200 段", 2_000, "ours.per_second", 200, at_least=True),),
        facts={"per_second": "每秒段数", "recall": "隐私找全的比例"},
    ),
)
"""In the order of the page."""
