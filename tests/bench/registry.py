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
        facts={"per_second": "每秒段数（处理器）", "recall": "隐私找全的比例"},
    ),
    Bench(
        "export",
        "导出公开数据",
        "一个局一个季度以后的全部登记表、抽取、任务、结果：逐列逐值决定公开与否，遮盖自由文本，写出公开数据。没有同类程序可比，只看规模。",
        "户",
        (WE,),
        (400, 4_000),
        (10_000,),
        rounds=2,
    ),
    Bench(
        "site",
        "生成网站",
        "由公开数据到完整的网站（查询、下载、订阅都在内）。Hugo 由数据做出同样的对象页、订阅和各表（没有查询、XLSX、图、人写的页面）；"
        "mkdocs-material 和 Zensical 按通常的做法，每个对象一个 Markdown 文件，带它们自己的查询。",
        "户",
        (
            WE,
            Party("hugo", "Hugo，由数据", limit=10_000),
            Party("mkdocs", "mkdocs-material，按通常的做法", limit=10_000),
            Party("zensical", "Zensical", limit=10_000),
        ),
        (400, 3_000),
        (10_000, 100_000),
        bounds=(
            Bound("3 000 户，用时不多于 Hugo", 3_000, "ours.wall/hugo.wall", 1),
            Bound("3 000 户，处理器时间不多于 Hugo", 3_000, "ours.cpu/hugo.cpu", 1),
            Bound("1 万户，用时不多于 Hugo", 10_000, "ours.wall/hugo.wall", 1),
            Bound("1 万户，处理器时间不多于 Hugo", 10_000, "ours.cpu/hugo.cpu", 1),
            Bound("1 万户，内存不到 250 MiB", 10_000, "ours.peak", 250),
            Bound("10 万户，两个核两分钟以内", 100_000, "ours.wall", 120),
        ),
        facts={"files": "文件数", "mib": "网站 MiB"},
        rounds=2,
    ),
    Bench(
        "search",
        "查询：第一次",
        "在真的 Chromium 里打开页面，逐个敲入 18 位代码，到第一条结果显示为止；下载量按压缩后算。用时不含打开页面。mkdocs-material 的下载量是打开页面就要下载的。",
        "户",
        (WE, Party("material", "mkdocs-material 自带的查询", limit=3_000)),
        (400, 3_000),
        (10_000, 100_000),
        bounds=(
            Bound("1 万户，第一次查询下载不超过 250 KB", 10_000, "ours.kb", 250),
            Bound("10 万户，第一次查询下载不超过 400 KB", 100_000, "ours.kb", 400),
        ),
        facts={"kb": "下载 KB"},
        rounds=1,
    ),
    Bench(
        "verify",
        "核验一次抽取",
        "verify.pyz 从头核验全部公开文件（这里的时间含启动）；浏览器里的是重算整个名单的时间，不含打开页面。对照只算每个单元的两次摘要。",
        "户",
        (WE, Party("browser", "本程序，在 Chromium 里重算", own=True), Party("hash", "只算摘要")),
        (400, 4_000, 20_000),
        (200_000,),
        bounds=(Bound("浏览器里重算 2 万户，远不到 1 秒", 20_000, "browser.wall", 0.5),),
        rounds=2,
    ),
    Bench(
        "scan",
        "查泄漏",
        "逐字节检查生成的网站有没有任何内部数据：解开压缩和编码、折叠写法以后再找。grep 只按原样找同样多的字。",
        "户",
        (WE, Party("grep", "grep，只按原样找")),
        (400,),
        (4_000,),
        bounds=(Bound("演示县，一分钟以内", 400, "ours.wall", 60),),
        rounds=2,
    ),
    Bench(
        "pack",
        "打包、签名",
        "把网站和公开数据打成一个逐字节可以重做的发布包，写发布说明、各文件摘要并签名。对照是普通的 zip，用同一个程序签名。",
        "户",
        (WE, Party("zip", "普通 zip 加签名")),
        (400,),
        (4_000,),
        facts={"mib": "包 MiB"},
        rounds=2,
    ),
    Bench(
        "demo",
        "整个演示（./inv demo）",
        "一条命令：重演虚构县一年的每一步并逐步存档，然后检查、导出、生成网站、查泄漏。整条命令，含启动。",
        "户",
        (WE,),
        (400,),
        bounds=(Bound("几分钟以内（按三分钟算）", 400, "ours.wall", 180),),
        rounds=1,
    ),
    Bench(
        "province",
        "一个省，逐个分局",
        "生成的一个省：11 个市、180 个分局、20 万户，全部虚构。两个核同时办，每个分局各办一个季度：冻结、承诺、抽取、派组、录入和审核结果、导出、生成自己的网站；"
        "最后写一页全省总览。规模是分局数；各阶段是处理器秒数之和。",
        "个分局",
        (WE,),
        (4,),
        (180,),
        facts={
            "objects": "户数",
            "pages": "网页",
            "mib": "网站 MiB",
            "freeze": "抽取",
            "assign": "派组",
            "results": "结果和审核",
            "export": "导出",
            "site": "网站",
            "portal": "总览页",
            "bottleneck": "最费的阶段",
        },
        rounds=1,
    ),
    Bench(
        "nation",
        "全国抽取：三种程序，同样的字节",
        "由公开的抽样框写出抽中名单（四层，各抽一成，候补一成）。Python 标准库、DuckDB、Spark SQL（本机模式，含启动 Java）各算一遍，摘要一栏必须相同。"
        "“重复”是少抽者优先的那条 SQL 重复了几遍才不再变化。",
        "个单元",
        (
            WE,
            Party("duckdb", "DuckDB"),
            Party("spark", "Spark SQL"),
            Party("ours_uniform", "本程序，等概率", own=True),
            Party("duckdb_uniform", "DuckDB，等概率"),
            Party("spark_uniform", "Spark SQL，等概率"),
        ),
        (40_000,),
        (4_000_000,),
        bounds=(Bound("400 万个单元，内存不到 2 GiB", 4_000_000, "ours.peak", 2_048),),
        facts={"digest": "名单的摘要", "lines": "名单行数", "repeats": "重复"},
        rounds=1,
    ),
)
"""In the order of the page."""
