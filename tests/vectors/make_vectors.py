"""Make the known answers of the draw protocol, written from site_src/method/protocol.md alone.

Imports nothing of the package. Run ``python tests/vectors/make_vectors.py FOLDER``; the committed vectors are never
made anew: a test only compares. A new answer means a new folder. The manifests of v1 announced a rule of the teams (`team`)
that the protocol does not know, came without a policy file, and linked to events later than themselves; v2 does not. The
arithmetic is the same.

year/draws/2025Q1    both orders, forced, taken-all, a Chinese stratum, a rare character outside the BMP, a substitution
year/draws/2025Q2    second link of the chain; exact Pareto weights; opened in part, one leaf withheld
year/draws/2025Q3    aborted before its beacon
year/draws/2025Q3-2  supplementary draw after it; dice by fallback to the second rung; a drawn leaf withheld, the rest opened
drand/draws/2023Q3   the genuine quicknet round 1000
example/draws/2025Q4 seven units, five drawn: the worked example of the protocol page
orders.json, more.md  every other order (uniform, forced, all, certain, weighted, Pareto with m = 0) place by place; a drand round, a
                     fallback and dice: the further examples of the page
"""

import hashlib
import json
import pathlib
import sys

PROTOCOL = "sampler-draw/1"
POLICY = '"规则名称" = "示例县抽查规则"\n"年度" = 2025\n'.encode("utf-8")


def sha(data):
    return hashlib.sha256(data).hexdigest()


def H(tag, *parts):
    return sha("\n".join([tag, *parts]).encode("utf-8"))


