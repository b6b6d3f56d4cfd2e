"""The closure check: a total that stands in a sentence must be one of the published numbers, or be confirmed.

>>> [found.number for found in totals_in("全年共抽查 120 家，立案 3 件，罚款 2.5 万元。")]
[120, 3]
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sampler.disclosure.public import PublicRecord

_TOTAL = re.compile(
    r"(?:共|合计|总计|累计|全部|其中|抽取|抽查|检查|发现|立案|移送|责令|公开|完成|未发现问题|涉及)[^\d。；;\n]{0,12}?"
    r"(?<![\d.])(\d{1,7})(?![\d.])\s*(?:家|户|次|项|件|起|个|人|名|条|批)"
)


@dataclass(frozen=True, slots=True)
class Total:
    """One number in a sentence that claims to be a count."""

    number: int
    place: str
    """Where the sentence stands."""

    context: str
    """The words around it."""


def totals_in(text: str, place: str = "") -> list[Total]:
    """Return the counts that a text claims."""
    return [
        Total(int(match[1]), place, text[max(0, match.start() - 10) : match.end() + 6])
        for match in _TOTAL.finditer(text)
    ]


def unmatched(texts: Mapping[str, str], known: Iterable[int], confirmed: Iterable[str] = ()) -> list[Total]:
    """Return the totals that are no published number and that nobody confirmed (by their context)."""
    numbers, signed = set(known), set(confirmed)
    found = (total for place, text in texts.items() for total in totals_in(text, place))
    return [total for total in found if total.number not in numbers and total.context not in signed]


def published_numbers(record: PublicRecord) -> frozenset[int]:
    """Return every number the record publishes: statistics, sizes and quotas of draws, numbers of rows."""
    found = {row.value for row in record.statistics if row.value is not None}
    found |= {
        number
        for row in record.strata
        for number in (row.frame_size, row.base_count, row.quota, row.drawn, row.already)
        if number is not None
    }
    found |= {
        number for row in record.draws for number in (row.frame_size, row.drawn_count) if number is not None
    }
    return frozenset(found)


def texts_of(record: PublicRecord) -> dict[str, str]:
    """Return the sentences of the record that may claim a total, by where they stand."""
    found = {f"抽取 {row.draw_id} 说明": row.note for row in record.draws if row.note}
    found |= {f"计划变更 {row.change_id} 原因": row.reason for row in record.plan_changes if row.reason}
    return found
