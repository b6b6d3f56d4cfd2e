"""The same pages as ours, as a Hugo project with a content adapter: the quickest peer we know.

Object pages and their feeds, the pages of former names, the static pages of all rows, and each table as CSV and JSON. What Hugo does not make and we
do: XLSX, search data, data scripts, pictures, the pages people wrote.

Hugo gets its data ready-made as one JSON file, already grouped by object, so reading and joining tables is not on its bill.
"""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

from sampler.disclosure.public import TABLES, columns_of
from sampler.site import draws, objects, results
from sampler.site.former import former_names
from sampler.site.index import Index
from sampler.site.initials import initial
from sampler.site.tables import PAGE_ROWS, Table
from sampler.site.timeline import entries

CONFIG = """baseURL = "https://www.baiyang.example/ssjygk/"
uglyURLs = true
disableKinds = ["taxonomy", "term", "section", "home", "404", "robotsTXT"]
[outputs]
page = ["html", "feed"]
[outputFormats.csvfile]
mediaType = "text/csv"
isPlainText = true
[outputFormats.feed]
mediaType = "application/atom+xml"
[mediaTypes."application/atom+xml"]
suffixes = ["xml"]
[caches.getresource]
dir = ":cacheDir/x"
"""
ROWS = """{{ $tables := resources.Get "tables.json" | transform.Unmarshal }}
{{ range $tables }}
{{ $.AddPage (dict "path" .path "title" .title "kind" "page" "type" "rows" "outputs" (slice "html") "params" (dict "row" .)) }}
{{ end }}
{{ $former := resources.Get "former.json" | transform.Unmarshal }}
{{ range $former }}
{{ $.AddPage (dict "path" .path "title" .title "kind" "page" "type" "former" "outputs" (slice "html") "params" (dict "row" .)) }}
{{ end }}
{{ $data := resources.Get "data.json" | transform.Unmarshal }}
{{ range $data }}
{{ $.AddPage (dict "path" .path "title" .title "kind" "page" "type" "data" "outputs" (slice "csvfile" "json") "params" (dict "row" .)) }}
{{ end }}
"""
ROWS_BODY = """{{ with .Params.row }}<h1>{{ .title }}</h1>
<div class="scroll" role="region" tabindex="0" aria-label="{{ .title }}">
<table class="data stack"><caption>{{ .title }}</caption><thead><tr>{{ range .head }}<th scope="col">{{ . }}</th>{{ end }}</tr></thead>
<tbody>{{ range .rows }}<tr>{{ range $n, $cell := . }}<td>{{ if reflect.IsSlice $cell }}<a href="../{{ index $cell 1 }}">{{ index $cell 0 }}</a>{{ else }}{{ $cell }}{{ end }}</td>{{ end }}</tr>
{{ end }}</tbody></table></div>{{ end }}
"""
FORMER_BODY = """{{ with .Params.row }}<h1>{{ .title }}</h1><p>“{{ .name }}”是<a href="{{ .id }}.html">{{ .now }}</a>的曾用名，正在转到现在的网页。没有自动转过去时，请点上面的名称。</p>
<p class="note">检查对象的网页地址只跟公开编号走，改名以后不变。也可以<a href="../search.html">按曾用名查询</a>。</p>{{ end }}"""
CSV_BODY = """{{ with .Params.row }}{{ delimit .head "," }}
{{ range .rows }}{{ range $n, $cell := . }}{{ if $n }},{{ end }}"{{ $cell }}"{{ end }}
{{ end }}{{ end }}"""
JSON_BODY = """{{ .Params.row | jsonify }}"""
ADAPTER = """{{ $rows := resources.Get "objects.json" | transform.Unmarshal }}
{{ range $rows }}
{{ $.AddPage (dict "path" .id "title" .name "kind" "page" "params" (dict "row" .)) }}
{{ end }}
"""
BODY = """{{ with .Params.row }}<h1>{{ .name }}</h1>
<p><span class="state {{ .tone }}">{{ .status }}</span>{{ with .status_date }} {{ . }} 起{{ end }}　公开编号 <span class="code">{{ .id }}</span>　<a href="../feeds/objects/{{ .id }}.xml">订阅变动</a></p>
<dl class="facts">
{{ range .facts }}<div><dt>{{ index . 0 }}</dt><dd>{{ index . 1 }}</dd></div>
{{ end }}</dl>
<h2>检查经过（最近的在前）</h2>
<ol class="timeline">
{{ range .entries }}{{ if .visit }}<li id="{{ .visit }}">
<h3>{{ .date }}　{{ .kind }}检查（{{ .trigger }}）</h3>
<p>本年第 {{ .nth }} 次 / 上限 {{ .cap }} 次，{{ .mode }}，{{ .section }}联合{{ .joint }}，检查人员 {{ .inspectors }} 名。<br>
任务 <span class="code">{{ .visit }}</span>，抽取 <a href="../draws/{{ .draw }}.html">{{ .draw }}</a>（{{ .stratum }}层第 {{ .place }} 位，{{ .how }}），计划 <a href="../plan/2025.html#{{ .task }}">{{ .task }}</a>，<a href="../results/{{ .period }}.html">{{ .period }} 全部结果</a></p>
<ul>
{{ range .results }}<li id="{{ .id }}"><a href="../items.html#{{ .item }}">{{ .name }}</a>：<span class="state {{ .tone }}">{{ .outcome }}</span>{{ with .measure }} {{ . }}。{{ end }}{{ with .note }} {{ . }}{{ end }}{{ with .deadline }} 改正期限 {{ . }}。{{ end }}
{{ range .followups }}<br>后续：{{ .date }} {{ .kind }} <span class="state {{ .tone }}">{{ .state }}</span> {{ .document }}，期限 {{ .deadline }}，{{ .closed }} 办结。{{ .note }}
{{ end }}</li>
{{ end }}</ul></li>
{{ else }}<li><h3>{{ .date }}　{{ .title }}变更</h3>
<p>{{ .old }} → {{ .new }}</p></li>
{{ end }}{{ end }}</ol>
<details><summary>这些结果是什么意思</summary><dl>
{{ range .outcomes }}<dt>{{ index . 0 }}</dt><dd>{{ index . 1 }}</dd>
{{ end }}</dl></details>
<p class="note">未检查不等于没有问题。您是这家单位，认为内容有误或者想作说明：<a href="../about/objection.html">怎样回复和提出异议</a>。</p>{{ end }}
"""
FEED = """{{ printf "<?xml version=\\"1.0\\" encoding=\\"UTF-8\\"?>" | safeHTML }}
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh">
{{ with .Params.row }}<title>{{ .name }}</title><id>tag:www.baiyang.example,2025:ssj/feeds/objects/{{ .id }}.xml</id><updated>{{ .updated }}T00:00:00+08:00</updated><author><name>白杨县分局</name></author><link rel="alternate" href="https://www.baiyang.example/ssjygk/objects/{{ .id }}.html"/>
{{ range .feed }}<entry><title>{{ index . 1 }}</title><id>tag:www.baiyang.example,2025:ssj/{{ index . 2 }}</id><updated>{{ index . 0 }}T00:00:00+08:00</updated><summary>{{ index . 3 }}</summary></entry>
{{ end }}{{ end }}</feed>
"""
SLOTS = {
    "TITLE": "{{ .Title }}_白杨县分局双随机、一公开",
    "P_TITLE": "{{ .Title }}",
    "P_DESCRIPTION": "{{ .Title }}的“双随机、一公开”检查情况",
    "P_PUBLISHED": "{{ .Params.row.published }}",
    "P_UPDATED": "{{ .Params.row.updated }}",
    "P_NUMBER": "11130999MB0000001X/2025-SSJ-OBJECTS-{{ .Params.row.id }}",
    "P_ADDRESS": "{{ .Permalink }}",
    "P_FEED": "../feeds/objects/{{ .Params.row.id }}.xml",
    "BODY": BODY,
}


