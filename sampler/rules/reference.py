"""The page that lists every key, made from the published schema, so that the page and the checks never differ."""

from collections.abc import Iterator, Mapping
from typing import Any

from sampler.rules.document import as_toml, policy_schema

TITLE = """# 抽查规则：键的清单

本页由发布的 JSON Schema（[policy.schema.json](policy.schema.json)）生成，与检查用的是同一份。写法见[语言说明](index.md)，例子见[写法实例](cookbook.md)。
“条件”指条件表达式，“应抽数”指应抽数的写法。
"""
_TYPES = {"string": "文字", "integer": "整数", "boolean": "true/false", "array": "列表", "object": "表"}
_KINDS = {
    "condition": "条件",
    "base": "条件或“执法人员”",
    "amount": "应抽数",
    "inspector-condition": "人员条件",
}


def keys_page() -> str:
    """Return the page with one table for each table of the policy file."""
    return "\n".join([TITLE, *_tables("规则文件顶层", policy_schema())]).rstrip() + "\n"


def _tables(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    required = set(schema.get("required", ()))
    yield f"## {name}\n\n{schema.get('description', '')}\n\n| 键 | 值 | 必填 | 说明 | 例 |\n|---|---|---|---|---|"
    for key, entry in schema["properties"].items():
        needed = "是" if key in required else ""
        yield f"| `{key}` | {_value(entry)} | {needed} | {_note(entry)} | {_example(entry)} |"
    yield ""
    for key, entry in schema["properties"].items():
        inner = entry.get("items", entry) if entry.get("type") != "object" else entry
        if isinstance(inner, dict) and "properties" in inner:
            label = f"{name} → {key}" if name != "规则文件顶层" else key
            yield from _tables(label, {"description": entry.get("description", ""), **inner})


def _value(entry: Mapping[str, Any]) -> str:
    if "enum" in entry:
        return " / ".join(str(value) for value in entry["enum"])
    if "x-kind" in entry:
        return _KINDS[entry["x-kind"]]
    names = entry["type"] if isinstance(entry["type"], list) else [entry["type"]]
    allowed = entry.get("items", {}).get("enum") if "array" in names else None
    if allowed:
        return "列表：" + "、".join(str(value) for value in allowed)
    return "或".join(_TYPES[name] for name in names)


def _note(entry: Mapping[str, Any]) -> str:
    text = str(entry.get("description", ""))
    if "default" in entry:
        text += f" 不写为 {as_toml(entry['default'])}。"
    return text.replace("|", "\\|")


def _example(entry: Mapping[str, Any]) -> str:
    if not entry.get("examples"):
        return ""
    return f"`{as_toml(entry['examples'][0])}`".replace("|", "\\|")
