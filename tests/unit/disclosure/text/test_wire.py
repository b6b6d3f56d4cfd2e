"""Lines of JSON in, lines of JSON out."""

import json
from pathlib import Path

import pytest

from sampler.disclosure.text.__main__ import main
from sampler.disclosure.text.wire import mask_file, read_people
from sampler.failure import SamplerError


def run(tmp_path: Path, *rows: object, people: object = None) -> list[dict]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    named = tmp_path / "people.json"
    if people is not None:
        named.write_text(json.dumps(people, ensure_ascii=False), encoding="utf-8")
    assert mask_file(source, target, named if people is not None else None) == len(rows)
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_offsets_count_characters_of_the_input(tmp_path: Path) -> None:
    (row,) = run(tmp_path, {"id": "a", "text": "𠮷，电话13812345678"})
    assert row == {
        "id": "a",
        "redacted": "𠮷，电话【手机号】",
        "spans": [{"start": 4, "end": 15, "type": "MOBILE"}],
        "review": [],
    }


def test_any_key_may_be_missing(tmp_path: Path) -> None:
    rows = run(
        tmp_path, {}, {"text": "正常"}, {"id": 3, "text": None, "context": None}, {"context": {"entity": {}}}
    )
    assert [row["redacted"] for row in rows] == ["", "正常", "", ""]


def test_people_and_context_are_used(tmp_path: Path) -> None:
    context = {
        "entity": {"type": "个体工商户", "name": "赵县建国饭店", "uscc": "92130133MA07ABCD3X"},
        "known": [{"name": "王建国", "role": "经营者"}],
        "public_names": ["孙海涛"],
        "trade_secrets": ["秘方A"],
    }
    text = "赵县建国饭店用秘方A，佟掌柜说，孙海涛答。"
    (row,) = run(tmp_path, {"id": 1, "text": text, "context": context}, people=[{"name": "佟掌柜"}])
    assert row["redacted"] == "赵县某饭店用【商业秘密】，佟某说，孙海涛答。"


def test_a_line_that_is_no_json_is_told_with_its_number(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "a"}\n{bad\n', encoding="utf-8")
    with pytest.raises(SamplerError, match="第 2 行"):
        mask_file(source, tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize("line", ["9" * 5000, "[" * 100_000], ids=["endless number", "endless brackets"])
def test_json_that_python_will_not_read_is_told_too(line: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(line, "utf-8")
    with pytest.raises(SamplerError, match="第 1 行不是 JSON"):
        mask_file(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    with pytest.raises(SamplerError, match="不是 JSON"):
        mask_file(tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "in.jsonl")


def test_it_runs_as_a_program_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"text": "QQ号12345678"}\n', encoding="utf-8")
    assert main([str(source), str(target)]) == 0
    assert "已处理 1 条" in capsys.readouterr().out
    assert main([str(tmp_path / "no.jsonl"), str(target)]) == 1


def test_people_are_known_however_their_names_are_written_in_the_list(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    cells = [
        "王 建国",
        "李红梅（会计）",
        "赵志刚厂长",
        "执法人员：吴刚、郑可",
        "張偉",
        {"姓名": "何平"},
        None,
        {"role": "x"},
    ]
    path.write_text(json.dumps(cells, ensure_ascii=False), encoding="utf-8")
    assert [one.name for one in read_people(path)] == [
        "王建国",
        "李红梅",
        "赵志刚",
        "吴刚",
        "郑可",
        "张伟",
        "何平",
    ]
