"""One invented place: what the lists beside this file say about it, as typed records."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sampler.demo.chance import Chance

LISTS = Path(__file__).parent / "lists"
LEVELS = ("重点管理", "简化管理", "登记管理", "无")


@dataclass(frozen=True, slots=True)
class Township:
    """A township and who watches over it."""

    name: str
    weight: int
    """How many firms lie there, in proportion to the others."""
    section: str
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An invented county or zone."""

    key: str
    """Name of its folder of lists: ``county`` or ``zone``."""
    name: str
    city: str
    region: str
    area_code: str
    documents: str
    """Word before the kind and year of a document number, such as 晴环."""
    chance: Chance
    townships: tuple[Township, ...]
    sections: tuple[str, ...]
    words: dict[str, list[str]]
    """Syllables of invented names."""
    projects: dict[str, list[str]]
    """Words of construction projects."""

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return a list of this place, or the shared one when it has none of its own."""
        own = LISTS / self.key / f"{name}.csv"
        return read_rows(own if own.exists() else LISTS / f"{name}.csv")

    def toml(self, name: str) -> dict[str, Any]:
        """Return a TOML list of this place."""
        return tomllib.loads((LISTS / self.key / f"{name}.toml").read_text("utf-8"))


@cache
def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV list."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_place(key: str) -> Place:
    """Return the place whose lists lie in the folder ``key``.

    >>> load_place("county").name
    '晴原县'
    """
    told = tomllib.loads((LISTS / key / "place.toml").read_text("utf-8"))
    names = tomllib.loads((LISTS / "names.toml").read_text("utf-8"))
    towns = tuple(
        Township(t["name"], t["weight"], t["section"], tuple(t["villages"])) for t in told["townships"]
    )
    return Place(
        key=key,
        name=told["county"],
        city=told["city"],
        region=told["region_code"],
        area_code=told["area_code"],
        documents=told["documents"],
        chance=Chance(told["seed"]),
        townships=towns,
        sections=tuple(told["sections"]),
        words={word: options for word, options in names.items() if word != "projects"},
        projects=names["projects"],
    )
