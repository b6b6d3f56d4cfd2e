"""The masking of free text as a step of its own, so that it can be measured from outside."""

from pathlib import Path

from sampler.disclosure.text.wire import mask_file


def mask(source: Path, target: Path, people: Path | None = None) -> str:
    """Mask lines of JSON by the gate of the export; return what was done, in Chinese."""
    return f"已处理 {mask_file(source, target, people)} 条，写入 {target}。"
