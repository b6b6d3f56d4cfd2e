"""Open data: each table as CSV, XLSX and JSON with a metadata file, the data package, the dictionary, and the page."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sampler.disclosure.public import (
    KIND_WORDS,
    TABLES,
    PublicTable,
    columns_of,
    described_field,
    dictionary,
    table_named,
)
from sampler.files import canonical_json
from sampler.site import formats, xlsx
from sampler.site.index import Index
from sampler.site.page import Page, site_root
from sampler.site.render import Render

Resource = dict[str, Any]
Write = Callable[[str, Iterable[bytes]], None]
REUSE = (
    "任何人可以免费复制、分析和再发布本站数据，请注明来源和数据日期；不得歪曲原意，不得用于识别已隐去的个人。"
)
COVERAGE = "只包括可以公开的检查对象和检查结果。未检查不等于没有问题；未发现问题只说明检查当天所查的事项。"


class Measured:
    """Size and digest of what passes by on its way into a file."""

    def __init__(self) -> None:
        self.size, self.digest = 0, hashlib.sha256()

    def passing(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces as they are."""
        for piece in pieces:
            self.size += len(piece)
            self.digest.update(piece)
            yield piece


def write_table(index: Index, table: PublicTable, write: Write) -> Resource:
    """Write the downloads of one table, one after the other; return what the data package says of it."""
    columns, rows = columns_of(table.row), index.record.rows(table.name)
    values = formats.values_of(columns, rows)
    head = {"table": table.name, "title": table.title, "as_of": index.record.as_of}
    write(f"data/{table.name}.json", formats.json_pieces(head, columns, values))
    texts = formats.texts_of(columns, values)
    return _write_sheets(index, table, (table.name, table.title, ("csv", "xlsx", "json")), texts, write)


def write_period(index: Index, period: str, write: Write) -> None:
    """Write the results of one period for people with a spreadsheet; programs take the whole table."""
    table = table_named("results")
    columns = columns_of(table.row)
    texts = formats.texts_of(columns, formats.values_of(columns, index.results_in.get(period, [])))
    named = (f"results-{period}", f"{period} {table.title}", ("csv", "xlsx"))
    _write_sheets(index, table, named, texts, write)


Named = tuple[str, str, tuple[str, ...]]
"""Stem of the files, title, and the formats there are."""


def _write_sheets(
    index: Index, table: PublicTable, named: Named, texts: list[list[str]], write: Write
) -> Resource:
    stem, title, _ = named
    columns = columns_of(table.row)
    titles, kinds = [column.title for column in columns], [column.kind for column in columns]
    measured = Measured()
    write(f"data/{stem}.csv", measured.passing(formats.csv_pieces(titles, texts)))
    resource = _resource(table, named, measured, len(texts[0]))
    write(f"data/{stem}.metadata.json", [canonical_json(_metadata(index, table, named, resource))])
    write(f"data/{stem}.xlsx", [xlsx.workbook(title, titles, kinds, texts)])
    return resource


def package_files(index: Index, resources: Mapping[str, Resource]) -> Iterator[tuple[str, bytes]]:
    """Yield what describes all tables together. ``resources`` are theirs, by the name of the table."""
    ordered = [resources[table.name] for table in TABLES]
    yield "data/datapackage.json", canonical_json(_package(index, ordered))
    yield "data/dictionary.json", canonical_json(dictionary())


def data_page(render: Render, index: Index) -> Page:
    """Return the page of the open data."""
    tables = [(table, columns_of(table.row), len(index.record.rows(table.name))) for table in TABLES]
    body = render(
        "data.html",
        tables=tables,
        words=KIND_WORDS,
        reuse=REUSE,
        coverage=COVERAGE,
        record=index.record,
        periods=index.periods,
    )
    return Page(
        "data.html", "data.html", "开放数据", {"BODY": body}, updated=index.record.as_of,
        description="全部公开数据的下载：CSV、XLSX、JSON，数据字典，订阅。",
    )  # fmt: skip


def _resource(table: PublicTable, named: Named, measured: Measured, count: int) -> Resource:
    stem, title, _ = named
    fields = [described_field(column, name=column.title, key=column.key) for column in columns_of(table.row)]
    return {
        "name": stem.replace("_", "-").lower(),
        "title": title,
        "description": table.note,
        "path": f"{stem}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": measured.size,
        "hash": f"sha256:{measured.digest.hexdigest()}",
        "rowcount": count,
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _metadata(index: Index, table: PublicTable, named: Named, resource: Resource) -> dict[str, Any]:
    stem, _, kinds = named
    return {
        **resource,
        "as_of": index.record.as_of,
        "publisher": index.bureau["name"],
        "coverage": COVERAGE,
        "reuse": REUSE,
        "key": list(table.key),
        "formats": {kind: f"{stem}.{kind}" for kind in kinds},
        "homepage": site_root(index.bureau),
    }


def _package(index: Index, resources: list[Resource]) -> dict[str, Any]:
    return {
        "name": "sunlight-inspection",
        "title": f"{index.bureau['name']}“双随机、一公开”开放数据",
        "description": COVERAGE,
        "profile": "tabular-data-package",
        "version": index.record.as_of,
        "licenses": [{"name": "other-open", "title": REUSE}],
        "contributors": [{"title": index.bureau["name"] or "发布机构", "role": "publisher"}],
        "resources": resources,
    }
