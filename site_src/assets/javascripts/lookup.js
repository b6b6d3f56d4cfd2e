// Paste a list of firms: which of them are in the register, and where their pages are. Nothing leaves the browser.
(function () {
  "use strict";
  var search = window.samplerSearch;
  var box = document.getElementById("lookup");
  var MOST = 2000;
  var area, said, body, frame, rows = [];

  function start() {
    box.textContent = "";
    box.append(search.make("label", "企业名单（每行一个名称或者代码，最多 " + MOST + " 行）", { for: "lookup-list" }));
    area = search.make("textarea", "", { id: "lookup-list", rows: "8", cols: "60", spellcheck: "false" });
    var line = search.make("p");
    var go = search.make("button", "核对", { type: "button", class: "act" });
    var save = search.make("button", "下载核对结果（CSV）", { type: "button", class: "act", disabled: "" });
    line.append(go, " ", save);
    said = search.make("p", "", { role: "status" });
    frame = search.make("div", "", { class: "scroll", role: "region", tabindex: "0", "aria-label": "核对结果", hidden: "" });
    var table = search.make("table", "", { class: "data stack" });
    table.append(search.make("caption", "核对结果"));
    var head = search.make("tr");
    ["名单上的写法", "核对结果", "名称", "乡镇", "对象类别"].forEach(function (title) { head.append(search.make("th", title, { scope: "col" })); });
    var top = search.make("thead");
    top.append(head);
    body = search.make("tbody");
    table.append(top, body);
    frame.append(table);
    box.append(area, line, said, frame);
    go.addEventListener("click", function () { search.load("", function () { run(save); }); });
    save.addEventListener("click", download);
  }

  function run(save) {
    var lines = area.value.split(/\r?\n/).map(function (text) { return text.trim(); }).filter(Boolean).slice(0, MOST);
    rows = [];
    body.textContent = "";
    var left = lines.length;
    if (!left) { said.textContent = "请先粘贴名单。"; return; }
    said.textContent = "正在核对……";
    lines.forEach(function (text, number) {
      search.find(text, { limit: 5 }, function (result) {
        rows[number] = judge(text, result);
        if (--left === 0) finish(save);
      });
    });
  }

  // a whole name, former name, code or id is found; a part that fits one or several is only "maybe"
  function judge(text, result) {
    var wanted = search.fold(text);
    var exact = result.hits.filter(function (row) {
      return [row.id, row.name, row.code].concat(row.former.split("/")).some(function (value) { return value && search.fold(value) === wanted; });
    });
    if (exact.length === 1) return [text, "找到", exact[0]];
    if (exact.length > 1) return [text, "有 " + exact.length + " 家同名", exact[0]];
    if (result.hits.length) return [text, "可能是（共 " + result.total + " 家相近）", result.hits[0]];
    return [text, "没有找到", null];
  }

  function finish(save) {
    rows.forEach(function (row) {
      var line = search.make("tr");
      line.append(search.make("th", row[0], { scope: "row", "data-label": "名单上的写法" }));
      line.append(search.make("td", row[1], { "data-label": "核对结果" }));
      var cell = search.make("td", "", { "data-label": "名称" });
      if (row[2]) cell.append(search.make("a", row[2].name, { href: "objects/" + encodeURIComponent(row[2].id) + ".html" }));
      line.append(cell, search.make("td", row[2] ? row[2].township : "", { "data-label": "乡镇" }), search.make("td", row[2] ? row[2].kind : "", { "data-label": "对象类别" }));
      body.append(line);
    });
    var found = rows.filter(function (row) { return row[1] === "找到"; }).length;
    frame.hidden = false;
    save.disabled = false;
    said.textContent = "核对了 " + rows.length + " 行，找到 " + found + " 家。没有找到不等于没有检查，也不等于没有问题。";
  }

  function quoted(text) {
    var safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return '"' + safe.replace(/"/g, '""') + '"';
  }

  function download() {
    var lines = [["名单上的写法", "核对结果", "名称", "公开编号", "代码", "乡镇", "对象类别"]];
    rows.forEach(function (row) { var o = row[2]; lines.push([row[0], row[1]].concat(o ? [o.name, o.id, o.code, o.township, o.kind] : ["", "", "", "", ""])); });
    var text = "\ufeff" + lines.map(function (line) { return line.map(quoted).join(","); }).join("\r\n") + "\r\n";
    var link = search.make("a", "", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: "核对结果.csv" });
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  if (box && search) start();
})();
