"""What the check needs to know about one finished page, read with the standard library's parser."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

_SLOT = re.compile(r"@@[A-Z][A-Z0-9_]*@@")
_RESOURCES = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "form": "action",
    "object": "data",
}
_FETCHED = frozenset({"stylesheet", "icon", "preload", "preconnect", "modulepreload", "manifest"})
_NAMED = frozenset({"aria-label", "aria-labelledby"})
_LANDMARKS = frozenset({"region", "navigation", "search", "complementary", "form"})
_LANDMARK_TAGS = {"nav": "navigation", "aside": "complementary", "main": "main"}
_NAMED_BY_ITSELF = frozenset({"hidden", "submit", "button"})


@dataclass(slots=True)
class PageFacts:
    """Facts about one page, gathered while it is read."""

    size: int = 0
    """Bytes."""

    lang: str = ""
    """Language of the page."""

    title: str = ""
    """Text of the title."""

    headings: int = 0
    """Number of first-level headings."""

    withdrawn: bool = False
    """True for the page that stands in for one taken down."""

    meta: dict[str, str] = field(default_factory=dict)
    """Meta tags by name."""

    ids: list[str] = field(default_factory=list)
    """Every id, in order."""

    links: list[str] = field(default_factory=list)
    """What a reader can follow."""

    resources: list[str] = field(default_factory=list)
    """What the browser fetches by itself."""

    without_alt: list[str] = field(default_factory=list)
    """Pictures without a text."""

    bad_tables: list[str] = field(default_factory=list)
    """Tables without a caption or with a header cell without scope."""

    unlabelled: list[str] = field(default_factory=list)
    """Fields without a name."""

    landmarks: list[str] = field(default_factory=list)
    """Regions and navigations, each with its name: what a screen reader lists to jump to."""

    inline: list[str] = field(default_factory=list)
    """Inline scripts, styles and handlers."""

    slots: list[str] = field(default_factory=list)
    """Slots that were not filled."""


def read_page(path: Path) -> PageFacts:
    """Return the facts about one HTML file."""
    content = path.read_bytes()
    reader = _Reader()
    text = content.decode()
    reader.facts.size = len(content)
    reader.facts.slots = _SLOT.findall(text)
    reader.feed(text)
    reader.close()
    return reader.finished()


def _named(found: dict[str, str]) -> bool:
    hidden = found.get("type") in _NAMED_BY_ITSELF or "md-toggle" in found.get("class", "")
    return hidden or bool(found.get("aria-label"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = PageFacts()
        self.in_title = False
        self.tables: list[set[str]] = []
        self.labels: set[str] = set()
        self.fields: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag says."""
        found = {key: value or "" for key, value in attrs}
        facts = self.facts
        if "id" in found:
            facts.ids.append(found["id"])
        facts.inline += [f"<{tag} {key}>" for key in found if key.startswith("on") or key == "style"]
        if tag == "a" and "href" in found:
            facts.links.append(found["href"])
        elif tag in _RESOURCES and found.get(_RESOURCES[tag]):
            facts.resources.append(found[_RESOURCES[tag]])
        self._structure(tag, found)
        self._naming(tag, found)
        landmark = found.get("role") if found.get("role") in _LANDMARKS else _LANDMARK_TAGS.get(tag)
        if landmark:
            facts.landmarks.append(f"{landmark} {found.get('aria-label', '')}".strip())

    def _structure(self, tag: str, found: dict[str, str]) -> None:
        facts = self.facts
        if tag == "html":
            facts.lang = found.get("lang", "")
        elif tag == "title" and not facts.title:
            self.in_title = True
        elif tag == "h1":
            facts.headings += 1
        elif tag == "meta" and found.get("http-equiv", "").lower() == "refresh":
            facts.links.append(found.get("content", "").partition("url=")[2])
        elif tag == "meta" and "name" in found:
            facts.meta[found["name"]] = found.get("content", "")
            facts.withdrawn |= found["name"] == "withdrawn"
        elif tag == "link" and _FETCHED & set(found.get("rel", "").split()):
            facts.resources.append(found.get("href", ""))
        elif tag == "style" or (
            tag == "script" and "src" not in found and "json" not in found.get("type", "")
        ):
            facts.inline.append(f"<{tag}>")

    def _naming(self, tag: str, found: dict[str, str]) -> None:
        facts = self.facts
        if tag == "img" and "alt" not in found:
            facts.without_alt.append(found.get("src", "img"))
        elif tag == "svg" and found.get("aria-hidden") != "true" and not _NAMED & found.keys():
            facts.without_alt.append("svg")
        elif tag == "table":
            self.tables.append(set())
        elif tag == "caption" and self.tables:
            self.tables[-1].add("caption")
        elif tag == "th" and self.tables:
            self.tables[-1].add("th" if "scope" in found else "bad")
        elif tag == "label" and found.get("for"):
            self.labels.add(found["for"])
        elif tag in {"input", "select", "textarea"} and not _named(found):
            self.fields.append(found.get("id", ""))

    def handle_data(self, data: str) -> None:
        """Keep the title."""
        if self.in_title:
            self.facts.title += data

    def handle_endtag(self, tag: str) -> None:
        """Judge a table when it ends."""
        if tag == "title":
            self.in_title = False
        elif tag == "table" and self.tables:
            seen = self.tables.pop()
            if "th" not in seen or "bad" in seen or "caption" not in seen:
                self.facts.bad_tables.append("table")

    def finished(self) -> PageFacts:
        """Return the facts once the whole page was read."""
        self.facts.unlabelled = [name or "input" for name in self.fields if name not in self.labels]
        return self.facts
