"""Sample server configurations, with a Content-Security-Policy worked out from the very pages they serve.

Every inline script and style of the build is named by its SHA-256, so nothing else can run. The nginx sample is
tested with a real nginx; the Apache and IIS samples are not, and say so.
"""

import base64
import hashlib
import html
import re
from collections.abc import Iterable
from pathlib import Path

from sampler.release.listing import files_of

INLINE_SCRIPT = re.compile(
    rb"<script(?P<attributes>(?:\s[^>]*)?)>(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE
)
INLINE_STYLE = re.compile(rb"<style(?:\s[^>]*)?>(?P<body>.*?)</style>", re.DOTALL | re.IGNORECASE)
STYLE_ATTRIBUTE = re.compile(rb"<[a-z][^>]*?\sstyle=\"(?P<body>[^\"]*)\"", re.IGNORECASE)
DATA_TYPE = re.compile(rb"type=[\"']?(?:application/(?:ld\+)?json|text/plain)", re.IGNORECASE)

TYPES = (
    ("text/html", "html"),
    ("text/css", "css"),
    ("text/javascript", "js mjs"),
    ("application/json", "json"),
    ("text/csv", "csv"),
    ("application/atom+xml", "atom"),
    ("application/xml", "xml"),
    ("image/svg+xml", "svg"),
    ("image/png", "png"),
    ("image/x-icon", "ico"),
    ("text/plain", "txt md"),
    ("application/zip", "zip"),
    ("application/gzip", "gz"),
    ("application/octet-stream", "pyz"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
)
HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Permissions-Policy", "geolocation=(), camera=(), microphone=()"),
)
HASHED_ASSET = r"\.[0-9a-f]{8,}\.(?:min\.)?(?:css|js)$"


def content_security_policy(site: Path) -> str:
    """Return the strictest policy under which every page of ``site`` works."""
    scripts: set[bytes] = set()
    styles: set[bytes] = set()
    attributes: set[bytes] = set()
    for name, path in files_of(site).items():
        if name.endswith(".html"):
            page = path.read_bytes()
            scripts.update(_inline_scripts(page))
            styles.update(found["body"] for found in INLINE_STYLE.finditer(page))
            attributes.update(_unescaped(found["body"]) for found in STYLE_ATTRIBUTE.finditer(page))
    rules = [
        "default-src 'none'",
        f"script-src 'self'{_hashes(scripts)}",
        f"style-src 'self'{_hashes(styles)}",
        f"style-src-attr 'unsafe-hashes'{_hashes(attributes)}" if attributes else "style-src-attr 'none'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'self'",
        "frame-ancestors 'self'",
    ]
    return "; ".join(rules)


def _inline_scripts(page: bytes) -> Iterable[bytes]:
    for found in INLINE_SCRIPT.finditer(page):
        attributes = found["attributes"]
        if b"src=" not in attributes.lower() and not DATA_TYPE.search(attributes) and found["body"].strip():
            yield found["body"]


def _unescaped(value: bytes) -> bytes:
    return html.unescape(value.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _hashes(bodies: Iterable[bytes]) -> str:
    values = sorted(base64.b64encode(hashlib.sha256(body).digest()).decode() for body in bodies)
    return "".join(f" 'sha256-{value}'" for value in values)


def configurations(site: Path) -> dict[str, str]:
    """Return the sample configurations by file name."""
    policy = content_security_policy(site)
    return {"nginx.conf": nginx(policy), "apache.conf": apache(policy), "web.config": iis(policy)}


def nginx(policy: str, *, root: str = "/var/www/sampler", port: int = 80, prefix: str = "/") -> str:
    """Return a server block: ``root`` holds ``current``, ``prefix`` is the column's path under the portal."""
    headers = "\n".join(f'    add_header {name} "{value}" always;' for name, value in _headers(policy))
    types = "\n".join(f"        {kind} {endings};" for kind, endings in TYPES)
    place = f"alias {root}/current/site/;" if prefix != "/" else f"root {root}/current/site;"
    return f"""# 阳光抽查 nginx 配置样例（经过测试）。把 {root} 换成实际目录；作为门户的一个栏目时把 {prefix} 换成栏目路径。
map $uri $sampler_cache {{
    default "no-cache";
    "~{HASHED_ASSET.replace("{8,}", "+")}" "public, max-age=31536000, immutable";
}}
server {{
    listen {port};
    listen [::]:{port};
    charset utf-8;
    charset_types text/html text/css text/javascript application/json text/csv application/atom+xml application/xml text/plain;
    server_tokens off;
    autoindex off;
    disable_symlinks off;
    open_file_cache off;
    gzip_static on;
    # brotli_static on;  # 服务器装有 brotli 模块时可以打开
    types {{
{types}
    }}
    default_type application/octet-stream;
{headers}
    add_header Cache-Control $sampler_cache always;
    error_page 404 {prefix}404.html;
    location {prefix} {{
        {place}
        index index.html;
        limit_except GET {{ deny all; }}
    }}
}}
"""


def apache(policy: str) -> str:
    """Return an Apache configuration; it has not been tested."""
    headers = "\n".join(f'    Header always set {name} "{value}"' for name, value in _headers(policy))
    types = "\n".join(
        f"    AddType {kind} {' '.join('.' + ending for ending in endings.split())}"
        for kind, endings in TYPES
    )
    return f"""# 阳光抽查 Apache 配置样例（没有测试，使用前请在本单位的服务器上试过）。需要 mod_headers、mod_mime。
<Directory "/var/www/sampler/current/site">
    Options -Indexes +FollowSymLinks
    AllowOverride None
    Require all granted
    AddDefaultCharset utf-8
    DirectoryIndex index.html
    ErrorDocument 404 /404.html
{types}
{headers}
    Header always set Cache-Control "no-cache"
    <FilesMatch "{HASHED_ASSET}">
        Header always set Cache-Control "public, max-age=31536000, immutable"
    </FilesMatch>
</Directory>
"""


def iis(policy: str) -> str:
    """Return an IIS ``web.config``; it has not been tested."""
    headers = "\n".join(
        f'        <add name="{name}" value="{html.escape(value)}" />' for name, value in _headers(policy)
    )
    endings = [(ending, kind) for kind, group in TYPES for ending in group.split()]
    types = "\n".join(
        f'      <remove fileExtension=".{ending}" />\n      <mimeMap fileExtension=".{ending}" mimeType="{kind}" />'
        for ending, kind in endings
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!-- 阳光抽查 IIS 配置样例（没有测试，使用前请在本单位的服务器上试过）。放到 site 文件夹里。 -->
<configuration>
  <system.webServer>
    <directoryBrowse enabled="false" />
    <staticContent>
{types}
    </staticContent>
    <httpProtocol>
      <customHeaders>
{headers}
        <add name="Cache-Control" value="no-cache" />
      </customHeaders>
    </httpProtocol>
    <httpErrors errorMode="Custom">
      <remove statusCode="404" />
      <error statusCode="404" path="404.html" responseMode="File" />
    </httpErrors>
  </system.webServer>
</configuration>
"""


def _headers(policy: str) -> list[tuple[str, str]]:
    return [("Content-Security-Policy", policy), *HEADERS]
