"""The many ways in which a private value could hide in a finished site, for the self-test of the leak scan."""

import base64
import bz2
import gzip
import hashlib
import html
import io
import json
import lzma
import tarfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable, Mapping

Form = Callable[[str], str | bytes]


def zipped(name: str, content: str | bytes) -> bytes:
    """Return a zip archive with one member."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _tarred(value: str) -> bytes:
    out = io.BytesIO()
    content = value.encode()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return gzip.compress(out.getvalue(), mtime=0)


def _office(part: str, tag: str) -> Form:
    """Return a form that writes each character into a run of its own, as office programs may."""
    return lambda value: zipped(part, "<x>" + "".join(f"<{tag}>{char}</{tag}>" for char in value) + "</x>")


def _pdf(value: str) -> bytes:
    body = zlib.compress(b"BT (" + value.encode("gb18030") + b") Tj ET")
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Length 9 /Filter /FlateDecode >>\nstream\n" + body + b"\nendstream\nendobj\n"
    )


def _hashed(name: str) -> Form:
    return lambda value: hashlib.new(name, value.encode(), usedforsecurity=False).hexdigest()


def _base64(before: bytes, after: bytes = b"", coding: str = "utf-8") -> Form:
    return lambda value: base64.b64encode(before + value.encode(coding) + after).decode()


FORMS: Mapping[str, Form] = {
    "原样": lambda v: v,
    "标签属性": lambda v: f'<a title="{v}">x</a>',
    "网页注释": lambda v: f"<!-- {v} -->",
    "脚本": lambda v: f'<script>var a = "{v}"</script>',
    "网址": lambda v: f'<a href="/search?q={urllib.parse.quote(v)}">x</a>',
    "JSON": lambda v: json.dumps({"a": v}),
    "十进制实体": lambda v: "".join(f"&#{ord(c)};" for c in v),
    "十六进制实体": lambda v: "".join(f"&#x{ord(c):X};" for c in v),
    "百分号": lambda v: "".join(f"%{b:02X}" for b in v.encode()),
    "百分号（GB18030）": lambda v: "".join(f"%{b:02x}" for b in v.encode("gb18030")),
    "两层百分号": lambda v: urllib.parse.quote(urllib.parse.quote(f"/{v}", safe=""), safe=""),
    "百分号里的实体": lambda v: html.escape(urllib.parse.quote("".join(f"&#{ord(c)};" for c in v))),
    "反斜线 u": lambda v: "".join(f"\\u{ord(c):04x}" for c in v),
    "反斜线 x": lambda v: "".join(f"\\x{b:02x}" for b in v.encode()),
    "八进制": lambda v: "".join(f"\\{b:03o}" for b in v.encode()),
    "样式表转义": lambda v: "".join(f"\\{ord(c):06x}" for c in v),
    "邮件转义": lambda v: "".join(f"={b:02X}" for b in v.encode()),
    "全角": lambda v: "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in v),
    "零宽字符": "\u200b".join,
    "双向控制符": lambda v: "\u202e" + "\u2066".join(v),
    "软连字符": "&shy;".join,
    "异体选择符": "\ufe0f".join,
    "空格隔开": " ".join,
    "窄空格隔开": "\u2009".join,
    "不换行空格隔开": "&nbsp;".join,
    "连字符隔开": "-".join,
    "换行隔开": lambda v: v[:3] + "\r\n      " + v[3:],
    "标签隔开": "</span><span class='x'>".join,
    "注释隔开": lambda v: v[:2] + "<!-- x -->" + v[2:],
    "断字隔开": "<wbr>".join,
    "SVG 文字": lambda v: "<svg><text>" + "".join(f"<tspan>{c}</tspan>" for c in v) + "</text></svg>",
    "base64": _base64(b""),
    "base64 错一位": _base64(b"x", b"yy"),
    "base64 错两位": _base64(b"xx", b"y"),
    "base64 前有杂字": lambda v: "QQ" + base64.b64encode(b"some text " + v.encode()).decode() + "Q",
    "base64（网址用）": lambda v: base64.urlsafe_b64encode(("？" * 3 + v).encode()).decode().rstrip("="),
    "base64（UTF-16）": _base64(b"", coding="utf-16-le"),
    "base64（GB18030）": _base64(b"", coding="gb18030"),
    "base64 分行": lambda v: base64.encodebytes(b"z" * 50 + v.encode() + b"z" * 9).decode(),
    "十六进制": lambda v: v.encode().hex(),
    "十六进制（UTF-16）": lambda v: v.encode("utf-16-be").hex(),
    "内嵌地址": lambda v: "data:text/plain;base64," + base64.b64encode(v.encode()).decode(),
    "内嵌压缩包": lambda v: "data:a/b;base64," + base64.b64encode(zipped("a", v)).decode(),
    "GB18030 文件": lambda v: f"联系{v}".encode("gb18030"),
    "UTF-16 文件": lambda v: f"x{v}".encode("utf-16"),
    "UTF-16 无标记": lambda v: v.encode("utf-16-be"),
    "UTF-16 奇数位": lambda v: b"\x00\xffa" + v.encode("utf-16-le"),
    "zip": lambda v: zipped("a.txt", v),
    "zip 套 zip": lambda v: zipped("b.zip", zipped("a.txt", v)),
    "zip 成员名": lambda v: zipped(f"{v}.txt", "x"),
    "gzip": lambda v: gzip.compress(v.encode(), mtime=0),
    "gzip 套 zip": lambda v: gzip.compress(zipped("a", v), mtime=0),
    "bzip2": lambda v: bz2.compress(v.encode()),
    "xz": lambda v: lzma.compress(v.encode()),
    "tar": _tarred,
    "xlsx 单元格": _office("xl/sharedStrings.xml", "t"),
    "xlsx 批注": _office("xl/comments1.xml", "t"),
    "xlsx 属性": _office("docProps/core.xml", "t"),
    "docx 正文": _office("word/document.xml", "w:t"),
    "PDF": _pdf,
    "二进制文件里": lambda v: b"\x00\x01\xff\xfe" + v.encode() + b"\xff\x00",
}
"""Chinese name of the form → the value written so."""

NUMBER_FORMS: Mapping[str, Form] = {
    "倒写": lambda v: v[::-1],
    "中文数字": lambda v: "".join("零一二三四五六七八九"[int(c)] if c.isdigit() else c for c in v),
    "字母代数字": lambda v: v.replace("1", "l").replace("0", "O"),
    **{f"散列 {name}": _hashed(name) for name in ("md5", "sha1", "sha256", "sha512")},
}
"""Forms in which only numbers are hidden."""
