"""The tables of ``data/`` as their schemas declare them.

Each file of ``schemas/`` is a Table Schema: ``name`` of a field is its Chinese header. Extra properties say what Table
Schema cannot: ``key`` (the English name in code), ``public`` (how a column may be published; missing means internal),
``synonyms``, ``normalize``, ``aliases``, ``separator`` (the cell is a list), ``itemEnum``, ``multiline`` and ``refers``.
This module is the only reader of those files; everything else asks it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cache
from importlib import resources
from typing import Any

from sampler.failure import SamplerError

SEPARATOR = "；"
PART = "{part}"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table."""

    header: str
    """Chinese header, as it stands in the file."""

    key: str
    """English name, as it stands in code."""

    type: str
    """Table Schema type: string, integer, number, date or boolean."""

    description: str
    """One Chinese sentence for staff."""

    example: str
    """A cell as it may look."""

    constraints: Mapping[str, Any]
    """Table Schema constraints: required, unique, enum, pattern, minimum, maximum."""

    public: str = "internal"
    """``public``, ``mask:<rule>``, ``text`` or ``internal``."""

    normalize: str = ""
    """``code``, ``digits`` and ``ratio`` fold full-width forms, ``name`` is a name; else the text is kept."""

    synonyms: tuple[str, ...] = ()
    """Other headers under which offices know this column, best first."""

    aliases: Mapping[str, str] = dataclass_field(default_factory=dict)
    """Other spellings of the words allowed, with the word meant."""

    separator: str = ""
    """Not empty: the cell is a list, written with this separator."""

    item_enum: tuple[str, ...] = ()
    """Words allowed in a list cell."""

    multiline: bool = False
    """Line breaks belong to the text."""

    refers: str = ""
    """Schema whose primary key the value (each value of a list) names."""

    @property
    def required(self) -> bool:
        """Whether an empty cell is a mistake."""
        return bool(self.constraints.get("required", False))

    @property
    def enum(self) -> tuple[str, ...]:
        """The words allowed, or nothing when any word is."""
        return self.item_enum or tuple(self.constraints.get("enum", ()))

    @property
    def pattern(self) -> str:
        """The regular expression a value must match whole, or an empty text."""
        return str(self.constraints.get("pattern", ""))

    @property
    def is_list(self) -> bool:
        """Whether a cell holds several values."""
        return bool(self.separator)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values must exist in another table."""

    headers: tuple[str, ...]
    """Headers here."""

    resource: str
    """Name of the other schema."""

    reference: tuple[str, ...]
    """Headers there."""


@dataclass(frozen=True, slots=True)
class Schema:
    """One table: where it lies and what its columns are."""

    name: str
    """English name, such as ``objects``."""

    title: str
    """Chinese name, such as 检查对象名录库."""

    description: str
    """What a row is, in Chinese."""

    path: str
    """Path in the data folder; ``{part}`` stands for a year, a period or a kind."""

    fields: tuple[Field, ...]
    """Columns in canonical order."""

    primary_key: tuple[str, ...]
    """English keys of the columns that name a row."""

    foreign_keys: tuple[ForeignKey, ...] = ()
    """References to other tables."""

    part: str = ""
    """Regular expression of ``{part}``; empty when the table is one file."""

    family: str = ""
    """``events`` for facts about objects, ``settings`` for files that are no register."""

    numbering: str = ""
    """Prefix of codes for a list that is published without codes; empty when codes must be given."""

    named_by: tuple[str, ...] = ()
    """English keys of the columns by which such a row is known again."""

    @property
    def keys(self) -> tuple[str, ...]:
        """English keys in canonical order."""
        return tuple(field.key for field in self.fields)

    @property
    def headers(self) -> tuple[str, ...]:
        """Chinese headers in canonical order."""
        return tuple(field.header for field in self.fields)

    def field(self, name: str) -> Field:
        """Return the field with this English key or Chinese header."""
        for field in self.fields:
            if name in (field.key, field.header):
                return field
        raise SamplerError(f"「{self.title}」没有“{name}”这一列。有的列是：{'、'.join(self.headers)}。")

    def file(self, part: str = "") -> str:
        """Return the path of one part, relative to the data folder.

        >>> schema_named("results").file("2025Q1")
        'results/2025Q1.csv'
        """
        if bool(part) != bool(self.part) or (part and not re.fullmatch(self.part, part)):
            raise SamplerError(f"「{self.title}」没有“{part}”这一部分。文件应写在 {self.path}。")
        return self.path.replace(PART, part)


def schemas() -> tuple[Schema, ...]:
    """Return every schema, sorted by name."""
    return tuple(_all().values())


def schema_named(name: str) -> Schema:
    """Return the schema with this English or Chinese name."""
    for schema in _all().values():
        if name in (schema.name, schema.title):
            return schema
    known = "、".join(f"{schema.name}（{schema.title}）" for schema in schemas())
    raise SamplerError(f"没有名为“{name}”的表。可用的表：{known}。")


def schema_for(path: str) -> tuple[Schema, str] | None:
    """Return the schema and part of a path in the data folder, or None when it is no table.

    >>> found = schema_for("results/2025Q1.csv")
    >>> found[0].name, found[1]
    ('results', '2025Q1')
    """
    for schema in schemas():
        if schema.path == path or (not schema.part and schema.path.removeprefix("registers/") == path):
            return schema, ""
    for schema in schemas():
        before, _, after = schema.path.partition(PART)
        if schema.part and path.startswith(before) and path.endswith(after):
            part = path[len(before) : len(path) - len(after)]
            if re.fullmatch(schema.part, part):
                return schema, part
    return None


@cache
def _all() -> dict[str, Schema]:
    folder = resources.files("sampler.registers").joinpath("schemas")
    documents = [
        json.loads(entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".json")
    ]
    return {
        document["name"]: _schema(document) for document in sorted(documents, key=lambda found: found["name"])
    }


def _schema(document: Mapping[str, Any]) -> Schema:
    fields = tuple(_field(entry) for entry in document["fields"])
    key_of = {field.header: field.key for field in fields}
    return Schema(
        name=document["name"],
        title=document["title"],
        description=document["description"],
        path=document["path"],
        fields=fields,
        primary_key=tuple(key_of[header] for header in document["primaryKey"]),
        foreign_keys=tuple(_foreign_key(entry) for entry in document.get("foreignKeys", ())),
        part=document.get("part", ""),
        family=document.get("family", ""),
        numbering=document.get("numbering", {}).get("prefix", ""),
        named_by=tuple(key_of[header] for header in document.get("numbering", {}).get("by", ())),
    )


def _field(entry: Mapping[str, Any]) -> Field:
    return Field(
        header=entry["name"],
        key=entry["key"],
        type=entry["type"],
        description=entry["description"],
        example=entry.get("example", ""),
        constraints=entry.get("constraints", {}),
        public=entry.get("public", "internal"),
        normalize=entry.get("normalize", ""),
        synonyms=tuple(entry.get("synonyms", ())),
        aliases=entry.get("aliases", {}),
        separator=entry.get("separator", ""),
        item_enum=tuple(entry.get("itemEnum", ())),
        multiline=bool(entry.get("multiline", False)),
        refers=entry.get("refers", ""),
    )


def _foreign_key(entry: Mapping[str, Any]) -> ForeignKey:
    reference = entry["reference"]
    return ForeignKey(tuple(entry["fields"]), reference["resource"], tuple(reference["fields"]))
