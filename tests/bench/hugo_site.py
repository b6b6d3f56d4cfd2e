"""The same object pages and feeds as ours, as a Hugo project with a content adapter: the quickest peer we know.

Hugo gets its data ready-made as one JSON file, already grouped by object, so reading and joining tables is not on its bill.
"""

import html
import json
import re
from pathlib import Path

from sampler.site.index import Index
from sampler.site.timeline import entries

CONFIG = """baseURL = "https://www.baiyang.example/ssjygk/"
uglyURLs = true
disableKinds = ["taxonomy", "term", "section", "home", "404", "robotsTXT"]
[outputs]
page = ["html", "feed"]
[outputFormats.feed]
mediaType = "application/atom+xml"
[mediaTypes."application/atom+xml"]
suffixes = ["xml"]
[caches.getresource]
dir = ":cacheDir/x"
"""
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
    rows = [_row(index, n) for n in index.objects]
    (folder / "assets" / "objects.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


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
