"""The drawing of the house and the limits of its parts, read from the code."""

import ast
import statistics
from pathlib import Path

import pytest

from sampler.commands import house
from sampler.failure import SamplerError

PACKAGE = house.ROOT / "sampler"
MODULES = sorted(PACKAGE.rglob("*.py"))


def lengths(path: Path) -> list[int]:
    tree = ast.parse(path.read_bytes())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [(node.end_lineno or 0) - node.lineno + 1 for node in functions]


def test_the_page_shows_the_rooms_as_the_code_has_them():
    page = house.PAGE.read_text(encoding="utf-8")
    assert house.page_with(page, house.survey(PACKAGE)) == page, "请运行 ./inv house"


def test_every_room_of_the_package_is_on_the_page():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms == house.ROOMS.keys()


def test_no_module_has_more_than_300_lines():
    assert [path.name for path in MODULES if path.read_bytes().count(b"\n") > 300] == []


def test_half_of_the_functions_have_fewer_than_12_lines():
    assert statistics.median(length for path in MODULES for length in lengths(path)) < 12


def test_rooms_that_use_each_other_cannot_be_drawn():
    with pytest.raises(SamplerError, match="互相使用"):
        house.drawing(frozenset({("site", "office"), ("office", "site")}))


def test_a_page_without_its_marks_is_not_overwritten():
    with pytest.raises(SamplerError, match="找不到"):
        house.page_with("# 程序的结构\n", frozenset())
