"""Shells and slots: how data comes into a page that a site generator has already built.

A shell is a finished HTML file with slots such as ``@@BODY@@``. It is cut at the slots once; stamping joins the
pieces with the values, so a value that itself looks like a slot is never filled. Knows nothing of mkdocs.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sampler.failure import SamplerError

SLOT = re.compile(r"<p>@@([A-Z][A-Z0-9_]*)@@</p>|@@([A-Z][A-Z0-9_]*)@@")
_CARD = re.compile(r"<!--card (\{.*?\}) -->", re.DOTALL)
_SPACE = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class Card:
    """What the writer of a page said about it in its front matter."""

    title: str = ""
    """Title of the page, without the name of the site."""

    description: str = ""
    """One sentence for search engines and the portal."""

    published: str = ""
    """Date of first publication; empty means the first day of the site."""

    updated: str = ""
    """Date of the last change; empty means ``published``."""

    basis: str = ""
    """Legal basis of the publication."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A built page cut at its slots."""

    card: Card
    """What its writer said."""

    texts: tuple[str, ...]
    """The fixed pieces, one more than there are slots."""

    slots: tuple[str, ...]
    """Slot names in the order they stand in the page."""

    def fill(self, values: Mapping[str, str]) -> "Shell":
        """Return the shell with the slots named in ``values`` filled and the others kept."""
        texts, slots = [self.texts[0]], []
        for slot, text in zip(self.slots, self.texts[1:], strict=True):
            if slot in values:
                texts[-1] += values[slot] + text
            else:
                slots.append(slot)
                texts.append(text)
        return Shell(self.card, tuple(texts), tuple(slots))

    def joined(self) -> str:
        """Return the page with its slots, as it was before it was cut."""
        pieces = [self.texts[0]]
        for slot, text in zip(self.slots, self.texts[1:], strict=True):
            pieces.append(f"@@{slot}@@{text}")
        return "".join(pieces)

    def stamp(self, values: Mapping[str, str]) -> str:
        """Return the finished page.

        >>> cut("<h1>@@TITLE@@</h1>").stamp({"TITLE": "@@BODY@@"})
        '<h1>@@BODY@@</h1>'
        """
        missing = [slot for slot in self.slots if slot not in values]
        if missing:
            raise SamplerError(
                f"页面模板里的插槽 {'、'.join(missing)} 没有内容。请检查 site_src 里的页面和 templates。"
            )
        pieces = [self.texts[0]]
        for slot, text in zip(self.slots, self.texts[1:], strict=True):
            pieces.append(values[slot])
            pieces.append(text)
        return "".join(pieces)


_TABLE = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>|<table>", re.DOTALL)
_CODE = re.compile(r"<pre><code(?! tabindex)")  # a shell is cut twice
_TAGS = re.compile(r"<[^>]+>")


def with_captions(html: str) -> str:
    """Return ``html`` with the plain tables of Markdown named by the heading above them, and made to scroll.

    >>> with_captions("<h2>期限</h2><table><tr><th>甲</th></tr></table>")[11:]
    '<div class="scroll" role="region" tabindex="0" aria-label="期限"><table class="data"><caption class="hidden-text">期限</caption><tr><th scope="col">甲</th></tr></table></div>'
    """
    heading, seen = "", Counter[str]()

    def name(match: re.Match[str]) -> str:
        nonlocal heading
        if match[1]:
            heading = _TAGS.sub("", match[2]).strip()
            return match[0]
        seen[heading] += 1
        title = heading if seen[heading] == 1 else f"{heading}（{seen[heading]}）"
        return (
            f'<div class="scroll" role="region" tabindex="0" aria-label="{title}">'
            f'<table class="data"><caption class="hidden-text">{title}</caption>'
        )

    html = _CODE.sub('<pre><code tabindex="0"', html)
    found = _TABLE.sub(name, html)
    if found == html:
        return html
    found = re.sub(r"<th( style=\"[^\"]*\")?>", '<th scope="col">', found)
    found = re.sub(r"<td style=\"[^\"]*\">", "<td>", found)
    return found.replace("</table>", "</table></div>")


def cut(html: str) -> Shell:
    """Return ``html`` cut at its slots. The paragraph Markdown puts around a slot goes with it.

    >>> cut("a<p>@@BODY@@</p>b").slots
    ('BODY',)
    """
    html, card = _take_card(html)
    html = with_captions(html)
    if "<pre" not in html and "<textarea" not in html:
        html = _SPACE.sub("\n", html)
    texts, slots, end = [], [], 0
    for match in SLOT.finditer(html):
        texts.append(html[end : match.start()])
        slots.append(match[1] or match[2])
        end = match.end()
    return Shell(card, (*texts, html[end:]), tuple(slots))


def count_slots(shell: Shell) -> dict[str, int]:
    """Return how often each slot stands in the shell.

    >>> count_slots(cut("@@A@@ @@B@@ @@A@@"))
    {'A': 2, 'B': 1}
    """
    return {slot: shell.slots.count(slot) for slot in sorted(set(shell.slots))}


def _take_card(html: str) -> tuple[str, Card]:
    found = _CARD.search(html)
    if not found:
        return html, Card()
    return html[: found.start()] + html[found.end() :], Card(**json.loads(found[1]))
