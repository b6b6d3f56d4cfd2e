"""Tags and footer of government sites: there when bureau.toml says so, gone when it does not."""

import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from sampler.workflow import site

pytestmark = pytest.mark.xdist_group("release")
TOP = ("name", "short_name", "level", "region_code", "org_code", "sections", "departments")
SAID = {
    "contact": {"phone": "0399-5550100", "address": "云桥街道1号", "postcode": "099999", "mail": "a@b.example", "hours": "工作日"},
    "footer": {
        "sponsor": "主办甲分局", "organiser": "承办乙办公室", "site_id": "9999010001",
        "icp": "冀ICP备00000000号-1", "police": "冀公网安备00000000000000号", "emblem": "",
    },
    "portal": {
        "url": "https://www.demo.example/", "path": "/zwgk/ssj/", "site_name": "某县人民政府", "site_domain": "www.demo.example",
        "column_name": "抽查栏目", "column_type": "监管执法", "content_source": "来源丙分局",
    },
}  # fmt: skip
PAGES = {
    "index.html": "首页", "plan/2025.html": "计划", "items.html": "清单", "draws/2025Q1.html": "抽取",
    "results/2025Q1.html": "结果", "objects/e00001.html": "企业", "followups.html": "后续", "about/index.html": "机构",
}  # fmt: skip


def built(real: Path, folder: Path, *, said: bool) -> Path:
    """Build the site of the real record again, every setting given or every one left out."""
    shutil.copytree(real / "public", folder / "public")
    path = folder / "public" / "bureau.json"
    bureau = json.loads(path.read_text("utf-8"))
    kept = {key: value for key, value in bureau.items() if key in TOP}
    path.write_text(json.dumps({**kept, "demo": True, **(SAID if said else {})}), "utf-8")
    site.build(folder / "public", folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def full(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(real, tmp_path_factory.mktemp("full"), said=True)


@pytest.fixture(scope="module")
def bare(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(real, tmp_path_factory.mktemp("bare"), said=False)


def tags(page: Path) -> dict[str, str]:
    found = re.findall(r'<meta name="([A-Za-z]+)" content="([^"]*)">', page.read_text("utf-8"))
    return {name: unescape(value) for name, value in found}


def foot(page: Path) -> str:
    return page.read_text("utf-8").partition('<footer class="foot">')[2]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_kind_carries_the_tags_that_are_set(full: Path, name: str) -> None:
    found, portal = tags(full / name), SAID["portal"]
    assert found["SiteName"] == portal["site_name"]
    assert found["SiteDomain"] == portal["site_domain"]
    assert found["SiteIDCode"] == SAID["footer"]["site_id"]
    assert found["ColumnName"]
    assert found["ColumnType"] == portal["column_type"]
    assert found["ContentSource"] == portal["content_source"]
    assert found["ArticleTitle"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["PubDate"])


@pytest.mark.parametrize("name", PAGES)
def test_tags_that_are_not_set_are_left_out_and_none_is_empty(bare: Path, name: str) -> None:
    found = tags(bare / name)
    assert not {"SiteDomain", "SiteIDCode"} & set(found)
    assert all(found.values())


@pytest.mark.parametrize("name", PAGES)
def test_the_footer_says_what_is_set_and_has_map_contact_and_a_place_for_errors(
    full: Path, name: str
) -> None:
    told = foot(full / name)
    for key in ("sponsor", "organiser", "site_id", "icp", "police"):
        assert SAID["footer"][key] in told
    for key in ("phone", "address", "postcode"):
        assert SAID["contact"][key] in told
    for page in ("about/map.html", "about/index.html", "about/objection.html"):
        assert f'{page.rpartition("/")[2]}"' in told


@pytest.mark.parametrize("name", PAGES)
def test_words_of_the_footer_that_are_not_set_are_left_out(bare: Path, name: str) -> None:
    told = foot(bare / name)
    for word in ("主办单位", "承办单位", "网站标识码", "电话", "地址", "邮编", "ICP", "公网安备"):
        assert f"{word}：" not in told
        assert word not in told or word in {"电话", "地址"}
