"""Text without any mark of Markdown, kept from being searched for marks: a quarter of the time of the pages people wrote.

Markdown tries each of its twenty patterns on each piece of text, cell by cell; most cells are plain words.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element

import markdown.extensions  # type: ignore[import-untyped]  # ships no types
import markdown.util  # type: ignore[import-untyped]  # ships no types

_MARKS = re.compile(r"[\\`*_\[\]<>&!{\x02\x03]|  \n")
_BEFORE_INLINE = 25


class _Settle:
    """Marks texts without marks as finished, which is what Markdown itself does with code."""

    def run(self, root: Element) -> None:
        """Look at every piece of text once."""
        settled = markdown.util.AtomicString
        for element in root.iter():
            if element.text and not _MARKS.search(element.text):
                element.text = settled(element.text)
            if element.tail and not _MARKS.search(element.tail):
                element.tail = settled(element.tail)


class PlainText(markdown.extensions.Extension):  # type: ignore[misc]  # ships no types
    """Adds the step before the patterns are tried."""

    def extendMarkdown(self, md: Any) -> None:  # noqa: N802  # the name Markdown asks for
        """Register the step."""
        md.treeprocessors.register(_Settle(), "plain", _BEFORE_INLINE)
