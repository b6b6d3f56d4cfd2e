"""The policy file as text: read, checked against the published JSON Schema, every mistake with its line.

The schema (``policy.schema.json``) is the same file that editors use. Its messages are told in Chinese, with the
nearest known word.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from sampler.failure import Finding, FindingsError, SamplerError
from sampler.rules.facts import nearest
from sampler.rules.lines import Path as KeyPath
from sampler.rules.lines import lines_of

_TYPES = {
    "string": "文字（加引号）",
    "integer": "整数（不加引号）",
    "boolean": "true 或 false",
    "array": "列表 [ … ]",
    "object": "表",
}
_BARE_CHINESE = re.compile(r"^\s*(?:\[\[?\s*)?([\u4e00-\u9fff][^\s=\"'\]]*)\s*(=|\]\]?)")
_WRONG_QUOTES = re.compile(r"^\s*[“”‘’「]|=\s*[“”‘’「\uff02]|\uff1d")


@dataclass(frozen=True)
class Document:
    """One policy file as it was read."""

    file: str
    """Path as the user knows it."""

    text: str
    """Its text."""

    values: Mapping[str, Any]
    """Its values; dates as ISO text."""

    lines: Mapping[KeyPath, int]
    """Line of each key."""

    @property
    def digest(self) -> str:
        """SHA-256 of the text: the version a draw cites."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def finding(
        self,
        code: str,
        path: KeyPath,
        reason: str,
        suggestion: str = "",
        *,
        value: str = "",
        level: str = "error",
    ) -> Finding:
        """Return a finding at a key, or at the nearest key above it."""
        return Finding(
            f"rules.{code}", self.file, self.line(path), dotted(path), value, reason, suggestion, level
        )

    def line(self, path: KeyPath) -> int | None:
        """Return the line of a key, or of the nearest key above it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


EVERY = (
    '每两个月、双数月请写 "期次" = "每月"、"抽取周期" = "每月" 和 "抽取期" = [2, 4, 6, 8, 10, 12]；'
    "比每月更密的，请把一个月的数合起来写成每月的数。"
)
"""What to write for a span the language does not have."""


def dotted(path: Iterable[str | int]) -> str:
    """Return a key path for people; entries are counted from 1.

    >>> dotted(("抽查", 0, "应抽"))
    '抽查[1].应抽'
    """
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def open_document(path: Path) -> Document:
    """Return the policy file; raise FindingsError when it is no TOML."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SamplerError(
            f"找不到规则文件 {path}。请检查文件名，或先用 ./inv policy.new 生成一份。"
        ) from error
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        reason = "不是 UTF-8 编码。"
        raise FindingsError(
            [
                Finding(
                    "rules.encoding", str(path), None, reason=reason, suggestion="请在编辑器里另存为 UTF-8。"
                )
            ]
        ) from error
    return read_document(str(path), text)


def read_document(file: str, text: str) -> Document:
    """Return a policy from its text; raise FindingsError when it is no TOML."""
    try:
        values = tomllib.loads(text)
    except (
        ValueError,
        RecursionError,
    ) as error:  # a number too long and brackets too deep are no TOML either
        raise FindingsError(_unreadable(file, text, str(error))) from error
    return Document(file, text, _plain(values), lines_of(text))


@cache
def policy_schema() -> Mapping[str, Any]:
    """Return the published JSON Schema."""
    found: Mapping[str, Any] = json.loads(schema_text())
    return found


def schema_text() -> str:
    """Return the published JSON Schema as text."""
    return resources.files("sampler.rules").joinpath("policy.schema.json").read_text("utf-8")


