"""Former names: each has a page at an address that follows from the name alone and leads to the object of today.

The address of an object is its public id and never changes; these pages are for links and printed lists that know it by
an older name. Where several objects bore the name, or one bears it now, the page names them all and leads nowhere by itself.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sampler.disclosure.public import ObjectRow
from sampler.site.display import clip
from sampler.site.index import Index
from sampler.site.page import Page
from sampler.site.render import Render
from sampler.site.search import fold

SHELL = "objects/index.html"


@dataclass(frozen=True, slots=True)
class Former:
    """One former name."""

    name: str
    """The name, as the record writes it."""

    path: str
    """Address of its page inside the site."""

    bearers: tuple[ObjectRow, ...]
    """The objects that bore it, and those that bear it now, by public id."""


def path_of(name: str) -> str:
    """Return the address of the page of a former name: safe as a file name whatever the name holds.

    >>> path_of("甲（乙）厂") == path_of("甲(乙)厂 ")
    True
    """
    digest = hashlib.sha256("".join(fold(name).split()).encode("utf-8", "surrogatepass")).hexdigest()
    return f"objects/former-{digest[:12]}.html"


def former_names(index: Index) -> list[Former]:
    """Return every former name once, with its bearers; not those an object still bears itself."""
    names: dict[str, str] = {}
    bearers: dict[str, dict[str, ObjectRow]] = {}
    for row in index.record.objects:
        for name in row.former_names:
            path = path_of(name)
            if name.strip() and path != path_of(row.name):
                names.setdefault(path, name)
                bearers.setdefault(path, {})[row.public_id] = row
    for row in index.record.objects if names else ():
        path = path_of(row.name)
        if path in names:
            bearers[path][row.public_id] = row
    return [
        Former(name, path, tuple(row for _, row in sorted(bearers[path].items())))
        for path, name in sorted(names.items())
    ]


def former_pages(render: Render, index: Index) -> Iterator[Page]:
    """Yield the page of each former name."""
    for former in former_names(index):
        only = former.bearers[0] if len(former.bearers) == 1 else None
        title = f"{clip(former.name)}（曾用名）"
        body = render("former.html", title=title, name=former.name, only=only, bearers=former.bearers)
        yield Page(
            former.path,
            SHELL,
            title,
            {"BODY": body},
            description=f"“{clip(former.name)}”是曾用名，本页指到现在的名称。",
            published=former.bearers[0].first_published,
            updated=max(row.last_changed for row in former.bearers),
            listed=False,
            indexed=False,
            moved=f"{only.public_id}.html" if only else "",
        )
