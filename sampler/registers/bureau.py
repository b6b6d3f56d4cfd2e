"""The bureau's own particulars: ``bureau.toml``, typed. Every key may be missing."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from sampler.failure import Finding, FindingsError
from sampler.registers.cells import nearest

FILE = "bureau.toml"
CODE_PATTERN = r"[A-Z][A-Z0-9]{0,7}-[A-Z0-9-]{1,24}"


@dataclass(frozen=True, slots=True)
class Contact:
    """How the public reaches the bureau."""

    phone: str = ""
    """联系电话."""
    address: str = ""
    """办公地址."""
    postcode: str = ""
    """邮政编码."""
    mail: str = ""
    """电子邮箱."""
    hours: str = ""
    """办公时间."""


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands at the foot of each page."""

    sponsor: str = ""
    """主办单位."""
    organiser: str = ""
    """承办单位."""
    site_id: str = ""
    """政府网站标识码."""
    icp: str = ""
    """ICP 备案号."""
    police: str = ""
    """公安备案号."""
    emblem: str = ""
    """党政机关网站标识: name of a picture beside bureau.toml."""
    emblem_link: str = ""
    """Where the mark leads, as the registry of such marks gave it."""
    emblem_text: str = ""
    """What the mark says, for those who can't see it."""


@dataclass(frozen=True, slots=True)
class Portal:
    """Where the site lives on the county portal, and the portal's page tags."""

    url: str = ""
    """Address of the portal."""
    path: str = ""
    """Sub-path of the column."""
    site_name: str = ""
    """SiteName."""
    site_domain: str = ""
    """SiteDomain."""
    column_name: str = ""
    """ColumnName."""
    column_type: str = ""
    """ColumnType."""
    content_source: str = ""
    """ContentSource."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Settings of the gate."""

    mask_style: str = ""
    """Name of the mask style; empty = the strict default."""
    expiry_years: int = 5
    """After how many years a result is taken down."""
    expiry_years_person: int = 2
    """The same for natural persons."""


@dataclass(frozen=True, slots=True)
class DrawSettings:
    """Who stands beside the draw."""

    witness: str = ""
    """见证单位."""


@dataclass(frozen=True, slots=True)
class RegisterSettings:
    """How this bureau writes its registers."""

    code_pattern: str = CODE_PATTERN
    """Regular expression of the bureau's own object codes."""
    author: str = ""
    """Name under which changes are saved; empty = git's own setting."""
    author_mail: str = ""
    """Mail address that goes with it."""


@dataclass(frozen=True, slots=True)
class Department:
    """Another department that joins in draws."""

    name: str = ""
    """Its name."""
    contact: str = ""
    """How to reach it."""


@dataclass(frozen=True, slots=True)
class Bureau:
    """Everything ``bureau.toml`` says."""

    name: str = ""
    """Full name of the bureau."""
    short_name: str = ""
    """Name for headings."""
    level: str = ""
    """省 / 市 / 县."""
    region_code: str = ""
    """Six digits of the administrative region."""
    org_code: str = ""
    """统一社会信用代码 of the bureau."""
    demo: bool = False
    """Whether all data are invented; every page then says so."""
    sections: tuple[str, ...] = ()
    """科室 and 中队, in their usual order."""
    departments: tuple[Department, ...] = ()
    """Departments of joint draws."""
    contact: Contact = Contact()
    """[contact]."""
    footer: Footer = Footer()
    """[footer]."""
    portal: Portal = Portal()
    """[portal]."""
    publication: Publication = Publication()
    """[publication]."""
    draw: DrawSettings = DrawSettings()
    """[draw]."""
    registers: RegisterSettings = RegisterSettings()
    """[registers]."""
    raw: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), compare=False)
    """The whole document, for keys that only one room knows."""


_GROUPS: dict[str, type] = {
    "contact": Contact,
    "footer": Footer,
    "portal": Portal,
    "publication": Publication,
    "draw": DrawSettings,
    "registers": RegisterSettings,
}
_Record = TypeVar("_Record")


def read_bureau(data: Path) -> Bureau:
    """Return the particulars in ``data/bureau.toml``; without the file, all defaults."""
    path = data / FILE
    if not path.exists():
        return Bureau()
    return parse_bureau(path.read_bytes())


def parse_bureau(content: bytes) -> Bureau:
    """Return the particulars in the text of a ``bureau.toml``."""
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except (
        ValueError,
        RecursionError,
    ) as error:  # a number too long and brackets too deep are no TOML either
        reason = "不是有效的 TOML 文件（UTF-8）。"
        raise FindingsError(
            [
                Finding(
                    "registers.broken-bureau",
                    FILE,
                    None,
                    "",
                    str(error),
                    reason,
                    "请检查引号、等号和方括号。",
                )
            ]
        ) from error
    findings: list[Finding] = []
    top = {
        key: value
        for key, value in document.items()
        if key not in _GROUPS and key not in ("departments", "raw")
    }
    groups: dict[str, Any] = {
        key: _record(kind, document[key], key, findings) for key, kind in _GROUPS.items() if key in document
    }
    values = _values(Bureau, top, "", findings)
    departments = _departments(document.get("departments", ()), findings)
    if findings:
        raise FindingsError(findings)
    return Bureau(**values, **groups, departments=departments, raw=MappingProxyType(document))


def _departments(entries: Any, findings: list[Finding]) -> tuple[Department, ...]:
    if not isinstance(entries, list | tuple):
        findings.append(_wrong("departments", entries, "应是列表。"))
        return ()
    return tuple(
        Department(name=entry)
        if isinstance(entry, str)
        else _record(Department, entry, f"departments[{place}]", findings)
        for place, entry in enumerate(entries, 1)
    )


def _record(kind: type[_Record], table: Any, prefix: str, findings: list[Finding]) -> _Record:
    if not isinstance(table, dict):
        findings.append(_wrong(prefix, table, "应是一组键和值。"))
        return kind()
    return kind(**_values(kind, table, f"{prefix}.", findings))


def _values(kind: type, table: Mapping[str, Any], prefix: str, findings: list[Finding]) -> dict[str, Any]:
    defaults = kind()
    known = {entry.name for entry in fields(kind)}
    values: dict[str, Any] = {}
    for key, given in table.items():
        value = given
        if key not in known:
            near = nearest(key, [name for name in known if name not in ("raw",)])
            if near and not isinstance(value, dict | list) and len(near) - len(key) in (-1, 0, 1):
                findings.append(_wrong(prefix + key, value, f"没有这个键，是不是 {near}？"))
            continue
        default = getattr(defaults, key)
        if isinstance(default, tuple) and isinstance(given, list):
            value = tuple(given)
        if type(value) is not type(default) or (
            isinstance(value, tuple) and not all(isinstance(entry, str) for entry in value)
        ):
            findings.append(_wrong(prefix + key, value, f"应是{_KINDS[type(default)]}。"))
            continue
        values[key] = value
    return values


_KINDS = {str: "加引号的文字", bool: " true 或 false", int: "整数", tuple: "文字的列表"}


def _wrong(key: str, value: Any, reason: str) -> Finding:
    return Finding("registers.wrong-setting", FILE, None, key, str(value), reason, "请照说明改正。")
