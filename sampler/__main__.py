"""What runs on bare Python, without anything installed: ``python -m sampler verify`` and ``… witness``.

The same file is the entry of ``verify.pyz``. Exit codes of verify: 0 everything that could be checked agrees, 1
something does not, 2 nothing could be read.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess  # ssh-keygen is started by name with a list of arguments
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from sampler.draw import verify, witness
from sampler.draw.checks import READERS
from sampler.draw.report import CHECKS, Report
from sampler.failure import BROKEN_ZIP, SamplerError

WANTED = {*READERS, "witness.json.sig"}
LARGEST = 2**31
COMMANDS = ("verify", "witness")


class _Parser(argparse.ArgumentParser):
    """Answers wrong options in Chinese."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"参数看不懂（{message}）。用 --help 查看用法。\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0] not in COMMANDS and not words[0].startswith("-")):
        words.insert(0, "verify")
    options = _parser().parse_args(words)
    try:
        return int(options.run(options))
    except SamplerError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="verify", description="核验抽取；见证登记。只需要 Python，不需要安装。")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    check = commands.add_parser("verify", help="核验一个文件夹或 zip 里的全部抽取")
    check.add_argument("path", nargs="?", default=".", help="文件夹、zip 文件（默认当前文件夹）")
    check.add_argument("--as-of", default="", help="按哪一天判断逾期，例如 2025-09-24（默认今天）")
    check.add_argument("--json", action="store_true", help="输出 JSON，供程序使用")
    check.add_argument("--explain", action="store_true", help="列出每一项核验什么、不符说明什么")
    check.set_defaults(run=run_verify)
    enter = commands.add_parser("witness", help="见证人：登记一份抽取公告并签名")
    enter.add_argument("manifest", help="抽取公告 manifest.json")
    enter.add_argument("--book", required=True, help="见证簿（文本文件，没有就新建）")
    enter.add_argument("--name", required=True, help="见证人名称")
    enter.add_argument("--key", default="", help="签名用的 Ed25519 私钥（ssh-keygen -t ed25519 建立）")
    enter.add_argument("--out", default=".", help="witness.json 和签名写到哪个文件夹")
    enter.add_argument("--date", default="", help="登记日期（默认今天）")
    enter.set_defaults(run=run_witness)
    return parser


def run_verify(options: argparse.Namespace) -> int:
    """Verify every draw under a path and print the report."""
    if options.explain:
        sys.stdout.write(
            "".join(f"{code}  {title}。不符说明：{why}。\n" for code, (title, why) in CHECKS.items())
        )
        return 0
    files = read_files(Path(options.path))
    report = verify.verify(files, as_of=options.as_of or _today())
    show(report, as_json=options.json)
    if report.exit_code and not options.as_of:
        sys.stderr.write(standing(files, _today()))
    return report.exit_code


def standing(files: Mapping[str, bytes], today: str) -> str:
    """Return how to look at files as of their own last day, where they end before ``today``; else nothing."""
    last = verify.last_day(files)
    if not "" < last < today:
        return ""
    return f"按今天（{today}）核验，没有按期做完的算不符；这些文件的最后一条记录是 {last}。要按那一天核验，请加 --as-of {last}。\n"


def show(report: Report, *, as_json: bool) -> None:
    """Print a report as Chinese text or as JSON."""
    text = json.dumps(report.as_json(), ensure_ascii=False, indent=2) if as_json else report.as_text()
    sys.stdout.write(f"{text}\n")


def _today() -> str:
    return datetime.date.today().isoformat()  # noqa: DTZ011  # the reader's own calendar day, at the edge


def read_files(path: Path) -> dict[str, bytes]:
    """Return the files of the protocol under a folder or in a zip archive; SamplerError when there is nothing to read."""
    if not path.exists():
        raise SamplerError(f"没有 {path}。请给出下载的文件夹或 zip 文件。")
    found = dict(_from_folder(path) if path.is_dir() else _from_zip(path))
    if not found:
        raise SamplerError(f"{path} 里没有抽取的文件（manifest.json、frame.csv 等）。")
    return found


def _from_folder(path: Path) -> Iterator[tuple[str, bytes]]:
    for folder, _, names in os.walk(path):
        for name in names:
            if name in WANTED:
                place = Path(folder, name)
                yield (
                    place.relative_to(path.resolve() if path.is_absolute() else path).as_posix(),
                    place.read_bytes(),
                )


def _from_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            items = [item for item in archive.infolist() if item.filename.rpartition("/")[2] in WANTED]
            if sum(item.file_size for item in items) > LARGEST:
                raise SamplerError(f"{path} 解开以后太大，不像抽取的文件。")
            if len({item.filename for item in items}) < len(items):
                raise SamplerError(f"{path} 里有重名的文件，说不清以哪一个为准。请重新下载。")
            if any(item.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for item in items):
                raise SamplerError(f"{path} 用了不常见的压缩方式。请先解压，再给出文件夹。")
            for item in items:
                yield item.filename, archive.read(item)
    except BROKEN_ZIP as error:
        raise SamplerError(f"{path} 不是完好的 zip 文件。请重新下载。") from error


def run_witness(options: argparse.Namespace) -> int:
    """Enter a manifest into the witness's book and sign the entry."""
    book, out = Path(options.book), Path(options.out)
    held = book.read_bytes() if book.exists() else b""
    manifest = Path(options.manifest)
    if not manifest.is_file():
        raise SamplerError(f"没有 {manifest}。")
    grown, entry = witness.enter(
        held, manifest.read_bytes(), witness=options.name, date=options.date or _today()
    )
    if grown != held:
        beside = book.with_name(f"{book.name}.part")
        beside.write_bytes(grown)
        os.replace(beside, book)
    out.mkdir(parents=True, exist_ok=True)
    (out / "witness.json").write_bytes(entry.record())
    sys.stdout.write(f"已登记第 {entry.number} 号：{entry.draw}，承诺 {entry.commitment}。\n")
    if options.key:
        _sign(Path(options.key), out / "witness.json")
    sys.stdout.write(f"请把 {out} 里的 witness.json 和 witness.json.sig 交给办理单位，见证簿自己留存。\n")
    return 0


def _sign(key: Path, record: Path) -> None:
    signature = record.with_name(f"{record.name}.sig")
    signature.unlink(missing_ok=True)
    command = [
        "ssh-keygen",
        "-Y",
        "sign",
        "-q",
        "-f",
        str(key.expanduser()),
        "-n",
        verify.NAMESPACE,
        str(record.resolve()),  # a relative one could begin with "-"
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise SamplerError(
            "这台电脑没有 ssh-keygen。请安装 OpenSSH（Windows 10 以上在“可选功能”里）。"
        ) from error
    if done.returncode or not signature.is_file():
        raise SamplerError(f"签名没有成功：{done.stderr.strip()}。请检查密钥 {key}。")


if __name__ == "__main__":
    raise SystemExit(main())
