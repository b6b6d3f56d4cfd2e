"""Sample server configurations for the built site.

The nginx sample is tested with a real nginx; the Apache and IIS samples are not, and say so.
"""

import html
import re
from pathlib import Path

from sampler.failure import SamplerError
from sampler.release.policy import content_security_policy

TYPES = (
    ("text/html", "html"),
    ("text/css", "css"),
    ("text/javascript", "js mjs"),
    ("application/json", "json"),
    ("application/jsonl", "jsonl"),
    ("application/toml", "toml"),
    ("text/csv", "csv"),
    ("application/atom+xml", "atom"),
    ("application/xml", "xml"),
    ("image/svg+xml", "svg"),
    ("image/png", "png"),
    ("image/x-icon", "ico"),
    ("text/plain", "txt md sig"),
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


PREFIX = re.compile(r"^/(?:[A-Za-z0-9._~-]+/)*$")
NGINX = """# 阳光抽查 nginx 配置样例（用真实的 nginx 1.22 测试过）。把 {root} 换成实际目录，{prefix} 换成栏目路径。
# 放到 http 之内（例如 /etc/nginx/conf.d/）。已有 server 的门户，只取 map 和两个 location。
map $uri $sampler_cache {{
    default "no-cache";
    "~{hashed}" "public, max-age=31536000, immutable";
}}
server {{
    listen {port};
    listen [::]:{port};  # 服务器没有启用 IPv6 时删去这一行
    server_tokens off;{bare}
    location ^~ {prefix} {{
        {place}
        index index.html;
        autoindex off;
        absolute_redirect off;
        open_file_cache off;  # 换版时必须立即看到新文件
        if ($request_method !~ ^(?:GET|HEAD)$) {{ return 405; }}
        error_page 403 404 =404 {prefix}404.html;
        charset utf-8;
        charset_types text/css text/javascript application/json text/csv application/atom+xml application/xml text/plain;
        default_type application/octet-stream;
        types {{
{types}
        }}
        gzip_static on;
        gzip_vary on;
        # brotli_static on;  # 装有 brotli 模块（Debian：libnginx-mod-http-brotli-static）时打开
{headers}
        add_header Cache-Control $sampler_cache always;
        location ^~ {prefix}feeds/ {{
            types {{ application/atom+xml xml; }}
        }}
    }}
}}
"""


def configurations(site: Path, *, prefix: str = "/") -> dict[str, str]:
    """Return the sample configurations by file name; ``prefix`` is the column's path under the portal."""
    policy = content_security_policy(site)
    samples = {
        "nginx.conf": nginx(policy),
        "apache.conf": apache(policy, prefix=prefix),
        "web.config": iis(policy),
    }
    if prefix != "/":
        samples["nginx-column.conf"] = nginx(policy, prefix=prefix)
    return samples


def nginx(policy: str, *, root: str = "/var/www/sampler", port: int = 80, prefix: str = "/") -> str:
    """Return a server block: ``root`` holds ``current``, ``prefix`` is the column's path under the portal.

    Everything the site needs stands inside its own ``location``, so that a portal can take that part alone and
    nothing the portal sets changes it; only ``map`` has to stand outside of ``server``.
    """
    if not PREFIX.match(prefix):
        raise SamplerError(
            f"栏目路径“{prefix}”不对。请以 / 开头和结尾，只用字母、数字、点、短横线，例如 /zwgk/ssj/。"
        )
    return NGINX.format(
        root=root,
        port=port,
        prefix=prefix,
        place=f"alias {root}/current/site/;" if prefix != "/" else f"root {root}/current/site;",
        bare=f"\n    location = {prefix[:-1]} {{\n        absolute_redirect off;\n        return 301 {prefix};\n    }}"
        if prefix != "/"
        else "",
        types="\n".join(f"            {kind} {endings};" for kind, endings in TYPES),
        headers="\n".join(f'        add_header {name} "{value}" always;' for name, value in _headers(policy)),
        hashed=HASHED_ASSET,
    )


APACHE = """# 阳光抽查 Apache 配置样例（没有测试，使用前请在本单位的服务器上试过）。需要 mod_headers、mod_mime。
# 作为栏目时写 Alias "{prefix}" "/var/www/sampler/current/site/"。
<Directory "/var/www/sampler/current/site">
    Options -Indexes +FollowSymLinks
    AllowOverride None
    Require all granted
    <LimitExcept GET HEAD>
        Require all denied
    </LimitExcept>
    AddDefaultCharset utf-8
    DirectoryIndex index.html
    DirectorySlash On
    ErrorDocument 404 {prefix}404.html
{types}
{headers}
    Header always set Cache-Control "no-cache"
    <FilesMatch "{hashed}">
        Header always set Cache-Control "public, max-age=31536000, immutable"
    </FilesMatch>
</Directory>
"""


def apache(policy: str, *, prefix: str = "/") -> str:
    """Return an Apache configuration; it has not been tested."""
    return APACHE.format(
        prefix=prefix,
        hashed=HASHED_ASSET,
        types="\n".join(
            f"    AddType {kind} {' '.join('.' + ending for ending in endings.split())}"
            for kind, endings in TYPES
        ),
        headers="\n".join(f'    Header always set {name} "{value}"' for name, value in _headers(policy)),
    )


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
<!-- 阳光抽查 IIS 配置样例（没有测试，使用前请在本单位的服务器上试过）。并入站点级的 web.config；不要放进 site 文件夹，否则核对时算多出的文件。 -->
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
