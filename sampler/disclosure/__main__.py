"""The export as its own program: ``python -m sampler.disclosure DATA OUT --as-of 2025-10-20 [--cache FOLDER]``.

Private files in, public record out. The site builder is started without DATA.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sampler.disclosure.program import export_folder
from sampler.failure import SamplerError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the export; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m sampler.disclosure", description="从内部数据导出公开数据。"
    )
    parser.add_argument("data", type=Path, help="内部数据文件夹")
    parser.add_argument("out", type=Path, help="公开数据文件夹，整个替换")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True, help="按哪一天，例如 2025-10-20")
    parser.add_argument("--cache", type=Path, default=None, help="变动记录的缓存文件夹")
    given = parser.parse_args(arguments)
    try:
        told = export_folder(given.data, given.out, as_of=given.as_of, cache=given.cache)
    except SamplerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(told.as_text() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
