"""One page of each kind that a site can hold: what every walk in a real browser goes through.

``test_every_kind_of_page_is_walked`` fails as soon as a site holds a page whose kind is not here.
"""

import re
from pathlib import Path

from sampler.site.former import path_of

_VARIES = re.compile(
    r"(?<=decisions/)\d{4}-[a-z-]+|(?<=former-)[0-9a-f]+|(?<=initial-)\w+(?:-\d+)?|(?<=township-)\d+(?:-\d+)?|(?<=/e)\d{5}"
    r"|\d{4}(?:Q\d)?(?:-\d)?(?=[.-])|(?<=rows-)\d+|(?<=all-)\d+|(?<=drawn-)\d+"
)
TWICE = "白杨县同名厂"
"""A former name of two objects of the sample."""

SAMPLE = (
    "404.html", "index.html", "plan/index.html", "plan/2025.html", "items.html", "rules.html", "draws/index.html", "draws/2025Q1.html",
    "verify.html", "results/index.html", "results/2025Q1.html", "followups.html", "withheld.html", "statistics.html", "changes.html",
    "objects/index.html", "objects/e00001.html", "objects/e00009.html", "objects/e00011.html", "objects/e00030.html",
    "objects/township-1.html", "objects/initial-H.html", path_of(TWICE), "search.html", "search.html?q=化工", "lookup.html", "data.html",
    "method/index.html", "method/protocol.html", "method/fairness.html", "method/rules/index.html", "method/rules/cookbook.html",
    "method/rules/keys.html", "method/rules/notices.html", "method/findings.html", "method/release.html", "method/security.html",
    "method/licences.html", "method/words.html", "method/house.html", "method/bench.html", "method/bureau.html", "glossary.html", "decisions/index.html",
    "decisions/0001-draw-by-digests.html", "en.html", "about/index.html", "about/objection.html", "about/faq.html", "about/training.html",
    "about/cases.html", "about/reuse.html", "about/accessibility.html", "about/map.html",
)  # fmt: skip
"""Pages of the small site; the last object is one taken down."""

LARGE = (
    "objects/all-2.html", "objects/initial-H-2.html", "results/2025Q1-rows-3.html", "draws/2025Q1-drawn-1.html",
    "changes-rows-1.html", "followups-rows-1.html", "results/2025Q1.html", "objects/index.html",
)  # fmt: skip
"""Pages of the site of three thousand objects: long tables and their static pages of 200 rows."""


def kind_of(path: str) -> str:
    """Return the kind of a page: its address without what differs within the kind.

    >>> kind_of("objects/e00001.html"), kind_of("results/2025Q1-rows-12.html"), kind_of("draws/2025Q2-2.html")
    ('objects/e*.html', 'results/*-rows-*.html', 'draws/*.html')
    """
    return _VARIES.sub("*", path.partition("?")[0])


def kinds_in(site: Path) -> set[str]:
    """Return the kinds of all pages of a finished site."""
    return {kind_of(path.relative_to(site).as_posix()) for path in site.rglob("*.html")}


WALKED = {kind_of(path) for path in (*SAMPLE, *LARGE)}
