"""Where the table stands in a sheet: its header, its rows, and what is only around it.

Columns are found by name, never by place. A header may be one row or two (二级表头); title lines may stand above it and
notes below; empty rows and columns, repeated headers and a running 序号 are passed over. What was left out is told.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sampler.failure import Finding
from sampler.registers.cells import nearest
from sampler.registers.grid import Grid
from sampler.registers.schema import Field, Schema, schemas

_SEARCHED = 30
LONGEST = 200
"""Characters of a header that count; nothing longer is one."""
_RUNNING = frozenset(("序号", "编号", "行号", "no", "no."))
_BLANK = re.compile("[\\s\u00ad\u200b-\u200d\u2060\ufeff]+")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]+")
_PAREN = str.maketrans("()\uff0a：", "（）*:")


@dataclass(frozen=True, slots=True)
class Layout:
    """A header that was understood."""

    first: int
    """Index of the first row below the header."""

    columns: Mapping[str, int]
    """Place of each schema column, by English key."""

    extras: Mapping[str, int]
    """Place of each other column, by its header."""

    labels: tuple[str, ...]
    """Header text per place, as it counts (two rows joined)."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: int
    first: int
    labels: tuple[str, ...]


def find_layout(grid: Grid, schema: Schema) -> tuple[Layout | None, list[Finding]]:
    """Return the layout of ``schema`` in ``grid`` and what is wrong with it; None when there is no header."""
    words = _words(schema)
    best = _best(grid, words)
    if best is None:
        return None, [_no_header(grid, schema)]
    columns, extras, findings = _assign(grid, schema, best)
    missing = [field for field in schema.fields if field.required and field.key not in columns]
    findings += [_missing(grid, field, list(extras), best.first) for field in missing]
    return Layout(best.first, columns, extras, best.labels), findings


def plain(header: str) -> str:
    """Return a header without blanks, required marks and hints, for comparing.

    >>> plain(" *统一社会 信用代码 (必填) ")
    '统一社会信用代码'
    """
    text = _BLANK.sub("", header[:LONGEST]).translate(_PAREN).strip("*:")
    return re.sub(r"（(?:必填|选填|可选|必填项)）$", "", text).lower()


def clean(header: str) -> str:
    """Return a header as it is shown: without blanks around it and without invisible characters."""
    return _UNSEEN.sub("", header).strip()


def are_headers(labels: Sequence[str]) -> bool:
    """Return whether every one of these plain texts that is not empty is a header of some table."""
    return all(label in _RUNNING or label in _all_words() for label in labels if label)


@cache
def _all_words() -> frozenset[str]:
    return frozenset(word for schema in schemas() for word in _words(schema))


def _words(schema: Schema) -> dict[str, Field]:
    words: dict[str, Field] = {}
    for field in schema.fields:
        for synonym in field.synonyms:
            words.setdefault(plain(synonym), field)
    return words | {plain(field.header): field for field in schema.fields}


def _best(grid: Grid, words: Mapping[str, Field]) -> _Candidate | None:
    best: _Candidate | None = None
    for index in range(min(_SEARCHED, len(grid.rows))):
        for candidate in _candidates(grid, index, words):
            if candidate.score >= 1 and (best is None or candidate.score > best.score):
                best = candidate
        if best is not None and best.score == len([label for label in best.labels if label]):
            break
    if best is None or best.score < min(2, len(set(map(id, words.values())))):
        return None
    return best


def _candidates(grid: Grid, index: int, words: Mapping[str, Field]) -> Iterator[_Candidate]:
    upper = tuple(grid.rows[index])
    yield _Candidate(_score(upper, words), index + 1, upper)
    if index + 1 < len(grid.rows) and _may_be_group(grid, index):
        labels = _joined(grid, index, words)
        yield _Candidate(_score(labels, words), index + 2, labels)


def _score(labels: Sequence[str], words: Mapping[str, Field]) -> int:
    return len({words[plain(label)].key for label in labels if plain(label) in words})


def _may_be_group(grid: Grid, index: int) -> bool:
    upper, lower = grid.rows[index], grid.rows[index + 1]
    return sum(1 for cell in upper if cell.strip()) >= 2 and any(
        place >= len(upper) or not upper[place].strip() or upper[place] != cell
        for place, cell in enumerate(lower)
        if cell.strip()
    )


def _joined(grid: Grid, index: int, words: Mapping[str, Field]) -> tuple[str, ...]:
    labels: list[str] = []
    group = ""
    for place in range(max(len(grid.rows[index]), len(grid.rows[index + 1]))):
        upper, lower = grid.cell(index, place).strip(), grid.cell(index + 1, place).strip()
        group = upper or (group if lower else "")
        choices = [lower, f"{group}{lower}", upper] if lower else [upper]
        known = [choice for choice in choices if plain(choice) in words]
        labels.append(known[0] if known else (f"{group}{lower}" if lower and lower != group else upper))
    return tuple(labels)


