"""Labelled texts: written ⟦P 姓名⟧ in plain files, with check digits worked out where a ``?`` stands."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sampler.disclosure.text import checksums
from sampler.registers import codes

HERE = Path(__file__).parent
TYPES = {
    "P": "PERSON",
    "M": "MOBILE",
    "L": "LANDLINE",
    "I": "ID_CARD",
    "B": "BANK_CARD",
    "S": "PASSPORT",
    "C": "PLATE",
    "E": "EMAIL",
    "W": "IM_ID",
    "A": "ADDRESS",
    "D": "DOB",
    "U": "USCC_PERSONAL",
    "T": "TRADE_SECRET",
    "K": "",
}
MARK = re.compile(r"⟦([A-Z]) ([^⟧]*)⟧")


@dataclass(frozen=True)
class Labelled:
    """One text and what is in it."""

    name: str
    text: str
    gold: tuple[tuple[int, int, str], ...]
    harmless: tuple[tuple[int, int], ...]
    context: dict[str, Any] = field(default_factory=dict)


def labelled(name: str, written: str, context: dict[str, Any] | None = None) -> Labelled:
    """Read the marks of one text."""
    parts, gold, harmless, done, length = [], [], [], 0, 0
    for match in MARK.finditer(written):
        before = written[done : match.start()]
        word = with_check_digit(match.group(1), match.group(2))
        start = length + len(before)
        length = start + len(word)
        parts += [before, word]
        if TYPES[match.group(1)]:
            gold.append((start, length, TYPES[match.group(1)]))
        else:
            harmless.append((start, length))
        done = match.end()
    return Labelled(name, "".join([*parts, written[done:]]), tuple(gold), tuple(harmless), context or {})


def with_check_digit(kind: str, word: str) -> str:
    """Replace a closing ``?`` by the right check digit."""
    if not word.endswith("?"):
        return word
    body = re.sub(r"[ \-]", "", word[:-1])
    if kind == "I":
        return word[:-1] + checksums.id_check_digit(body)
    alphabet = "0123456789" if kind == "B" else codes.ALPHABET
    valid = checksums.passes_luhn if kind == "B" else codes.is_credit_code
    return word[:-1] + next(digit for digit in alphabet if valid(body + digit))


def written(file: str) -> Iterator[Labelled]:
    """Yield the texts of one file."""
    for number, line in enumerate((HERE / file).read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            text, _, context = line.partition("\t")
            text = text.replace("\\n", "\n").replace("\\t", "\t")
            yield labelled(f"{file}:{number}", text, json.loads(context) if context else {})