def line(obj):
    return json.dumps(obj, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def pretty(obj):
    return (json.dumps(obj, sort_keys=True, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def cell(text):
    return '"%s"' % text.replace('"', '""') if "," in text or '"' in text else text


def csv(header, rows):
    return "".join(",".join(cell(str(c)) for c in r) + "\n" for r in [header, *rows]).encode("utf-8")


def log_line(previous, date, event, text, **more):
    body = {"date": date, "event": event, "previous": previous, "text": text, **more}
    body["digest"] = H("event/v1", line(body))
    return body


def order_stratum(rows, quota, how, seed):
    """Return [(leaf, kind)] for a whole stratum; slow and plain on purpose."""
    ticket = {r["leaf"]: H("ticket/v1", seed, r["leaf"]) for r in rows}
    reserve = {r["leaf"]: H("reserve/v1", seed, r["leaf"]) for r in rows}
    by_ticket = lambda r: (ticket[r["leaf"]], r["leaf"])  # noqa: E731
    forced = sorted([r for r in rows if r["burden"] == -1], key=by_ticket)
    rest = [r for r in rows if r["burden"] != -1]
    out = [(r["leaf"], "forced") for r in forced]
    if quota == len(rows):
        out += [(r["leaf"], "all") for r in sorted(rest, key=by_ticket)]
    elif how == "uniform":
        out += [(r["leaf"], "uniform") for r in sorted(rest, key=by_ticket)]
    elif how == "burden":
        place = 0
        while rest:
            place += 1
            if place % 5 == 0:
                best = min(rest, key=lambda r: (reserve[r["leaf"]], r["leaf"]))
                kind = "reserve"
            else:
                best = min(rest, key=lambda r: (r["burden"], ticket[r["leaf"]], r["leaf"]))
                kind = "burden"
            rest.remove(best)
            out.append((best["leaf"], kind))
    else:
        m = quota - len(forced)
        W = sum(r["weight"] for r in rest)
        while m > 0:
            sure = [r for r in rest if m * r["weight"] >= W]
            if not sure:
                break
            out += [(r["leaf"], "certain") for r in sorted(sure, key=by_ticket)]
            rest = [r for r in rest if r not in sure]
            m -= len(sure)
            W -= sum(r["weight"] for r in sure)

        def key(r):
            if m == 0:
                return by_ticket(r)
            T = int(ticket[r["leaf"]], 16)
            return (T * (W - m * r["weight"]) * 2**256 // ((2**256 - T) * m * r["weight"]), r["leaf"])

        out += [(r["leaf"], "weighted") for r in sorted(rest, key=key)]
    return [(leaf, kind if i < quota else "substitute") for i, (leaf, kind) in enumerate(out)]


def make_draw(spec, previous, times):
    """Return (files, notes) of one draw; ``times`` counts how often each id was drawn so far."""
    if previous:
        known = [e["digest"] for e in previous["log"] if e["date"] <= spec["committed_on"]]
        previous = dict(previous, log=known[-1])
    units, weights = [dict(u, burden=times.get(u["id"], 0)) if u["burden"] is None else u for u in spec["units"]], any(s["order"] == "weighted" for s in spec["strata"])
    rows, opened_by_leaf = [], {}
    for number, unit in enumerate(units):
        salt = sha(("vector salt %s %d" % (spec["draw"], number)).encode())
        record = {"burden": unit["burden"], "id": unit["id"], "stratum": unit["stratum"]}
        if weights:
            record["weight"] = unit.get("weight", 1)
        leaf = H("leaf/v1", salt, line(record))
        rows.append({"leaf": leaf, **record})
        opened_by_leaf[leaf] = (leaf, salt, line(record))
    rows.sort(key=lambda r: r["leaf"])
    header = ["leaf", "stratum", "burden"] + (["weight"] if weights else [])
    frame = csv(header, [[r[h] for h in header] for r in rows])
    strata = []
    for s in sorted(spec["strata"], key=lambda s: s["name"].encode()):
        mine = [r for r in rows if r["stratum"] == s["name"]]
        counts = {}
        for r in mine:
            counts[r["burden"]] = counts.get(r["burden"], 0) + 1
        strata.append(
            {
                "already": 0, "base_count": len(mine), "base_label": s["name"], "due": s["quota"],
                "burdens": [{"burden": b, "count": counts[b]} for b in sorted(counts)],
                "forced": counts.get(-1, 0), "formula": s["formula"], "name": s["name"], "order": s["order"],
                "quota": s["quota"], "rounding": "进位取整", "rule": s["formula"], "sentence": s["formula"] + "。",
                "size": len(mine), "substitutes": min(len(mine) - s["quota"], 3), "title": s["name"] + "类",
            }
        )  # fmt: skip
    manifest = pretty(
        {
            "assignment": {
                "beacons": spec.get("assign", []),
                "roster": H("sealed/v1", sha(b"roster"), sha(b"x")),
                "rules": {"size": 2, "slices": 1},
            },
            "beacons": spec["beacons"], "bureau": "示例县生态环境分局", "committed_on": spec["committed_on"],
            "draw": spec["draw"], "excluded": spec["excluded"],
            "frame": {"digest": sha(frame), "size": len(rows), "weights": weights},
            "frozen_on": spec["frozen_on"], "items": {"digest": sha(b"items")}, "kind": spec["kind"],
            "note": spec.get("note", ""), "opening": spec["opening"], "period": spec["draw"][:6],
            "policy": {"digest": sha(POLICY), "year": "2025"}, "previous": previous, "protocol": PROTOCOL,
            "sealed": H("sealed/v1", sha(b"salt"), sha(b"inputs")), "strata": strata, "suite": "sha256", "witness": None,
        }
    )  # fmt: skip
    commitment = sha(manifest)
    log = [log_line("", spec["frozen_on"], "frozen", "抽样框已冻结。", frame=sha(frame))]

    def say(date, event, text, **more):
        log.append(log_line(log[-1]["digest"], date, event, text, **more))

    say(spec["committed_on"], "committed", "已公布抽取公告。", commitment=commitment)
    files = {"frame.csv": frame, "manifest.json": manifest, "policy.toml": POLICY}
    notes = {"draw": spec["draw"], "commitment": commitment, "frame": sha(frame)}
    notes["units"] = [list(opened_by_leaf[r["leaf"]]) for r in rows]
    if spec.get("abort"):
        say(spec["abort"], "aborted", "抽取已中止。", reason="发现名录库缺少一个乡镇")
    else:
        due = run(spec, rows, strata, commitment, files, say, notes, opened_by_leaf)
        for leaf in due:
            number = json.loads(opened_by_leaf[leaf][2])["id"]
            times[number] = times.get(number, 0) + 1
    files["events.jsonl"] = "".join(line(e) + "\n" for e in log).encode("utf-8")
    return files, notes, {"commitment": commitment, "draw": spec["draw"], "log": log}


def run(spec, rows, strata, commitment, files, say, notes, opened_by_leaf):
    for purpose, slot, rung, reason, date in spec.get("fallbacks", []):
        say(date, "fallback", "改用下一级来源。", purpose=purpose, slot=slot, rung=rung, reason=reason)
    for text in spec["lines"]:
        say(spec["drawn_on"], "beacon", "已录入公开随机源。", purpose="draw", line=text)
    files["beacons.txt"] = "".join(text + "\n" for text in spec["lines"]).encode()
    seed = H("seed/v1", commitment, *spec["lines"])
    table, orders = [], {}
    for s in strata:
        mine = [r for r in rows if r["stratum"] == s["name"]]
        orders[s["name"]] = order_stratum(mine, s["quota"], s["order"], seed)
        shown = orders[s["name"]][: s["quota"] + s["substitutes"]]
        table += [[s["name"], i + 1, kind, leaf] for i, (leaf, kind) in enumerate(shown)]
    files["drawn.csv"] = csv(["stratum", "place", "kind", "leaf"], table)
    notes["seed"] = seed
    notes["tickets"] = {
        r["leaf"]: [H("ticket/v1", seed, r["leaf"]), H("reserve/v1", seed, r["leaf"])] for r in rows
    }
    notes["orders"] = {name: [list(p) for p in pairs] for name, pairs in orders.items()}
    notes["drawn"] = sha(files["drawn.csv"])
    say(spec["drawn_on"], "drawn", "已抽取。", seed=seed, drawn=notes["drawn"])
    return after(spec, strata, orders, seed, files, say, notes, opened_by_leaf)


def after(spec, strata, orders, seed, files, say, notes, opened_by_leaf):
    due = {s["name"]: [leaf for leaf, _ in orders[s["name"]][: s["quota"]]] for s in strata}
    if spec.get("substitute"):
        name, quota = spec["substitute"], len(due[spec["substitute"]])
        gone, by = due[name][0], orders[name][quota][0]
        say(
            spec["drawn_on"], "substituted", "已由候补替换。", stratum=name, leaf=gone, by=by, reason="已关闭"
        )
        due[name].append(by)
        gone_leaves = {gone}
    else:
        gone_leaves = set()
    withheld = []
    if spec.get("withhold"):
        withheld = [due[spec["withhold"]][0]]
        say(spec["opened_on"], "withheld", "名称不予公开。", leaf=withheld[0], ground="第十五条")
    opened = spec.get("open", "")
    leaves = []
    if opened == "due":
        leaves = [leaf for name in sorted(due) for leaf in due[name] if leaf not in withheld]
    if opened == "all":
        leaves = [leaf for name in sorted(orders) for leaf, _ in orders[name]]
        for name in sorted(orders):
            blocks = cover_blocks([leaf for leaf, _ in orders[name] if leaf not in due[name]], seed)
            notes.setdefault("blocks", {})[name] = blocks
            if set(withheld) & set(due[name]) and blocks:
                leaves = [leaf for leaf in leaves if leaf not in blocks[0] and leaf not in withheld]
    if leaves:
        files["openings.csv"] = csv(["leaf", "salt", "record"], [opened_by_leaf[leaf] for leaf in leaves])
        digest = sha(files["openings.csv"])
        say(spec["opened_on"], "opened", "已揭示。", count=len(leaves), openings=digest)
        say(spec["opened_on"], "closed", "揭示完毕。")
    return [leaf for name in due for leaf in due[name] if leaf not in gone_leaves]


def cover_blocks(leaves, seed):
    ordered = sorted(leaves, key=lambda leaf: (H("cover/v1", seed, leaf), leaf))
    blocks = [ordered[i : i + 5] for i in range(0, len(ordered), 5)]
    if len(blocks) > 1 and len(blocks[-1]) < 5:
        blocks[-2:] = [blocks[-2] + blocks[-1]]
    return blocks


def unit(number, stratum, burden, weight=1):
    return {"id": "e%05d" % number, "stratum": stratum, "burden": burden, "weight": weight}


def rung(source, edition, date, hold=2):
    return {"source": source, "edition": edition, "date": date, "hold_days": hold}


def two_slots(ssq, ssq_date, dlt, dlt_date):
    return [
        {"slot": 1, "ladder": [rung("ssq", ssq, ssq_date)]},
        {"slot": 2, "ladder": [rung("dlt", dlt, dlt_date)]},
    ]


YEAR = [
    {
        "draw": "2025Q1", "kind": "regular", "frozen_on": "2025-01-02", "committed_on": "2025-01-03",
        "drawn_on": "2025-01-09", "opened_on": "2025-04-10", "open": "all", "substitute": "一般",
        "opening": {"deadline": "2025-04-30", "mode": "all", "names": "visit"},
        "excluded": [{"count": 2, "reason": "停产", "stratum": "一般"}, {"count": 1, "reason": "注销", "stratum": "重点"}],
        "beacons": two_slots("2025003", "2025-01-07", "25004", "2025-01-08"),
        "lines": ["1 ssq 2025003 2025-01-07 03 07 12 19 25 31 + 08", "2 dlt 25004 2025-01-08 05 11 18 22 34 + 03 09"],
        "strata": [
            {"name": "一般", "quota": 12, "order": "burden", "formula": "≥15% × 40 × 2 = 12 → 12"},
            {"name": "重点", "quota": 4, "order": "uniform", "formula": "≥25% × 14 = 3.5 → 4"},
            {"name": "特殊", "quota": 3, "order": "burden", "formula": "全部 3 → 3"},
            {"name": "𠮷字层", "quota": 4, "order": "burden", "formula": "必查 2 户，共 4 户"},
        ],
        "units": [unit(i, "一般", i % 3) for i in range(1, 41)] + [unit(i, "重点", i % 2) for i in range(41, 55)]
        + [unit(i, "特殊", 1) for i in range(55, 58)] + [unit(i, "𠮷字层", -1 if i < 60 else 0) for i in range(58, 68)],
    },
    {
        "draw": "2025Q2", "kind": "regular", "frozen_on": "2025-03-27", "committed_on": "2025-03-28",
        "drawn_on": "2025-04-03", "opened_on": "2025-07-10", "open": "all", "withhold": "按风险",
        "opening": {"deadline": "2025-07-31", "mode": "all", "names": "visit"},
        "excluded": [],
        "beacons": two_slots("2025035", "2025-04-01", "25036", "2025-04-02"),
        "lines": ["1 ssq 2025035 2025-04-01 01 02 09 20 28 33 + 16", "2 dlt 25036 2025-04-02 01 06 17 30 35 + 01 12"],
        "strata": [
            {"name": "按风险", "quota": 6, "order": "weighted", "formula": "6 户，按风险权重"},
            {"name": "重点", "quota": 5, "order": "burden", "formula": "5 户"},
        ],
        "units": [unit(i, "按风险", 0, [1, 2, 3, 5, 90][i % 5] if i < 12 else 1 + i % 4) for i in range(1, 31)]
        + [unit(i, "重点", None) for i in range(31, 43)],
    },
    {
        "draw": "2025Q3", "kind": "regular", "frozen_on": "2025-06-25", "committed_on": "2025-06-26", "abort": "2025-06-27",
        "opening": {"deadline": "2025-10-31", "mode": "drawn", "names": "end"}, "excluded": [],
        "beacons": two_slots("2025073", "2025-06-29", "25073", "2025-06-30"),
        "strata": [{"name": "重点", "quota": 2, "order": "uniform", "formula": "2 户"}],
        "units": [unit(i, "重点", 0) for i in range(1, 9)],
    },
    {
        "draw": "2025Q3-2", "kind": "supplementary", "frozen_on": "2025-07-02", "committed_on": "2025-07-03", "note": "2025Q3 中止后补抽",
        "drawn_on": "2025-07-12", "opened_on": "2025-10-09", "open": "due", "withhold": "重点",
        "opening": {"deadline": "2025-10-31", "mode": "drawn", "names": "end"}, "excluded": [],
        "beacons": [
            {"slot": 1, "ladder": [rung("dlt", "25076", "2025-07-07", 1)]},
            {"slot": 2, "ladder": [rung("ssq", "2025077", "2025-07-08", 1), rung("dice", "2025Q3-2", "2025-07-11", 1)]},
        ],
        "fallbacks": [["draw", 2, 1, "该期停售", "2025-07-10"]],
        "lines": [
            "1 dlt 25076 2025-07-07 02 03 04 05 06 + 10 11",
            "2 dice 2025Q3-2 2025-07-11 3 5 1 6 2 2 4 1 6 6 3 5 1 2 4 4 5 6 1 3 2 5 6 4 1",
        ],
        "strata": [{"name": "重点", "quota": 3, "order": "uniform", "formula": "3 户"}],
        "units": [unit(i, "重点", 0) for i in range(1, 13)],
    },
]  # fmt: skip

DRAND = [
    {
        "draw": "2023Q3", "kind": "regular", "frozen_on": "2023-08-20", "committed_on": "2023-08-21", "drawn_on": "2023-08-24",
        "opening": {"deadline": "2023-12-31", "mode": "all", "names": "visit"}, "excluded": [],
        "beacons": [{"slot": 1, "ladder": [rung("drand", "1000", "2023-08-23", 1)]}],
        "lines": [
            "1 drand 1000 2023-08-23 b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
            "e342b73a8dd2bacbe47e4b6b63ed5e39"
        ],
        "strata": [{"name": "重点", "quota": 2, "order": "uniform", "formula": "2 户"}],
        "units": [unit(i, "重点", 0) for i in range(1, 6)],
    }
]  # fmt: skip
EXAMPLE = [
    {
        "draw": "2025Q4", "kind": "regular", "frozen_on": "2025-09-25", "committed_on": "2025-09-26", "drawn_on": "2025-10-09",
        "opening": {"deadline": "2026-01-31", "mode": "all", "names": "visit"}, "excluded": [],
        "beacons": two_slots("2025115", "2025-10-07", "25115", "2025-10-08"),
        "lines": ["1 ssq 2025115 2025-10-07 03 07 12 19 25 31 + 08", "2 dlt 25115 2025-10-08 05 11 18 22 34 + 03 09"],
        "strata": [{"name": "重点", "quota": 5, "order": "burden", "formula": "≥70% × 7 = 4.9 → 5"}],
        "units": [unit(i, "重点", i % 3) for i in range(1, 8)],
    }
]  # fmt: skip


def main(folder):
    for name, specs in (("year", YEAR), ("drand", DRAND), ("example", EXAMPLE)):
        make_case(pathlib.Path(folder) / name, specs)
    case = pathlib.Path(folder) / "example"
    (case / "page.md").write_text(worked_example(case), encoding="utf-8", newline="\n")
    orders = [one_order(case, **spec) for spec in ORDERS]
    (pathlib.Path(folder) / "orders.json").write_bytes(pretty(orders))
    text = "\n".join(order_table(one) for one in orders) + beacon_examples(pathlib.Path(folder))
    (pathlib.Path(folder) / "more.md").write_text(text, encoding="utf-8", newline="\n")


ORDERS = [
    {"title": "`uniform`，其中 1 个必查", "how": "uniform", "quota": 3, "units": [(0, 1), (-1, 1), (2, 1), (0, 1), (1, 1), (0, 1)]},
    {"title": "`burden`，其中 1 个必查：j 从必查之后数起，名次 6 是 j = 5", "how": "burden", "quota": 6, "units": [(n % 3, 1) for n in range(8)] + [(-1, 1)]},
    {"title": "k = n，其中 1 个必查", "how": "weighted", "quota": 3, "units": [(0, 7), (-1, 2), (0, 1)]},
    {"title": "`weighted`：两轮 `certain`，其后按 Q", "how": "weighted", "quota": 3, "units": [(0, w) for w in (50, 8, 3, 2, 1, 1)]},
    {"title": "`weighted` 而 m = 0（k 等于必查数）：其余按抽签号", "how": "weighted", "quota": 2, "units": [(-1, 1), (0, 9), (-1, 4), (0, 2), (0, 5)]},
]  # fmt: skip


def one_order(case, title, how, quota, units):
    """Return a stratum of bare leaves with its complete order, drawn with the seed of the worked example."""
    seed = json.loads((case / "expected.json").read_text(encoding="utf-8"))[0]["seed"]
    rows = [
        {"leaf": sha(("%s %d" % (title, n)).encode("utf-8")), "burden": burden, "weight": weight}
        for n, (burden, weight) in enumerate(units)
    ]
    rows.sort(key=lambda row: row["leaf"])
    return {
        "title": title, "order": how, "quota": quota, "seed": seed, "units": rows,
        "places": [list(pair) for pair in order_stratum(rows, quota, how, seed)],
    }  # fmt: skip


def order_table(one):
    """Return one order as it stands on the page."""
    known = {row["leaf"]: row for row in one["units"]}
    out = ["**%s**，n = %d，k = %d：" % (one["title"], len(known), one["quota"]), ""]
    out += ["| 名次 | kind | leaf | burden | weight |", "|---|---|---|---|---|"]
    for place, (leaf, kind) in enumerate(one["places"], 1):
        row = known[leaf]
        out.append("| %d | `%s` | `%s` | %d | %d |" % (place, kind, leaf, row["burden"], row["weight"]))
    return "\n".join(out) + "\n"


def beacon_examples(folder):
    """Return a drand round, and a slot whose first source had no result and was followed by dice, as they stand on the page."""
    out = []
    for title, case, draw in (
        ("**一轮 drand**（真实的第 1000 轮，签名可以核验）", "drand", "2023Q3"),
        ("**改用下一级，公开掷骰**", "year", "2025Q3-2"),
    ):
        files = folder / case / "draws" / draw
        value = json.loads((files / "manifest.json").read_text(encoding="utf-8"))
        log = (files / "events.jsonl").read_text(encoding="utf-8").splitlines()
        note = next(n for n in json.loads((folder / case / "expected.json").read_text(encoding="utf-8")) if n["draw"] == draw)
        out += ["", title + "。承诺 `%s`，`beacons` 写成规范记录、有关的事件、`beacons.txt`：" % note["commitment"], "", "```text"]
        out += [line(value["beacons"]), *[one for one in log if '"event":"fallback"' in one or '"event":"beacon"' in one]]
        out += [(files / "beacons.txt").read_text(encoding="utf-8").rstrip(), "```", "", "种子 `= %s`" % note["seed"]]
    return "\n".join(out) + "\n"


def worked_example(case):
    """Return the worked example of the protocol page, every intermediate value in it."""
    draw, note = case / "draws" / "2025Q4", json.loads((case / "expected.json").read_text(encoding="utf-8"))[0]
    out = ["一层 7 个单元，应抽 5 个，次序 `burden`。盐、记录和叶："]
    out += ["", "| 盐 | 记录 | 叶 |", "|---|---|---|"]
    out += ["| `%s` | `%s` | `%s` |" % (salt, record, leaf) for leaf, salt, record in note["units"]]
    out += ["", "`frame.csv`：", "", "```text", (draw / "frame.csv").read_text(encoding="utf-8").rstrip(), "```"]
    out += ["", "`D(frame.csv) = %s`" % note["frame"], "", "`manifest.json`：", "", "```json"]
    out += [(draw / "manifest.json").read_text(encoding="utf-8").rstrip(), "```", ""]
    out += ["承诺 `= D(manifest.json) = %s`" % note["commitment"], "", "`beacons.txt`：", "", "```text"]
    out += [(draw / "beacons.txt").read_text(encoding="utf-8").rstrip(), "```", "", "种子 `= %s`" % note["seed"]]
    out += ["", "| 叶 | 抽签号 | 保留签 |", "|---|---|---|"]
    out += ["| `%s…` | `%s` | `%s` |" % (leaf[:8], t, r) for leaf, (t, r) in sorted(note["tickets"].items())]
    out += ["", "第 1–4 位按（burden，抽签号），第 5 位是随机保留名额，按保留签；其后为候补。`drawn.csv`：", "", "```text"]
    out += [(draw / "drawn.csv").read_text(encoding="utf-8").rstrip(), "```", ""]
    out += ["`D(drawn.csv) = %s`" % note["drawn"], "", "`events.jsonl`：", "", "```text"]
    out += [(draw / "events.jsonl").read_text(encoding="utf-8").rstrip(), "```"]
    return "\n".join(out) + "\n"


def make_case(case, specs):
    previous, notes, times = None, [], {}
    for spec in specs:
        files, note, previous = make_draw(spec, previous, times)
        notes.append(note)
        for name, content in files.items():
            path = case / "draws" / spec["draw"] / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    (case / "expected.json").write_bytes(pretty(notes))


if __name__ == "__main__":
    main(sys.argv[1])
