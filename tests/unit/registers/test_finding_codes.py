"""Every finding code that a room can give stands on the page for staff, and the page has no others."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "site_src" / "method" / "findings.md"
ROOMS = "registers|rules|plan|office|gate|site|public|journal"
WHOLE = re.compile(rf"(?:{ROOMS})\.(?!html$|toml$|json$)[a-z0-9]+(?:-[a-z0-9]+)*")
SHORT = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")
CHINESE = re.compile("[\u4e00-\u9fff]")
SENTENCE = re.compile("[\u4e00-\u9fff].*[。？]")
PREFIXES = {
    "registers/": "registers",
    "rules/": "rules",
    "office/returns.py": "office",
    "site/check.py": "site",
}
"""Where modules give the last part of a code only."""
ASKING = ("finding", "wrong", "_wrong", "_problem", "_finding", "_found", "tell", "_tell")


def words_of(node):
    """Return the text of a node; what is filled in later is left out."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def is_short_code(node, texts, room):
    if not room or not SHORT.fullmatch(texts[0]):
        return False
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        named = name in ASKING and (name in ("finding", "wrong") or any(map(SENTENCE.search, texts)))
        return named and name != "_wrong"
    told = len(texts) == 3 and not any(text and not CHINESE.search(text) for text in texts[1:])
    return any(map(SENTENCE.search, texts)) or (told and room == "registers")


def codes_in(path):
    name = path.relative_to(ROOT / "sampler").as_posix()
    room = next((room for start, room in PREFIXES.items() if name.startswith(start)), "")
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        items = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
        texts = [words_of(item) for item in items]
        yield from (text for text in texts if WHOLE.fullmatch(text))
        if texts and is_short_code(node, texts, room):
            yield f"{room}.{texts[0]}"


def codes_of_the_program():
    return {code for path in sorted((ROOT / "sampler").rglob("*.py")) for code in codes_in(path)}


def rows_of_the_page():
    return re.findall(r"^\| `([a-z.0-9-]+)` \| (.+?) \| (.+?) \|$", PAGE.read_text("utf-8"), re.M)


def test_every_code_is_on_the_page_and_the_page_has_no_others():
    found = codes_of_the_program()
    assert len(found) > 150
    assert {row[0] for row in rows_of_the_page()} == found


def test_each_code_has_a_meaning_and_something_to_do():
    rows = rows_of_the_page()
    assert [row for row in rows if len(row[1]) < 4 or len(row[2]) < 4] == []
    assert [row[0] for row in rows] == list(dict.fromkeys(row[0] for row in rows))
