"""Tables written as text: what stands under 班长 or 联系人 is a name, what stands under 累计流量 is none of ours."""

import re
from bisect import bisect_left

from sampler.disclosure.text.contacts import DATE
from sampler.disclosure.text.fields import EMPTY, is_called
from sampler.disclosure.text.lexicon import lexicon, phrases
from sampler.disclosure.text.scene import Scene
from sampler.disclosure.text.spans import (
    DOB,
    EMAIL,
    ID_CARD,
    IM_ID,
    LANDLINE,
    PASSPORT,
    PERSON,
    Hit,
)

SPLIT = re.compile(r"\t|[|｜│]| {2,}|\u3000+")  # noqa: RUF001
BLANK = re.compile(r" ")
NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff] [\u3400-\u9fff]")
READING = re.compile(r"流量|读数|示数|累计|编号|编码|代码|流水|序列|浓度|数值|止码|起码|底数|用量|电量|水量")
PHONE, LINE = re.compile(r"电话|座机|联系方式|固话|传真"), re.compile(r"[2-8]\d{6,7}")
CELLS = (
    (DOB, re.compile(r"出生(?:日期|年月日?|时间)?|生日"), re.compile(DATE)),
    (PASSPORT, re.compile(r"护照号?码?"), re.compile(r"[A-Z]{1,2}\d{7,8}", re.I)),
    (
        EMAIL,
        re.compile(r"(?:电子)?(?:邮箱|信箱|邮件)(?:地址)?|e-?mail", re.I),
        re.compile(r"\S{2,40}@[A-Za-z0-9.-]{3,40}"),
    ),
    (
        IM_ID,
        re.compile(r"微信号?|QQ号?码?|网络账号", re.I),
        re.compile(r"[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9]\d{5,9}"),
    ),
    (
        ID_CARD,
        re.compile(r"(?:居民|公民)?身份证?(?:号码?|证号码?)?"),
        re.compile(r"\d{14}(?:\d|\d{3}[\dXx×])"),
    ),
)
"""What stands below a head that names the kind: the head is the cue."""
LEAST_CELLS, EVERYDAY = 2, 9.5


def find_columns(scene: Scene, source: str) -> None:
    """Read the first line of a table as heads; take names below a head for people, keep readings."""
    heads: list[str] = []
    start = 0
    for line in source.split("\n"):
        cells = _cells(line, start)
        start += len(line) + 1
        if len(cells) < LEAST_CELLS or (heads and len(cells) != len(heads)):
            heads = []
            if len(cells) < LEAST_CELLS:
                continue
        if not heads:
            heads = [word for word, _ in cells]
            continue
        for head, (word, at) in zip(heads, cells, strict=True):
            _judge(scene, head, word, at)


def find_nameless(scene: Scene, source: str) -> None:
    """Take the rest of a column without a head in which most cells are names already."""
    start, rows = 0, []
    for line in source.split("\n"):
        rows.append(_cells(line, start))
        start += len(line) + 1
    for number in range(max(map(len, rows))):
        cells = [row[number] for row in rows if len(row) > max(number, 1)]
        _take_rest(scene, [cell for cell in cells if NAME.fullmatch(cell[0])], len(cells))


def _take_rest(scene: Scene, cells: list[tuple[str, int]], rows: int) -> None:
    places = [(word, _folded(scene, at, at + len(word))) for word, at in cells]
    names = [word for word, at in places if at and at[0] in scene.name_starts and at[1] in scene.name_ends]
    if len(names) < LEAST_CELLS or len(names) * 2 < rows:
        return
    closed = (
        EMPTY | phrases("roles.txt") | phrases("titles.txt") | phrases("verbs.txt") | phrases("actions.txt")
    )
    for word, place in places:
        if (
            place
            and word not in closed
            and not is_called(word)
            and lexicon().words.get(word, 99.0) > EVERYDAY
        ):
            scene.take(Hit(*place, PERSON, "name.column", "这一栏多数是姓名"))


def _cells(line: str, start: int) -> list[tuple[str, int]]:
    """Return the cells of a line with their place in the text."""
    found, done = [], 0
    for match in [*(SPLIT if SPLIT.search(line) else BLANK).finditer(line), None]:
        stop = match.start() if match else len(line)
        raw = line[done:stop]
        if raw.strip():
            found.append((raw.strip(), start + done + len(raw) - len(raw.lstrip())))
        done = match.end() if match else stop
    return found


def _judge(scene: Scene, head: str, word: str, at: int) -> None:
    place = _folded(scene, at, at + len(word))
    if place is None:
        return
    bare = "".join(head.split())
    if READING.search(bare):
        scene.keep(Hit(*place, "", "keep.column", f"“{bare}”一栏的数"))
        return
    for kind, title, shape in CELLS:
        if title.fullmatch(bare) and shape.fullmatch(word):
            scene.take(Hit(*place, kind, "column.kind", f"“{bare}”一栏的内容"))
            return
    if PHONE.search(bare) and LINE.fullmatch(word):
        scene.take(Hit(*place, LANDLINE, "number.column", f"“{bare}”一栏的电话"))
    elif bare in phrases("roles.txt") and NAME.fullmatch(word) and word not in EMPTY and not is_called(word):
        scene.take(Hit(*place, PERSON, "name.column", f"“{bare}”一栏的姓名"))


def _folded(scene: Scene, start: int, end: int) -> tuple[int, int] | None:
    """Return the folded range of a range of the input."""
    starts, ends = scene.folded.starts, scene.folded.ends
    first, last = bisect_left(starts, start), bisect_left(ends, end)
    if first >= len(starts) or last >= len(ends) or starts[first] != start or ends[last] != end:
        return None
    return first, last + 1
