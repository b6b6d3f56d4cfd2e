"""The generated part of the page 快慢与规模: what was not reached, two drawings, one table for each bench."""

from collections.abc import Iterator, Mapping
from typing import Any

from sampler.commands import bench_svg

BEGIN, END = "<!-- 以下由 ./inv bench 生成 -->", "<!-- 以上由 ./inv bench 生成 -->"
Json = dict[str, Any]
UNITS = {"wall": " 秒", "cpu": " 秒", "peak": " MiB"}


def parts(results: list[Json]) -> Iterator[str]:
    """Yield the paragraphs of the generated part."""
    yield "## 答应过的，做到了没有"
    yield from _bounds(results)
    yield "## 与别的程序比"
    yield f"<figure>\n{bench_svg.ratios(results)}\n</figure>"
    yield "## 规模变大时"
    yield f"<figure>\n{bench_svg.growth(results)}\n</figure>"
    yield _growth_table(results)
    yield "## 逐项的数"
    for number, result in enumerate(results, 1):
        yield f"### {number}. {result['title']}"
        yield result["what"]
        yield _table(result)
        yield from _runs(result)


def _bounds(results: list[Json]) -> Iterator[str]:
    """Yield what was not reached first, then what was not measured, then what was kept."""
    judged: dict[str, list[str]] = {"未达到": [], "还没有测": [], "达到": []}
    for result in results:
        for bound in result["bounds"]:
            found = value_of(result, bound)
            state = "还没有测" if found is None else "达到" if kept(bound, found) else "未达到"
            judged[state].append(_bound_row(state, result, bound, found))
    if not any(judged.values()):
        yield "还没有结果。"
        return
    counts = "，".join(f"{state} {len(rows)} 条" for state, rows in judged.items() if rows)
    yield f"{counts}。"
    head = ["| 结论 | 项目 | 要求 | 实际 |", "| --- | --- | --- | --- |"]
    yield "\n".join([*head, *(row for rows in judged.values() for row in rows)])


def _bound_row(state: str, result: Json, bound: Json, found: float | None) -> str:
    shown = f"**{state}**" if state == "未达到" else state
    unit = "" if "/" in bound["figure"] else _unit(result, bound["figure"].split(".")[1])
    actual = "" if found is None else f"{_short(found)}{unit or ' 倍'}"
    return f"| {shown} | {result['title']} | {bound['text']} | {actual} |"


def _unit(result: Json, key: str) -> str:
    return UNITS.get(key) or f"（{result['facts'].get(key, key)}）"


def value_of(result: Json, bound: Json) -> float | None:
    """Return the figure a bound speaks of: ``party.key`` or a quotient; None when it was not measured."""
    entry = result["sizes"].get(str(bound["size"]))
    values = [_figure(entry, one) for one in bound["figure"].split("/")] if entry else [None]
    if None in values:
        return None
    first, *rest = (float(value) for value in values if value is not None)
    return first / max(rest[0], 1e-9) if rest else first


def _figure(entry: Json, name: str) -> float | None:
    party, key = name.split(".")
    value = entry["parties"].get(party, {}).get(key)
    return None if value is None else float(value)


def kept(bound: Json, found: float) -> bool:
    """Tell whether a bound is kept."""
    limit = float(bound["limit"])
    return found >= limit if bound["at_least"] else found <= limit


def _growth_table(results: list[Json]) -> str:
    """Return, for each bench, from which to which size and how much more it cost."""
    lines = ["| 项目 | 规模 | 规模变为 | 处理器时间变为 |", "| --- | --- | ---: | ---: |"]
    for result in results:
        for step in result["growth"].get("ours", []):
            sizes = f"{step['from']:,} → {step['to']:,} {result['count']}"
            lines.append(
                f"| {result['title']} | {sizes} | {_short(step['size'])} 倍 | {_short(step['cpu'])} 倍 |"
            )
    return "\n".join(lines)


def _table(result: Json) -> str:
    facts = result["facts"]
    head = [
        "规模",
        "谁",
        "用时",
        "处理器时间",
        "内存峰值",
        "本程序是它的几倍（处理器 / 用时）",
        *facts.values(),
    ]
    rows = [head, ["---:", "---", "---:", "---:", "---:", "---:", *("---:" for _ in facts)]]
    titles = {party["key"]: party["title"] for party in result["parties"]}
    for size, entry in sorted(result["sizes"].items(), key=lambda one: int(one[0])):
        for key, title in titles.items():
            if key in entry["parties"]:
                rows.append(_cells(size, title, entry["parties"][key], facts))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _cells(size: str, title: str, one: Json, facts: Mapping[str, str]) -> list[str]:
    ratio = f"{_short(one['ratio_cpu'])} / {_short(one['ratio_wall'])}" if "ratio_cpu" in one else ""
    cells = [
        f"{int(size):,}",
        title,
        seconds(one["wall"]),
        seconds(one["cpu"]),
        f"{one['peak']:.0f} MiB",
        ratio,
    ]
    return [*cells, *(_fact(one.get(key, "")) for key in facts)]


def _fact(value: object) -> str:
    if isinstance(value, float):
        return _short(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _runs(result: Json) -> Iterator[str]:
    """Yield when, on what machine and at which commit the sizes were measured."""
    told: dict[str, list[str]] = {}
    for size, entry in sorted(result["sizes"].items(), key=lambda one: int(one[0])):
        told.setdefault(_run(entry), []).append(f"{int(size):,}")
    for run, sizes in told.items():
        yield f"{'、'.join(sizes)} {result['count']}：{run}。"


def _run(entry: Json) -> str:
    machine, rounds = entry["machine"], entry["rounds"]
    how = f"{rounds} 次里最少的" if rounds > 1 else "只测一次"
    if entry.get("load", 0) > machine["cores"]:
        how += "；当时机器还忙着别的事，用时偏长，请看处理器时间"
    return (
        f"{entry['date']}，{machine['cores']} 核、{machine['memory_gib']} GiB 内存、{machine['system']}、"
        f"Python {machine['python']}，版本 `{entry['commit']}`，{how}"
    )


def seconds(value: float) -> str:
    """Return seconds as people say them.

    >>> [seconds(value) for value in (0.00004, 0.0042, 0.12, 3.456, 126.3)]
    ['不到 0.1 毫秒', '4.2 毫秒', '120 毫秒', '3.5 秒', '126 秒']
    """
    if value < 0.0001:
        return "不到 0.1 毫秒"
    if value < 1:
        return f"{value * 1000:.1f} 毫秒" if value < 0.01 else f"{value * 1000:.0f} 毫秒"
    return f"{value:.1f} 秒" if value < 100 else f"{value:.0f} 秒"


def _short(value: float) -> str:
    """Return a number with three digits that say something.

    >>> [_short(value) for value in (0.0123, 1.5, 12.34, 1234.0)]
    ['0.012', '1.5', '12.3', '1,234']
    """
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}"
