"""The same firm twice: one code under two names, or two codes under names that are nearly one.

Names are compared without brackets, blanks and the words that every firm has. Names that differ in one character are
told only when something else agrees too (person, telephone or address), and only in registers of ordinary size.
"""

import re
from collections.abc import Iterator

from sampler.failure import Finding
from sampler.registers.registers import Registers
from sampler.registers.rows import Table

ONE_CHARACTER_UP_TO, LONGEST_NAME = 20_000, 200
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_COMMON = re.compile(
    r"有限责任公司|股份有限公司|有限公司|集团|公司|个体工商户|河北省|河北|[\s·.,，。、“”\"'-]|省|市|县"
)
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def find_twins(registers: Registers) -> Iterator[Finding]:
    """Yield a finding for each object that seems to be in the register twice."""
    table = registers.table("objects")
    yield from _renamed(table)
    columns = zip(table.column("name"), table.column("left"), strict=True)
    skeletons = {place: skeleton(name) for place, (name, left) in enumerate(columns) if name and not left}
    yield from _same_skeleton(table, skeletons)
    if len(skeletons) <= ONE_CHARACTER_UP_TO:
        yield from _one_character(table, skeletons)


def skeleton(name: str) -> str:
    """Return what is left of a firm's name without brackets and common words.

    >>> skeleton("河北晨露纸业（集团）有限责任公司（示例）"), skeleton("晨露纸业有限公司")
    ('晨露纸业', '晨露纸业')
    """
    folded = name.translate(_FOLD)
    return _COMMON.sub("", _BRACKETS.sub("", folded)) or folded


def _renamed(table: Table) -> Iterator[Finding]:
    codes, names = table.column("code"), table.column("name")
    if len(set(codes)) == len(codes):
        return
    first: dict[str, int] = {}
    for place, code in enumerate(codes):
        other = first.setdefault(code, place)
        if other != place and code and names[other] != names[place]:
            reason = f"与第 {table.lines[other]} 行（{names[other]}）代码相同、名称不同，可能是改名。"
            suggestion = "请只留一行：名称写现在的，原来的写进“曾用名”。"
            yield table.tell(place, "name", ("renamed-object", reason, suggestion))


def _same_skeleton(table: Table, skeletons: dict[int, str]) -> Iterator[Finding]:
    codes = table.column("code")
    first: dict[str, int] = {}
    for place, text in skeletons.items():
        other = first.setdefault(text, place)
        if codes[place] != codes[other]:
            yield _near(table, place, other)


def _one_character(table: Table, skeletons: dict[int, str]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], int] = {}
    for place, text in skeletons.items():
        evidence = _evidence(table, place)
        if not 4 <= len(text) <= LONGEST_NAME or not evidence:
            continue
        others = {seen.setdefault((sign, cut), place) for cut in _cuts(text) for sign in evidence} - {place}
        for other in sorted(others):
            if skeletons[other] != text and table.column("code")[other] != table.column("code")[place]:
                yield _near(table, place, other)
                break


def _cuts(text: str) -> list[str]:
    return [text, *(f"{text[:place]}\x00{text[place + 1 :]}" for place in range(len(text)))]


def _evidence(table: Table, place: int) -> list[str]:
    cells = {key: table.column(key)[place] for key in ("person", "phone", "address")}
    return [f"{key}:{cell}" for key, cell in cells.items() if cell]


def _near(table: Table, place: int, other: int) -> Finding:
    twin = table.row(other)
    reason = f"与第 {table.lines[other]} 行“{twin['name']}”（{twin['code']}）名称几乎相同，可能是同一个对象。"
    return table.tell(
        place, "name", ("near-name", reason, "请核对；确是同一个的，只留一行。"), level="warning"
    )
