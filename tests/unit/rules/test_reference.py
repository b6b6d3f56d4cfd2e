"""The reference pages say what the code does: every key, every finding, every word."""

import re
import tomllib
from pathlib import Path

from sampler.registers import schema_named
from sampler.rules.expression import OPERATORS
from sampler.rules.period import CYCLES
from sampler.rules.reading import policy_from_text
from sampler.rules.reference import keys_page
from sampler.rules.wording import read_amount

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "site_src" / "method" / "rules"
REFERENCE = (PAGES / "index.md").read_text("utf-8")
SOURCES = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "sampler" / "rules").glob("*.py")))
CODE = re.compile(r'(?:finding|wrong)\(\s*"([a-z-]+)"|"rules\.([a-z-]+)"|return "([a-z-]+)", ')


def test_the_page_of_keys_is_the_one_the_schema_makes():
    assert (PAGES / "keys.md").read_text("utf-8") == keys_page()


def test_the_published_schema_is_the_one_used():
    published = (PAGES / "policy.schema.json").read_bytes()
    assert published == (ROOT / "sampler" / "rules" / "policy.schema.json").read_bytes()


def test_every_code_of_a_finding_stands_in_the_reference():
    codes = {code for found in CODE.findall(SOURCES) for code in found if code} - {"history", "exactly"}
    assert len(codes) > 30
    assert [code for code in sorted(codes) if f"`{code}`" not in REFERENCE] == []


def test_the_shortest_policy_of_the_page_can_be_read():
    text = re.search(r"```toml\n(.*?)```", REFERENCE, re.DOTALL)[1]
    assert tomllib.loads(text)
    assert [rule.name for rule in policy_from_text(text).draws] == ["重点", "一般"]


def test_every_amount_the_page_shows_is_read():
    table = REFERENCE[REFERENCE.index("## 3.") : REFERENCE.index("只写 `1:10`")]
    cells = [cell for row in re.findall(r"(?m)^\| (.*?) \|", table) for cell in re.findall(r"`([^`]+)`", row)]
    assert len(cells) >= 18
    for text in cells:
        read_amount(text if not text.startswith("=") else f"执法人员:对象{text}")


def test_the_page_names_the_fixed_words_of_the_register():
    fixed = {field.header: field.enum for field in schema_named("objects").fields if field.enum}
    rows = dict(re.findall(r"(?m)^\| ([^|`]+) \| ([^|`]+) \|$", REFERENCE[REFERENCE.index("## 11.") :]))
    told = {name: rows[name].partition("（")[0].split("、") for name in fixed}
    assert told == {name: list(words) for name, words in fixed.items()}


def test_operators_and_cycles_are_named_on_the_pages():
    for operator in set(OPERATORS.values()):
        assert operator in REFERENCE, operator
    keys = (PAGES / "keys.md").read_text("utf-8")
    for word in CYCLES:
        assert word in keys or word in ("每三年", "每两年") or not re.fullmatch(r"每\d+年", word), word
