"""A Word template from outside can show facts, repeat rows and ask conditions, and nothing else."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from sampler.failure import SamplerError
from sampler.office import forms, marks
from sampler.office.word import Grid, Line, write_word

FACTS = {"对象名称": "赵县{{ 7*7 }}<厂>", "事项表": [{"名称": "废水"}, {"名称": "废气"}]}


def filled(text: str) -> str:
    return str(marks.language().from_string(text).render(FACTS))


def template(folder: Path, text: str, **parts: bytes) -> Path:
    """Write a template with one line of text and these parts more (``__`` stands for a slash)."""
    content, buffer = write_word([Line(text)]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        more = {name.replace("__", "/"): body for name, body in parts.items()}
        for name in source.namelist():
            target.writestr(name, more.pop(name, None) or source.read(name))
        for name, body in more.items():
            target.writestr(name, body)
    path = folder / "文书.docx"
    path.write_bytes(buffer.getvalue())
    return path


def test_what_a_form_needs_still_works():
    assert filled("{% for 事项 in 事项表 %}{{ loop.index }} {{ 事项.名称 }} {% endfor %}") == "1 废水 2 废气 "
    assert filled("{% if 事项表 %}{{ 事项表 | length * 2 }}{% endif %}") == "4"


def test_a_firm_name_is_shown_and_never_obeyed():
    assert filled("{{ 对象名称 }}") == "赵县{{ 7*7 }}&lt;厂&gt;"


@pytest.mark.parametrize(
    "mark",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ 事项表.__class__ }}",
        "{{ 事项表.append(1) }}",
        "{{ 对象名称.upper() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ range(9999) }}",
        "{{ lipsum(9) }}",
        "{{ cycler('a') }}",
        "{{ 2 ** 99999999 }}",
        "{{ '甲' * 999999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 对象名称 | center(999999999) }}",
        "{{ 对象名称 | format(1) }}",
        "{{ 事项表 | map(attribute='__class__') | list }}",
        "{% include '/etc/hostname' %}",
        "{% import 'os' as os %}",
        "{% extends '文书' %}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{{ 1 // 0 }}",
        "{{ 1 + 'a' }}",
        "{{ 没有这个 }}",
    ],
)
def test_nothing_else_is_obeyed(mark, tmp_path):
    with pytest.raises(SamplerError, match=r"文书\.docx 里的标记不能填写"):
        forms.fill_form(template(tmp_path, mark), FACTS)


@pytest.mark.parametrize("depth", [2_000, 20_000])
def test_marks_in_marks_without_end_are_refused(depth, tmp_path):
    with pytest.raises(SamplerError, match="标记"):
        forms.fill_form(template(tmp_path, "{{ " + "(" * depth + "1" + ")" * depth + " }}"), FACTS)


OUTSIDE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="http://example.invalid/a" TargetMode=%s/></Relationships>'
)
SETTINGS = "word___rels__settings.xml.rels"


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"word__vbaProject.bin": b"x"}, "宏"),
        ({"word__embeddings__a.xlsx": b"x"}, "嵌入"),
        ({"word__activeX__a.bin": b"x"}, "嵌入"),
        ({SETTINGS: OUTSIDE % (b"attachedTemplate", b'"External"')}, "外部文件"),
        ({SETTINGS: OUTSIDE % (b"image", b"'External'")}, "外部文件"),
        ({"word__styles.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'}, "实体"),
        ({"word__large.bin": bytes(61 << 20)}, "过大"),
    ],
)
def test_a_template_with_more_than_a_form_needs_is_refused(parts, fault, tmp_path):
    with pytest.raises(SamplerError, match=fault):
        forms.open_form(template(tmp_path, "{{ 对象名称 }}", **parts))


def test_a_link_to_click_on_may_stay(tmp_path):
    parts = {SETTINGS: OUTSIDE % (b"hyperlink", b'"External"')}
    assert forms.fill_form(template(tmp_path, "{{ 对象名称 }}", **parts), FACTS)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip at all"])
def test_what_is_no_word_file_is_refused(content, tmp_path):
    (tmp_path / "文书.docx").write_bytes(content)
    with pytest.raises(SamplerError, match="已经损坏"):
        forms.open_form(tmp_path / "文书.docx")


def test_a_zip_that_is_no_word_file_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "文书.docx", "w") as target:
        target.writestr("[Content_Types].xml", "<x/>")
    with pytest.raises(SamplerError, match="打不开"):
        forms.open_form(tmp_path / "文书.docx")


def test_every_part_cut_short_is_refused_or_read(tmp_path):
    content = write_word([Line("{{ 对象名称 }}"), Grid((("甲", "乙"),))])
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        names = source.namelist()
        for name in names:
            whole = source.read(name)
            for cut in (0, len(whole) // 2, len(whole) - 1):
                path = template(tmp_path, "{{ 对象名称 }}", **{name: whole[:cut] or b" "})
                with suppress(SamplerError):
                    forms.fill_form(path, FACTS)


def test_a_damaged_picture_in_a_template_is_named(tmp_path):
    path = template(tmp_path, "{{ 对象名称 }}", docProps__thumbnail__jpeg=b"a picture of the first page")
    content = path.read_bytes()
    path.write_bytes(content.replace(b"a picture of", b"a damaged of", 1))
    with pytest.raises(SamplerError, match="已经损坏"):
        forms.open_form(path)


def test_a_reference_that_says_not_what_it_is_for_is_refused(tmp_path):
    relations = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
    body = b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    astray = b'<Relationship Id="rId9" Target="word/styles.xml"/>'
    path = template(tmp_path, "{{ 对象名称 }}", **{"_rels/.rels": relations % (body + astray)})
    with pytest.raises(SamplerError, match="打不开"):
        forms.open_form(path)