def write_project(folder: Path, index: Index, chrome: str) -> None:
    """Write the Hugo project. ``chrome`` is the page frame with its slots."""
    for path in ("assets", "content/objects", "layouts/objects"):
        (folder / path).mkdir(parents=True, exist_ok=True)
    (folder / "hugo.toml").write_text(CONFIG, encoding="utf-8")
    (folder / "content" / "objects" / "_content.gotmpl").write_text(ADAPTER, encoding="utf-8")
    layout = re.sub("@@([A-Z_]+)@@", lambda match: SLOTS[match[1]], chrome)
    (folder / "layouts" / "objects" / "single.html").write_text(layout, encoding="utf-8")
    (folder / "layouts" / "objects" / "single.feed.xml").write_text(FEED, encoding="utf-8")
    for path in ("layouts/rows", "layouts/data"):
        (folder / path).mkdir(parents=True, exist_ok=True)
    (folder / "content" / "_content.gotmpl").write_text(ROWS, encoding="utf-8")
    table_slots = {
        **SLOTS,
        "BODY": ROWS_BODY,
        "P_PUBLISHED": "2025-12-31",
        "P_UPDATED": "2025-12-31",
        "P_FEED": "../feeds/all.xml",
        "P_NUMBER": "{{ .Title }}",
    }
    layout = re.sub("@@([A-Z_]+)@@", lambda match: table_slots[match[1]], chrome)
    (folder / "layouts" / "rows" / "single.html").write_text(layout, encoding="utf-8")
    (folder / "layouts" / "former").mkdir(exist_ok=True)
    layout = re.sub("@@([A-Z_]+)@@", lambda match: {**table_slots, "BODY": FORMER_BODY}[match[1]], chrome)
    (folder / "layouts" / "former" / "single.html").write_text(layout, encoding="utf-8")
    (folder / "assets" / "former.json").write_text(
        json.dumps(list(_former(index)), ensure_ascii=False), encoding="utf-8"
    )
    (folder / "layouts" / "data" / "single.csvfile.csv").write_text(CSV_BODY, encoding="utf-8")
    (folder / "layouts" / "data" / "single.json").write_text(JSON_BODY, encoding="utf-8")
    (folder / "assets" / "tables.json").write_text(
        json.dumps(list(_tables(index)), ensure_ascii=False), encoding="utf-8"
    )
    (folder / "assets" / "data.json").write_text(
        json.dumps(list(_data(index)), ensure_ascii=False), encoding="utf-8"
    )
    rows = [_row(index, n) for n in index.objects]
    (folder / "assets" / "objects.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _former(index: Index) -> Iterator[dict[str, object]]:
    """Yield what the page of each former name says."""
    for one in former_names(index):
        row = one.bearers[0]
        yield {
            "path": one.path.removesuffix(".html"),
            "title": f"{one.name}（曾用名）",
            "name": one.name,
            "id": row.public_id,
            "now": row.name,
            "published": row.first_published,
            "updated": row.last_changed,
        }


def _tables(index: Index) -> Iterator[dict[str, object]]:
    """Yield every static page of rows that our site has, with its cells."""
    for path, table, first in _places(index):
        for number in range(table.pages()):
            rows = table.rows[number * PAGE_ROWS : (number + 1) * PAGE_ROWS]
            name = f"{path}-{number + 1}" if first or number else path
            yield {
                "path": name,
                "title": f"{table.caption} {number + 1}",
                "head": [c.title for c in table.columns],
                "rows": rows,
            }


def _places(index: Index) -> Iterator[tuple[str, Table, bool]]:
    record = index.record
    yield "objects/all", objects.object_table("检查对象名录", record.objects), True
    for kind, key in (
        ("township", lambda row: row.township),
        ("initial", lambda row: initial(row.name, row.township)),
    ):
        for number, (name, rows) in enumerate(objects._groups(record.objects, key)):
            yield f"objects/{kind}-{number}", objects.object_table(name, rows), False
    for period in index.periods:
        rows = [results._cells(index, row) for row in record.results if row.period == period]
        yield f"results/{period}-rows", Table(f"{period} 检查结果", results.COLUMNS, rows), True
    for draw in record.draws:
        yield f"draws/{draw.draw_id}-drawn", draws._drawn_table(index, draw), True


def _data(index: Index) -> Iterator[dict[str, object]]:
    """Yield every table as it is downloaded."""
    for table in TABLES:
        columns = columns_of(table.row)
        rows = [
            [column.to_cell(getattr(row, column.key)) for column in columns]
            for row in index.record.rows(table.name)
        ]
        yield {
            "path": f"data/{table.name}",
            "title": table.title,
            "head": [column.title for column in columns],
            "rows": rows,
        }


def _row(index: Index, name: str) -> dict[str, object]:
    from sampler.site.display import tone
    from sampler.site.wording import meaning

    row = index.objects[name]
    found = entries(index, row)
    titles = (
        ("统一代码", row.code), ("对象类型", row.kind), ("乡镇", row.township), ("行业", row.industry), ("排污许可", row.permit_class),
        ("对象类别", row.object_class), ("监管科室", row.section), ("信用等级", row.credit), ("正面清单", "是" if row.positive else "否"),
        ("入库日期", row.entered), ("本年检查", f"{row.visits_this_year} 次，年度上限 {row.cap} 次"),
    )  # fmt: skip
    outcomes = sorted({result.outcome for entry in found for result, _, _ in entry.results})
    return {
        "id": row.public_id,
        "name": row.name,
        "status": row.status,
        "status_date": row.status_date,
        "tone": tone(row.status),
        "published": row.first_published,
        "updated": row.last_changed,
        "facts": titles,
        "entries": [_entry(index, entry) for entry in found],
        "outcomes": [(outcome, meaning(outcome)) for outcome in outcomes],
        "feed": [
            (r.published, f"{r.item_name}：{r.outcome}", r.result_id, r.measure) for e in found for r, _, _ in e.results
        ] + [(e.date, html.escape(row.name), e.date, f"{e.change.old} → {e.change.new}") for e in found if e.change],
    }  # fmt: skip


def _entry(index: Index, entry) -> dict[str, object]:
    from sampler.site.display import tone

    if entry.visit is None:
        return {
            "visit": "",
            "date": entry.date,
            "title": entry.title,
            "old": entry.change.old,
            "new": entry.change.new,
        }
    visit, place = entry.visit, index.drawn_of[entry.visit.visit_id]
    return {
        "visit": visit.visit_id, "date": entry.date, "kind": visit.kind, "trigger": visit.trigger, "nth": visit.nth, "cap": visit.cap,
        "mode": visit.mode, "section": visit.lead_section, "joint": "、".join(visit.joint_sections), "inspectors": visit.inspectors,
        "draw": visit.draw_id, "stratum": place.stratum, "place": place.place, "how": place.kind, "task": visit.task_ids[0],
        "period": visit.period,
        "results": [
            {
                "id": r.result_id, "item": r.item_id, "name": r.item_name, "outcome": r.outcome, "tone": tone(r.outcome),
                "measure": r.measure, "note": r.note, "deadline": r.deadline,
                "followups": [
                    {"date": f.date, "kind": f.kind, "state": f.state, "tone": tone(f.state), "document": f.document,
                     "deadline": f.deadline, "closed": f.closed, "note": f.note}
                    for f in followups
                ],
            }
            for r, followups, _ in entry.results
        ],
    }  # fmt: skip