def find_schema_errors(document: Document) -> list[Finding]:
    """Return everything the JSON Schema forbids, in order of the lines."""
    from jsonschema import Draft202012Validator  # loaded here: it takes longer than a whole quota report

    validator = Draft202012Validator(policy_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    findings = [
        finding for error in validator.iter_errors(document.values) for finding in _told(document, error)
    ]
    return sorted(findings, key=lambda finding: (finding.row or 0, finding.column))


def _told(document: Document, error: Any) -> list[Finding]:
    path: KeyPath = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        return [
            document.finding("unknown-key", (*path, key), f"不认识“{key}”这个键。", nearest(key, known))
            for key in error.instance
            if key not in known
        ]
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return [
            document.finding(
                "missing-key", path, f"缺少“{key}”。", _example(error.schema["properties"].get(key, {}), key)
            )
            for key in missing
            if f"'{key}'" in error.message
        ]
    code, reason, suggestion = _reason(error)
    return [document.finding(code, path, reason, suggestion, value=str(error.instance))]


def _reason(error: Any) -> tuple[str, str, str]:
    asked = error.validator_value
    hint = _example(error.schema, "")
    if error.validator == "enum":
        if re.search(r"[周天日旬]|个月", str(error.instance)) and "每季度" in asked:
            return "unknown-value", "抽取最密是每月一次。", EVERY
        return (
            "unknown-value",
            "不是可用的值。",
            nearest(str(error.instance), [str(value) for value in asked]),
        )
    if error.validator == "type":
        if asked == "array" and isinstance(error.instance, dict):
            name = str(error.absolute_path[-1])
            return "wrong-type", "可以写很多条的表要用双方括号。", f'请写成 [["{name}"]]。'
        names = " 或 ".join(_TYPES[name] for name in ([asked] if isinstance(asked, str) else asked))
        return "wrong-type", f"应是{names}。", hint
    if error.validator in ("minimum", "maximum"):
        return "out-of-range", f"{'不能小于' if error.validator == 'minimum' else '不能大于'} {asked}。", hint
    if error.validator in ("minItems", "minLength", "minProperties"):
        return "empty", "不能为空。", hint
    if error.validator == "uniqueItems":
        return "repeated", "有重复的值。", "请删去重复的。"
    return "malformed", "写法不对。", error.schema.get("description", "") + hint


def _example(schema: Mapping[str, Any], key: str) -> str:
    if not schema.get("examples"):
        return schema.get("description", "") if key else ""
    shown = as_toml(schema["examples"][0])
    return f'例如 "{key}" = {shown}。' if key else f"例如 {shown}。"


def as_toml(value: Any) -> str:
    """Return a plain value as TOML writes it on one line.

    >>> as_toml({"A": ["5%", 1]})
    '{ "A" = ["5%", 1] }'
    """
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {as_toml(inner)}' for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(as_toml(inner) for inner in value)}]"
    return json.dumps(value, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def _unreadable(file: str, text: str, message: str) -> list[Finding]:
    findings: list[Finding] = []
    for number, line in enumerate(text.split("\n"), 1):
        bare = _BARE_CHINESE.match(line)
        if bare:
            suggestion = (
                f'请写成 "{bare[1]}" {bare[2]} …'
                if bare[2] == "="
                else f'请写成 [["{bare[1]}"]] 或 ["{bare[1]}"]。'
            )
            findings.append(
                Finding("rules.bare-key", file, number, bare[1], "", "中文键没有加英文引号。", suggestion)
            )
        elif not line.lstrip().startswith("#") and _WRONG_QUOTES.search(line):
            reason = "用了中文引号或全角等号。"
            findings.append(
                Finding(
                    "rules.wrong-quotes",
                    file,
                    number,
                    "",
                    line.strip(),
                    reason,
                    '键和文字请用英文引号 " "，等号用 =。',
                )
            )
    place = re.search(r"line (\d+)", message)
    where = int(place[1]) if place else None
    return findings or [
        Finding(
            "rules.not-toml",
            file,
            where,
            "",
            "",
            f"不是正确的 TOML：{_in_chinese(message)}。",
            "请检查这一行及上一行的引号、括号和等号是否成对。",
        )
    ]


def _in_chinese(message: str) -> str:
    known = {
        "Cannot overwrite a value": "同一个键写了两次",
        "Cannot declare": "同一个表写了两次（几条同类规则要用双方括号 [[ ]]）",
        "Expected '='": "键后面缺少等号",
        "Invalid value": "等号后面的值写法不对（文字要加英文引号）",
        "Unclosed array": "列表没有用 ] 结束",
        "Unterminated string": "引号没有成对",
        "Illegal character": "有不允许的字符（引号可能没有成对）",
        "Invalid statement": "这一行不是“键 = 值”",
        "Invalid date": "日期不存在",
        "Expected newline": "一行只能写一个“键 = 值”",
        "Invalid initial character": "花括号里的内容要写在同一行，键要加英文引号",
        "Exceeds the limit": "有一个数太长",
        "maximum recursion": "括号套得太深",
        "Unclosed inline table": "花括号没有成对，或没有写在同一行",
    }
    return next((text for start, text in known.items() if message.startswith(start)), message)
