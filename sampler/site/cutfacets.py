"""What the search page filters by when the search data is cut up: lists of objects, fetched when a filter is chosen.

``facet-F-V.js`` holds the places of the objects that have value V of facet F. Where two things are asked of one and the
same result, ``cells-P.js`` answers for period P: the places by item, outcome and mode together. Places are those of
:mod:`sampler.site.grams`, as gaps in base 36.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sampler.disclosure.public import ObjectRow
from sampler.site.grams import base36, gaps, script
from sampler.site.index import Index

OBJECTS = ("乡镇", "对象类别")
RESULTS = ("抽查期", "抽查事项", "检查结果", "检查方式")


class CutFacets:
    """The facets of one record. Values are numbered in the order of their text."""

    def __init__(self, index: Index, ordered: Sequence[ObjectRow]) -> None:
        place_of = {row.public_id: place for place, row in enumerate(ordered)}
        found: list[dict[str, set[int]]] = [defaultdict(set) for _ in OBJECTS + RESULTS]
        cells: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for place, row in enumerate(ordered):
            found[0][row.township].add(place)
            found[1][row.object_class].add(place)
        for result in index.record.results:
            known = place_of.get(result.public_id)
            if known is not None:
                cells[result.period, result.item_name, result.outcome, result.mode].add(known)
        for cell, places in cells.items():
            for values, value in zip(found[len(OBJECTS) :], cell, strict=True):
                values[value] |= places
        self.cells, self.found = cells, found
        self.values = [sorted(values) for values in found]

    def head(self) -> list[tuple[str, list[str]]]:
        """Return the title and the values of each facet, for the first script."""
        return list(zip(OBJECTS + RESULTS, self.values, strict=True))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the scripts that are fetched when a filter is chosen."""
        for facet, values in enumerate(self.values):
            for number, value in enumerate(values):
                name = f"{facet}-{number}"
                content = gaps(sorted(self.found[facet][value]))
                yield f"assets/search/facet-{name}.js", script("samplerFacet", name, content)
        yield from self._cells()

    def _cells(self) -> Iterator[tuple[str, bytes]]:
        numbers = [{value: n for n, value in enumerate(values)} for values in self.values[len(OBJECTS) :]]
        periods: dict[int, dict[str, str]] = {n: {} for n in numbers[0].values()}
        for cell in sorted(self.cells):
            period, *rest = (known[value] for known, value in zip(numbers, cell, strict=True))
            periods[period][".".join(map(base36, rest))] = gaps(sorted(self.cells[cell]))
        for number, period_cells in periods.items():
            yield f"assets/search/cells-{number}.js", script("samplerCells", number, period_cells)
