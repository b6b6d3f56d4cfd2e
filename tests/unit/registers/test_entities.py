"""Entities in the XML of .xlsx, .ods and .docx: refused before any parser sees them, wherever and however they are written."""

import io
import zipfile

import pytest

from sampler.failure import SamplerError
from sampler.office import forms
from sampler.office.word import Line, write_word
from sampler.registers.source import read_content
from tests.unit.registers.test_hostile import book, spreadsheet

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10))
DECLARED = {
    "billion laughs": f"<!DOCTYPE x [{LAUGHS}]>",
    "a file of this computer": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "an address": '<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">',
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    "behind a comment": f"<!-- {'x' * 900} --><!DOCTYPE x [{LAUGHS}]>",
}
PLAIN = {
    "xlsx": (book(), "xl/worksheets/sheet1.xml"),
    "ods": (spreadsheet("<table:table-row/>"), "content.xml"),
    "docx": (write_word([Line("{{ 对象名称 }}")]), "word/document.xml"),
}


def changed(kind: str, put: str, encoding: str = "utf-8", name: str = "") -> bytes:
    """Return a sound file with ``put`` before the root element of its main part; under another ``name`` beside it when given."""
    content, main = PLAIN[kind]
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for part in source.namelist():
            body = source.read(part)
            if part == main:
                text = body.decode().partition("?>")[2] or body.decode()
                strange = f'<?xml version="1.0" encoding="{encoding}"?>{put}{text}'.encode(
                    encoding, "replace"
                )
                target.writestr(name or part, strange)
                if not name:
                    continue
            target.writestr(part, body)
    return buffer.getvalue()


def read(kind: str, content: bytes, folder) -> None:
    """Read as an import or as the forms do."""
    if kind != "docx":
        read_content("x", content)
        return
    (folder / "文书.docx").write_bytes(content)
    forms.fill_form(folder / "文书.docx", {"对象名称": "甲"})


@pytest.mark.parametrize("kind", PLAIN)
def test_the_file_itself_is_read(kind, tmp_path):
    read(kind, changed(kind, ""), tmp_path)


@pytest.mark.parametrize("what", DECLARED)
@pytest.mark.parametrize("kind", PLAIN)
def test_entities_are_refused(kind, what, tmp_path):
    with pytest.raises(SamplerError, match="实体声明"):
        read(kind, changed(kind, DECLARED[what]), tmp_path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-7", "cp037"])
@pytest.mark.parametrize("kind", PLAIN)
def test_an_encoding_in_which_they_could_hide_is_refused(kind, encoding, tmp_path):
    with pytest.raises(SamplerError, match="异常的编码"):
        read(kind, changed(kind, DECLARED["billion laughs"], encoding), tmp_path)


@pytest.mark.parametrize("name", ["xl/a.bin", "a", "word/a.png"])
@pytest.mark.parametrize("kind", PLAIN)
def test_a_part_under_another_name_is_looked_at_too(kind, name, tmp_path):
    with pytest.raises(SamplerError, match="实体声明"):
        read(kind, changed(kind, DECLARED["billion laughs"], name=name), tmp_path)
