"""The body of an object's page, made of parts that are alike for many objects but for a name, a number or a date.

Such a part is rendered once with holes in it and then only filled: ten thousand bodies cost a third. The record can't
hold the mark of a hole: control characters were made visible when it was read (:mod:`sampler.site.display`).
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from sampler.disclosure.public import CorrectionRow, DrawnRow, FollowupRow, ObjectRow, ResultRow, VisitRow
from sampler.site.display import anchor
from sampler.site.index import Index
from sampler.site.page import escape
from sampler.site.render import Render
from sampler.site.timeline import Entry, entries

MARK = "\x01"
FACTS = attrgetter(
    "kind", "township", "industry", "permit_class", "object_class", "section", "credit", "positive"
)
LINE = attrgetter("item_id", "item_name", "outcome", "measure", "note", "deadline", "transferred_to")
VISIT = attrgetter("kind", "trigger", "nth", "cap", "mode", "lead_section", "joint_sections", "departments", "inspectors", "draw_id", "task_ids", "period")  # fmt: skip
SHAPE = attrgetter("status", "status_date", "masked", "visits_this_year", "cap")
HOLES = ("name", "public_id", "code", "entered", "left")


def hole(name: str) -> str:
    """Return what a template is given in the place of a value that differs from page to page."""
    return MARK + name + MARK


def _holed(row: ObjectRow) -> ObjectRow:
    holes: dict[str, Any] = {name: hole(name) for name in HOLES if getattr(row, name)}
    return dataclasses.replace(row, **holes)


class Pattern:
    """A rendered part with holes.

    >>> Pattern("<b>" + hole("name") + "</b>").filled(name="甲")
    '<b>甲</b>'
    """

    def __init__(self, html: str) -> None:
        pieces = html.split(MARK)
        self.first, self.rest = pieces[0], list(zip(pieces[1::2], pieces[2::2], strict=True))

    def filled(self, **values: str) -> str:
        """Return the part with its holes filled with ``values``, which are HTML."""
        made = [self.first]
        for name, text in self.rest:
            made += (values[name], text)
        return "".join(made)


class ObjectParts:
    """Makes the bodies, and keeps the parts that can be used again."""

    def __init__(self, render: Render, index: Index) -> None:
        self.render, self.index = render, index
        self.known: dict[tuple[object, ...], Pattern] = {}

    def body(self, row: ObjectRow) -> str:
        """Return the body of the page of an object."""
        found = entries(self.index, row)
        outcomes = sorted({result.outcome for entry in found for result, _, _ in entry.results})
        there = [bool(getattr(row, name)) for name in HOLES]
        formerly = "、".join(row.former_names)
        pattern = self._pattern(
            ("object", SHAPE(row), *there, bool(formerly), bool(found), *outcomes),
            "object.html",
            lambda: {
                "row": _holed(row),
                "former_names": formerly and hole("former_names"),
                "facts": hole("facts"),
                "timeline": found and hole("timeline"),
                "outcomes": outcomes,
            },
        )
        return pattern.filled(
            **{name: escape(getattr(row, name)) for name in HOLES},
            former_names=escape(formerly),
            facts=self._pattern(FACTS(row), "parts/object-facts.html", lambda: {"row": row}).filled(),
            timeline="\n".join([self._entry(entry) for entry in found]),
        )

    def _entry(self, entry: Entry) -> str:
        """Return one entry of the timeline."""
        withdrawn = "".join([self._withdrawn(row) for row in entry.withdrawn])
        if entry.visit is None:
            return withdrawn or self._change(entry)
        results = "".join([self._result(*found) for found in entry.results]) + withdrawn
        visit = self._visit(entry, entry.visit)
        return f"{visit}\n<ul>\n{results}</ul>\n</li>" if results else f"{visit}\n</li>"

    def _change(self, entry: Entry) -> str:
        c = entry.change
        return self._pattern(
            ("change", entry.title, *((c.action, c.old, c.new) if c else ())),
            "parts/object-change.html",
            lambda: {"c": c, "title": entry.title, "date": hole("date")},
        ).filled(date=escape(entry.date))

    def _visit(self, entry: Entry, visit: VisitRow) -> str:
        """Return what is said of a visit before its results."""
        drawn = self.index.drawn_of.get(visit.visit_id)
        state = "" if entry.results else visit.state
        return self._pattern(
            ("visit", VISIT(visit), (drawn.draw_id, drawn.stratum, drawn.kind) if drawn else None, state),
            "parts/object-visit.html",
            lambda: {
                "v": visit,
                "d": drawn,
                "layer": self._layer(drawn),
                "tasks": [self.index.tasks[task] for task in visit.task_ids if task in self.index.tasks],
                "state": state,
                **{name: hole(name) for name in ("id", "date", "number", "place")},
            },
        ).filled(
            id=escape(anchor(visit.visit_id)),
            date=escape(entry.date),
            number=escape(visit.visit_id),
            place=str(drawn.place) if drawn else "",
        )

    def _layer(self, drawn: DrawnRow | None) -> str:
        return self.index.layers.get((drawn.draw_id, drawn.stratum), drawn.stratum) if drawn else ""

    def _result(self, row: ResultRow, followups: list[FollowupRow], corrections: list[CorrectionRow]) -> str:
        """Return one result with what followed."""
        pattern = self._pattern(LINE(row), "parts/result-line.html", lambda: {"r": row, "id": hole("id")})
        line = pattern.filled(id=escape(anchor(row.result_id)))
        if followups or corrections:
            line += self.render("parts/result-after.html", followups=followups, corrections=corrections)
        return line + "\n</li>\n"

    def _withdrawn(self, row: CorrectionRow) -> str:
        """Return what stands where a result was taken back: that it was, when, and why."""
        items = self.index.items.values()
        name = next(
            (item.name for item in items if row.result_id.endswith(f"-{item.item_id}")), row.result_id
        )
        return self.render("parts/result-withdrawn.html", c=row, name=name, id=anchor(row.result_id)) + "\n"

    def _pattern(
        self, key: tuple[object, ...], template: str, values: Callable[[], dict[str, object]]
    ) -> Pattern:
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = Pattern(self.render(template, **values()))
        return found
