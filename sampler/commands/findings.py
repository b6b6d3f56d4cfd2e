"""The page of finding codes: the codes as they stand in the program, each with its meaning and what to do.

The codes are read from the code itself; ``findings.json`` beside holds their words. ``./inv findings`` writes the page whole; it refuses
when a code has no words, or words have no code, and a test compares page and program.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from invoke import Context

from sampler.commands.base import say, task
from sampler.failure import SamplerError
from sampler.files import write_atomic

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "site_src" / "method" / "findings.md"
WORDS = Path(__file__).with_suffix(".json")

_ROOMS = "registers|rules|plan|office|gate|site|public|journal"
_WHOLE = re.compile(rf"(?:{_ROOMS})\.(?!html$|toml$|json$)[a-z0-9]+(?:-[a-z0-9]+)*")
_SHORT = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SENTENCE = re.compile("[\u4e00-\u9fff].*[。？]")
_PREFIXES = {
    "registers/": "registers",
    "rules/": "rules",
    "office/returns.py": "office",
    "site/check.py": "site",
}
"""Where modules give the last part of a code only."""
_ASKING = ("finding", "wrong", "_wrong", "_problem", "_finding", "_found", "tell", "_tell")
_HEAD = """# 问题代码

检查、导入和公开时，每一处问题都有一个代码。文字以后可能改得更清楚，代码不变。
“错误”必须改正才能继续，“提醒”请看一眼。

这一页由 `./inv findings` 按程序里的代码生成；两边不一致时，自动检查不通过。
"""


@task(help={})
def findings(c: Context) -> None:
    """由程序里的代码重新写出问题代码一页（办法—检查提示说明）。"""
    write_atomic(PAGE, page(codes_of_the_program(), words()).encode())
    say("已更新 site_src/method/findings.md。")


def words() -> list[Mapping[str, Mapping[str, list[str]]]]:
    """Return the sections of the page: title, and for each code what it means and what to do."""
    sections: list[Mapping[str, Mapping[str, list[str]]]] = json.loads(WORDS.read_text("utf-8"))
    return sections


def page(codes: set[str], sections: list[Mapping[str, Mapping[str, list[str]]]]) -> str:
    """Return the page; raise SamplerError when codes and words do not match."""
    known = [code for section in sections for code in section["codes"]]
    missing, obsolete = sorted(codes - set(known)), sorted(set(known) - codes)
    if missing or obsolete or len(known) != len(set(known)):
        raise SamplerError(
            f"{WORDS.name} 与程序不一致。没有文字的代码：{'、'.join(missing) or '无'}；"
            f"程序里没有的代码：{'、'.join(obsolete) or '无'}。请补上或删去，再运行一次。"
        )
    return "\n".join([_HEAD, *(_section(section) for section in sections)])


def codes_of_the_program() -> set[str]:
    """Return every code that a module of the package can give."""
    return {code for path in sorted((ROOT / "sampler").rglob("*.py")) for code in _codes_in(path)}


def _section(section: Mapping[str, Mapping[str, list[str]]]) -> str:
    rows = [
        f"| `{code}` | {meaning} | {todo} |" for code, (meaning, todo) in sorted(section["codes"].items())
    ]
    return "\n".join(
        [f"## {section['title']}", "", "| 代码 | 意思 | 怎么办 |", "| --- | --- | --- |", *rows, ""]
    )


def _codes_in(path: Path) -> Iterator[str]:
    name = path.relative_to(ROOT / "sampler").as_posix()
    room = next((room for start, room in _PREFIXES.items() if name.startswith(start)), "")
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        items = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
        texts = [_text_of(item) for item in items]
        yield from (text for text in texts if _WHOLE.fullmatch(text))
        if texts and _is_short_code(node, texts, room):
            yield f"{room}.{texts[0]}"


def _text_of(node: ast.expr) -> str:
    """Return the text of a node; what is filled in later is left out."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _is_short_code(node: ast.AST, texts: list[str], room: str) -> bool:
    if not room or not _SHORT.fullmatch(texts[0]):
        return False
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        named = name in _ASKING and (name in ("finding", "wrong") or any(map(_SENTENCE.search, texts)))
        return named and name != "_wrong"
    told = len(texts) == 3 and not any(text and not _CHINESE.search(text) for text in texts[1:])
    return any(map(_SENTENCE.search, texts)) or (told and room == "registers")