def _assign(
    grid: Grid, schema: Schema, found: _Candidate
) -> tuple[dict[str, int], dict[str, int], list[Finding]]:
    words = _words(schema)
    claims: dict[str, list[int]] = {}
    extras: dict[str, int] = {}
    findings: list[Finding] = []
    for place, label in enumerate(found.labels):
        field = words.get(plain(label))
        if field is not None:
            claims.setdefault(field.key, []).append(place)
        elif len(label) > LONGEST:
            findings.append(_too_long(grid, label, found.first))
        elif label.strip():
            findings += _add_extra(grid, extras, clean(label), place, found.first)
    findings += _unnamed(grid, found)
    columns: dict[str, int] = {}
    for key, places in claims.items():
        ranked = _ranked(schema.field(key), places, found.labels)
        columns[key] = ranked[0]
        findings += _duplicates(grid, schema.field(key).header, ranked, found, extras)
    return columns, extras, findings


def _ranked(field: Field, places: Sequence[int], labels: Sequence[str]) -> list[int]:
    order = [plain(field.header), *(plain(synonym) for synonym in field.synonyms)]
    return sorted(places, key=lambda place: (order.index(plain(labels[place])), place))


def _duplicates(
    grid: Grid, header: str, places: Sequence[int], found: _Candidate, extras: dict[str, int]
) -> list[Finding]:
    chosen, *others = places
    findings: list[Finding] = []
    for place in others:
        label = found.labels[place].strip()
        if plain(label) != plain(found.labels[chosen]):
            extras.setdefault(label, place)
            reason = f"「{found.labels[chosen].strip()}」和「{label}」都像是“{header}”，用了前者。"
            findings.append(
                Finding(
                    "registers.two-columns",
                    grid.file,
                    found.first,
                    label,
                    "",
                    reason,
                    "请核对，并删去多余的一列。",
                    "warning",
                )
            )
        elif any(
            grid.cell(row, place).strip() not in ("", grid.cell(row, chosen).strip())
            for row in range(found.first, len(grid.rows))
        ):
            findings.append(_same_header(grid, label, found.first))
    return findings


def _add_extra(grid: Grid, extras: dict[str, int], label: str, place: int, first: int) -> list[Finding]:
    if plain(label) in _RUNNING:
        return []
    if label in extras:
        return [_same_header(grid, label, first)]
    extras[label] = place
    return []


def _unnamed(grid: Grid, found: _Candidate) -> list[Finding]:
    named = {place for place, label in enumerate(found.labels) if label.strip()}
    counts: Counter[int] = Counter()
    for row in grid.rows[found.first :]:
        if len(row) > len(named):
            counts.update(place for place, cell in enumerate(row) if place not in named and cell.strip())
    texts = [
        f"第 {place + 1} 列没有表头，却有 {count} 个格子有内容。" for place, count in sorted(counts.items())
    ]
    return [
        Finding(
            "registers.unnamed-column", grid.file, found.first, "", "", text, "请给这一列补上表头，或清空它。"
        )
        for text in texts
    ]


def _same_header(grid: Grid, label: str, row: int) -> Finding:
    return Finding(
        "registers.duplicate-header",
        grid.file,
        row,
        label,
        "",
        "有两列用了同一个表头，内容却不同。",
        "请改正其中一个表头，或删去一列。",
    )


def _too_long(grid: Grid, label: str, row: int) -> Finding:
    reason = f"表头里有一格长达 {len(label)} 个字，不像表头，多半是粘贴错了。"
    hint = f"请改成不超过 {LONGEST} 个字的表头，或清空它。"
    return Finding("registers.too-long", grid.file, row, "", label[:LONGEST], reason, hint)


def _missing(grid: Grid, field: Field, extras: Sequence[str], row: int) -> Finding:
    near = nearest(field.header, list(extras))
    hint = f"是不是写成了「{near}」？" if near else ""
    others = f"也可以叫{'、'.join(field.synonyms[:3])}。" if field.synonyms else ""
    return Finding(
        "registers.missing-column",
        grid.file,
        row,
        field.header,
        "",
        "缺少这一列。",
        f"{hint}请补上表头「{field.header}」。{others}",
    )


def _no_header(grid: Grid, schema: Schema) -> Finding:
    needed = "、".join(field.header for field in schema.fields if field.required)
    return Finding(
        "registers.no-header",
        grid.file,
        None,
        "",
        "",
        f"前 {_SEARCHED} 行里找不到「{schema.title}」的表头。",
        f"请确认是这张表，并保留表头一行，至少有：{needed}。",
    )
