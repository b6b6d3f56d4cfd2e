"""``python -m sampler.disclosure.text --people people.json IN.jsonl OUT.jsonl``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sampler.disclosure.text.wire import mask_file
from sampler.failure import SamplerError


def main(arguments: Sequence[str] | None = None) -> int:
    """Mask a file of lines; return the exit code."""
    parser = argparse.ArgumentParser(prog="sampler.disclosure.text", description="自由文本脱敏：逐行 JSON")
    parser.add_argument("--people", type=Path, help="全局人员名单 people.json")
    parser.add_argument("source", type=Path, help="输入 IN.jsonl")
    parser.add_argument("target", type=Path, help="输出 OUT.jsonl")
    given = parser.parse_args(arguments)
    try:
        done = mask_file(given.source, given.target, given.people)
    except SamplerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"已处理 {done} 条，写入 {given.target}。\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
