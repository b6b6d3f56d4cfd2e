"""``python -m sampler.site PUBLIC OUT``: the site builder as a process of its own, given nothing but the public record."""

import argparse
import gc
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from sampler.failure import SamplerError
from sampler.files import replace_folder
from sampler.site.build import stamp_site
from sampler.site.work import beside

PROJECT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the site; print a Chinese message and return 1 when the record is not fit."""
    parser = argparse.ArgumentParser(prog="python -m sampler.site", description="由公开数据生成站点。")
    parser.add_argument("public", type=Path, help="公开数据文件夹，例如 build/public")
    parser.add_argument("out", type=Path, help="站点放到哪里，例如 build/site")
    parser.add_argument("--project", type=Path, default=PROJECT, help="mkdocs.yml 所在的文件夹")
    parser.add_argument("--workers", type=int, default=0, help="用几个进程；0 表示自动")
    parser.add_argument("--progress", action="store_true", help="逐行报告进度")
    given = parser.parse_args(arguments)
    progress = _report if given.progress else None
    try:
        build(given.public, given.out, project=given.project, workers=given.workers, progress=progress)
    except SamplerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def build(
    public: Path,
    out: Path,
    *,
    project: Path = PROJECT,
    workers: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Build the whole site from the public record; ``out`` is replaced whole or not at all.

    The pages people wrote are built beside the reading of the record, where ``workers`` is not 1.
    """
    gc.disable()  # one pass that keeps what it makes; collecting would cost a fifth of the time
    templates = project / "templates" / "pages"

    def fill(folder: Path) -> None:
        apart = folder / ".shells"

        def shells() -> None:
            build_shells(project, apart)
            _move_up(apart)

        with beside(shells, fork=workers != 1) as arriving:
            stamp_site(
                public.resolve(), folder, templates, workers=workers, progress=progress, arriving=arriving
            )

    replace_folder(out.resolve(), fill)


def build_shells(project: Path, folder: Path) -> None:
    """Let mkdocs build the pages people wrote into ``folder``, with their slots."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build as mkdocs_build  # late: the process that stamps needs none of it
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from sampler.site.plugin import SamplerPlugin
    from sampler.site.theme import without_icons

    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    logging.getLogger("mkdocs.commands.build").addFilter(_not_told_by_us)
    try:
        config = load_config(str(project / "mkdocs.yml"), site_dir=str(folder.resolve()))
        plugin = config.plugins["sampler"]
        if not isinstance(plugin, SamplerPlugin):
            raise SamplerError("mkdocs.yml 里的 plugins 要有 sampler。")
        plugin.only_shells = True
        without_icons(config.theme)
        mkdocs_build(config)
    except MkDocsException as error:
        raise SamplerError(str(error)) from error


def _move_up(folder: Path) -> None:
    """Move what is in ``folder`` into the folder above it, and remove it."""
    for path in sorted(folder.iterdir()):
        if (folder.parent / path.name).exists():
            raise SamplerError(f"site_src 里的 {path.name} 和生成的数据文件重名。请改名。")
        path.rename(folder.parent / path.name)
    folder.rmdir()


def _not_told_by_us(record: logging.LogRecord) -> bool:
    """Keep mkdocs' warnings; its errors are our own message, which is told once, by ``main``."""
    return record.levelno < logging.ERROR


def _report(done: int, total: int) -> None:
    sys.stdout.write(f"{done} {total}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
