"""The mark of a government site (党政机关网站标识): a picture beside ``bureau.toml`` that the public record takes along.

Only the kinds of picture that can hold no script, by their first bytes and not by their name alone.
"""

import re
from pathlib import Path

from sampler.failure import SamplerError
from sampler.registers import Bureau

LARGEST = 200_000
FOLDER = "bureau/"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}\.(png|gif|jpg|jpeg)")
_BEGINNINGS = {"png": b"\x89PNG\r\n\x1a\n", "gif": b"GIF8", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}


def emblem_files(data: Path, bureau: Bureau) -> dict[str, bytes]:
    """Return the picture named in ``bureau.toml`` under its path in the public record; nothing when none is named."""
    name = bureau.footer.emblem
    if not name:
        return {}
    if bureau.footer.emblem_link and not bureau.footer.emblem_link.startswith(("https://", "http://")):
        raise SamplerError("bureau.toml 里 footer.emblem_link 应当是 https:// 开头的网址，请照挂标通知填写。")
    matched = _NAME.fullmatch(name)
    if not matched:
        raise SamplerError(
            f"bureau.toml 里 footer.emblem 写的“{name[:60]}”不能用。请写和 bureau.toml 放在一起的图片文件名，"
            "只用英文字母和数字，例如 emblem.png（png、gif、jpg）。"
        )
    try:
        content = (data / name).read_bytes()
    except OSError as error:
        raise SamplerError(
            f"找不到 bureau.toml 里 footer.emblem 写的图片 {name}。请把它和 bureau.toml 放在同一个文件夹。"
        ) from error
    if not content.startswith(_BEGINNINGS[matched[1]]):
        raise SamplerError(f"{name} 不是 {matched[1]} 图片。请换成真正的图片文件，不要只改扩展名。")
    if len(content) > LARGEST:
        raise SamplerError(f"{name} 有 {len(content)} 字节，太大。请缩小到 {LARGEST // 1000} KB 以内。")
    return {FOLDER + name: content}
