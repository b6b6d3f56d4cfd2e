"""The search data cut up, for more than 30 000 objects: a query fetches a few small scripts and not all names.

Objects are ordered by the length of their name, so the first matches are the ones to show. ``rows-N.js`` holds 400
of them. ``grams-N.js`` holds, for every two neighbouring characters (three in codes), the numbers of the objects that
contain them, as gaps in base 36. ``^`` before two characters means that the name, or the name without its county,
begins with them. What stands in more than a fifth of all objects is left out: it selects nothing.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sampler.disclosure.public import ObjectRow

BLOCK = 400
SHARDS = 512


def files(
    lines: Sequence[str],
    rows: Sequence[ObjectRow],
    townships: Sequence[str],
    classes: Sequence[str],
    facets: Sequence[tuple[str, Sequence[str]]] = (),
) -> Iterator[tuple[str, bytes]]:
    """Yield every script of the cut-up search data but those of the facets, whose values go into the first."""
    order = order_of(rows)
    postings: dict[str, list[int]] = defaultdict(list)
    for place, n in enumerate(order):
        for gram in grams_of(rows[n]):
            postings[gram].append(place)
    common = sorted(gram for gram, places in postings.items() if len(places) * 5 > len(rows))
    for gram in common:
        del postings[gram]
    head = {
        "shards": SHARDS,
        "block": BLOCK,
        "rows": len(rows),
        "townships": townships,
        "classes": classes,
        "common": common,
        "facets": facets,
    }
    yield "assets/search/names.js", script("samplerNames", head)
    for number in range(-(-len(order) // BLOCK)):
        block = "\n".join(lines[n] for n in order[number * BLOCK : (number + 1) * BLOCK])
        yield f"assets/search/rows-{number}.js", script("samplerRows", number, block)
    yield from _gram_files(postings)


def order_of(rows: Sequence[ObjectRow]) -> list[int]:
    """Return the numbers of the rows in the order of their places: short names first."""
    return sorted(range(len(rows)), key=lambda n: (len(rows[n].name), rows[n].public_id))


def _gram_files(postings: dict[str, list[int]]) -> Iterator[tuple[str, bytes]]:
    shards: list[dict[str, str]] = [{} for _ in range(SHARDS)]
    for gram in sorted(postings):
        shards[shard_of(gram)][gram] = gaps(postings[gram])
    for number, shard in enumerate(shards):
        yield f"assets/search/grams-{number}.js", script("samplerGrams", number, shard)


def shard_of(gram: str) -> int:
    """Return the file a gram is in. The browser computes the same: CRC-32 of the UTF-8 text."""
    return zlib.crc32(gram.encode()) % SHARDS


def grams_of(row: ObjectRow) -> set[str]:
    """Return all grams of an object.

    >>> sorted(text_grams("赵县AB12"))
    ['AB1', 'B12', '县A', '赵县']
    """
    from sampler.site.search import fold

    found: set[str] = set()
    for text in (row.name, row.code, row.township, row.public_id, *row.former_names):
        found |= text_grams(fold(text))
    for name in (row.name, *row.former_names):
        folded = fold(name)
        found.add("^" + folded[:2])
    return found


def text_grams(text: str) -> set[str]:
    """Return the pairs of neighbouring characters; triples where all are Latin letters or digits."""
    pairs = {text[n : n + 2] for n in range(len(text) - 1)}
    plain = {pair for pair in pairs if pair.isascii() and pair.isalnum()}
    triples = {text[n : n + 3] for n in range(len(text) - 2)}
    return (pairs - plain) | {t for t in triples if t.isascii() and t.isalnum()}


def gaps(places: list[int]) -> str:
    """Return rising places as the steps between them.

    >>> gaps([0, 5, 45])
    '1,5,14'
    """
    last, parts = -1, []
    for place in places:
        parts.append(base36(place - last))
        last = place
    return ",".join(parts)


def base36(number: int) -> str:
    """Return a number in base 36."""
    if number < 36:
        return "0123456789abcdefghijklmnopqrstuvwxyz"[number]
    return base36(number // 36) + "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36]


def script(name: str, *values: object) -> bytes:
    """Return a script that calls the function ``name``."""
    text = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    return f"{name}({text});\n".encode()
