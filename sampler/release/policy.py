"""The Content-Security-Policy of a site, worked out from the very pages it holds.

Every inline script and style of the build is named by its SHA-256, so nothing else can run.
"""

import base64
import hashlib
import html
import re
from collections.abc import Iterable
from pathlib import Path

from sampler.release.listing import files_of

INLINE_SCRIPT = re.compile(
    rb"<script(?P<attributes>(?:\s[^>]*)?)>(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE
)
INLINE_STYLE = re.compile(rb"<style(?:\s[^>]*)?>(?P<body>.*?)</style>", re.DOTALL | re.IGNORECASE)
STYLE_ATTRIBUTE = re.compile(
    rb"<[a-z][^>]*?\sstyle=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')", re.IGNORECASE
)
DATA_TYPE = re.compile(rb"type=[\"']?(?:application/(?:ld\+)?json|text/plain)", re.IGNORECASE)
PAGES = (".html", ".svg")


def content_security_policy(site: Path) -> str:
    """Return the strictest policy under which every page of ``site`` works."""
    scripts: set[bytes] = set()
    styles: set[bytes] = set()
    attributes: set[bytes] = set()
    names = files_of(site)
    for name, path in names.items():
        if name.endswith(PAGES):
            page = path.read_bytes().replace(b"\r\n", b"\n")  # browsers hash after this
            scripts.update(_inline_scripts(page))
            styles.update(found["body"] for found in INLINE_STYLE.finditer(page))
            attributes.update(_unescaped(found) for found in STYLE_ATTRIBUTE.finditer(page))
    rules = [
        "default-src 'none'",
        f"script-src 'self'{_hashes(scripts)}",
        f"style-src 'self'{_hashes(styles)}",
        *([f"style-src-attr 'unsafe-hashes'{_hashes(attributes)}"] if attributes else []),
        "img-src 'self' data:",
        *(["font-src 'self'"] if any(name.endswith((".woff", ".woff2")) for name in names) else []),
        "connect-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
    return "; ".join(rules)


def _inline_scripts(page: bytes) -> Iterable[bytes]:
    for found in INLINE_SCRIPT.finditer(page):
        attributes = found["attributes"]
        if b"src=" not in attributes.lower() and not DATA_TYPE.search(attributes) and found["body"].strip():
            yield found["body"]


def _unescaped(found: re.Match[bytes]) -> bytes:
    value = found["double"] if found["double"] is not None else found["single"]
    return html.unescape(value.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _hashes(bodies: Iterable[bytes]) -> str:
    values = sorted(base64.b64encode(hashlib.sha256(body).digest()).decode() for body in bodies)
    return "".join(f" 'sha256-{value}'" for value in values)
