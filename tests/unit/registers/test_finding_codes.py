"""The page of finding codes is what the program makes of its codes; each has a meaning and something to do."""

import pytest

from sampler.commands import findings
from sampler.failure import SamplerError


def test_the_page_is_what_inv_findings_writes():
    codes = findings.codes_of_the_program()
    assert len(codes) > 150
    assert findings.PAGE.read_text("utf-8") == findings.page(codes, findings.words())
    assert "`./inv findings`" in findings.PAGE.read_text("utf-8")


def test_a_code_without_words_and_words_without_a_code_are_refused():
    sections = [
        {"title": "甲", "codes": {"registers.a": ["意思一", "怎么办"], "registers.b": ["意思二", "怎么办"]}}
    ]
    with pytest.raises(SamplerError, match=r"没有文字的代码：registers\.c；程序里没有的代码：registers\.b"):
        findings.page({"registers.a", "registers.c"}, sections)
    assert "| `registers.a` | 意思一 | 怎么办 |" in findings.page({"registers.a", "registers.b"}, sections)


def test_each_code_has_a_meaning_and_something_to_do_and_stands_in_one_place():
    rows = [(code, *texts) for section in findings.words() for code, texts in section["codes"].items()]
    assert [row for row in rows if len(row[1]) < 4 or len(row[2]) < 4 or "|" in row[1] + row[2]] == []
    assert [row[0] for row in rows] == list(dict.fromkeys(row[0] for row in rows))
