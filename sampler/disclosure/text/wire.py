"""The gate from outside: lines of JSON in, lines of JSON out. The same gate as the export, not a copy."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sampler.disclosure.text.folding import plain
from sampler.disclosure.text.gate import TextGate
from sampler.disclosure.text.lexicon import phrases
from sampler.disclosure.text.spans import Entity, Masked, Person
from sampler.failure import SamplerError
from sampler.files import write_atomic

BRACKETS, PARTED = re.compile(r"[(\[<].*?[)\]>]"), re.compile(r"[、,;/]")
HAN_NAME = re.compile(r"[\u3400-\u9fff·]{2,20}")
NAMES = ("name", "姓名", "text", "term", "value", "名称")


def mask_file(source: Path, target: Path, people: Path | None = None) -> int:
    """Mask every line of ``source`` into ``target``; return how many there were."""
    gate = TextGate(read_people(people))
    lines = list(masked_lines(gate, _rows(source)))
    write_atomic(target, "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))
    return len(lines)


def read_people(path: Path | None) -> tuple[Person, ...]:
    """Return the people of ``[{name, role}]``; names alone will do."""
    if path is None:
        return ()
    try:
        rows = json.loads(_text(path))
    except (ValueError, RecursionError) as error:
        raise SamplerError(f"{path} 不是 JSON：{error}。应为 [{{“name”: 姓名, “role”: 身份}}]。") from error
    if isinstance(rows, dict):
        rows = rows.get("people", [])
    return _people(rows)


def masked_lines(gate: TextGate, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield one line of JSON for each row.

    >>> next(masked_lines(TextGate(), [{"id": 1, "text": "QQ号12345678"}]))
    '{"id": 1, "redacted": "QQ号【网络账号】", "spans": [{"start": 3, "end": 11, "type": "IM_ID"}], "review": []}'
    """
    for row in rows:
        masked = mask_row(gate, row)
        spans = [{"start": one.start, "end": one.end, "type": one.type} for one in masked.spans]
        answer = {"id": row.get("id"), "redacted": masked.text, "spans": spans, "review": list(masked.review)}
        yield json.dumps(answer, ensure_ascii=False)


def mask_row(gate: TextGate, row: Mapping[str, Any]) -> Masked:
    """Return the masked text of one row ``{id, text, context}``; any key may be missing."""
    beside = row.get("context") or {}
    return gate.mask(
        str(row.get("text") or ""),
        field=str(beside.get("field") or ""),
        entity=_entity(beside.get("entity")),
        known=_people(beside.get("known")),
        public_names=_words(beside.get("public_names")),
        public_terms=_words(beside.get("public_terms")),
        trade_secrets=_words(beside.get("trade_secrets")),
    )


def _entity(value: object) -> Entity | None:
    if isinstance(value, str):
        return Entity(value)
    if not isinstance(value, Mapping):
        return None
    kind = value.get("type") or value.get("kind") or ""
    code = value.get("uscc") or value.get("code") or ""
    return Entity(str(value.get("name") or ""), str(kind), str(code))


def _people(value: object) -> tuple[Person, ...]:
    rows = value if isinstance(value, list) else []
    found = []
    for row in rows:
        role = str(row.get("role") or "") if isinstance(row, Mapping) else ""
        found += [Person(name, role) for word in _words([row]) for name in names_in(word)]
    return tuple(found)


def names_in(written: str) -> tuple[str, ...]:
    """Return the names of a cell of a list of people: without what stands in brackets, a role before, a title after.

    >>> names_in("李红梅（会计）"), names_in("赵志刚厂长"), names_in("执法人员：吴刚、王 建国")
    (('李红梅',), ('赵志刚',), ('吴刚', '王建国'))
    """
    cell = BRACKETS.sub("", plain(written))
    cell = cell.rpartition(":")[2]
    parts = [part.strip() for part in PARTED.split(cell)]
    if len(parts) > 1 and not all(HAN_NAME.fullmatch(part) for part in parts):
        parts = [cell]
    return tuple(dict.fromkeys(_untitled(part) for part in parts if part)) or (written,)


def _untitled(name: str) -> str:
    titles = phrases("titles.txt")
    cut = next((at for at in (2, 3, 4) if len(name) - at > 1 and name[at:] in titles), len(name))
    return name[:cut]


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    found = []
    for one in value if isinstance(value, list) else []:
        word = next((one[key] for key in NAMES if one.get(key)), "") if isinstance(one, Mapping) else one
        if word:
            found.append(str(word))
    return tuple(found)


def _rows(source: Path) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(_text(source).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise SamplerError(f"{source} 第 {number} 行不是 JSON：{error}。") from error
        yield row if isinstance(row, Mapping) else {"text": row}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise SamplerError(f"找不到文件 {path}。请检查路径。") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SamplerError(f"不能读 {path}：{error}。请另存为 UTF-8 后再试。") from error
