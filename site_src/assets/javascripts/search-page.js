// The search page: the query, the facets, the list of hits. Facets of results are fetched here and nowhere else.
(function () {
  "use strict";
  var search = window.samplerSearch;
  var box = document.getElementById("search-page");
  var PAGE = 50;
  var facets = null, places = null, chosen = {}, shown = PAGE, turn = 0;
  var input, list, said, more, selects;

  function start() {
    box.textContent = "";
    var form = search.make("form", "", { class: "search-form" });
    form.append(search.make("label", "名称、曾用名、代码、公开编号或者乡镇", { for: "q" }));
    var line = search.make("div", "", { class: "search-box" });
    input = search.make("input", "", { id: "q", type: "search", autocomplete: "off", maxlength: "100" });
    input.value = new URLSearchParams(location.search).get("q") || "";
    line.append(input, search.make("button", "查询", { class: "act", type: "submit" }));
    selects = search.make("div", "", { class: "filters", role: "group", "aria-label": "筛选" });
    form.append(line, selects);
    said = search.make("p", "", { role: "status", id: "search-said" });
    list = search.make("ul", "", { class: "hits" });
    more = search.make("button", "再显示 50 个", { type: "button", class: "act", hidden: "" });
    box.append(form, said, list, more);
    form.addEventListener("submit", function (event) { event.preventDefault(); ask(); });
    input.addEventListener("input", ask);
    more.addEventListener("click", function () { shown += PAGE; ask(true); });
    said.textContent = "正在准备……";
    search.load("", function () {
      addSelect("乡镇", search.head().townships, function (row, value) { return row.township === value; });
      addSelect("对象类别", search.head().classes, function (row, value) { return row.kind === value; });
      if (search.rows()) search.loadScript("assets/search/facets.js", function () { ask(); });
      ask();
    });
  }

  window.samplerFacets = function (data) {
    facets = data.lines ? data.lines.split("\n").map(function (line) {
      return line ? line.split("|").map(function (cell) { return cell.split(".").map(function (n) { return parseInt(n, 36); }); }) : [];
    }) : [];
    places = new Map(search.rows().map(function (row, place) { return [row.id, place]; }));
    data.facets.forEach(function (facet, number) { addSelect(facet[0], facet[1], number); });
    ask();
  };

  function addSelect(title, values, test) {
    if (values.length < 2) return;
    var label = search.make("label", title);
    var select = search.make("select");
    select.append(new Option("全部", ""));
    values.map(function (value, number) { return [value, number]; })
      .sort(function (a, b) { return a[0] < b[0] ? -1 : 1; })
      .forEach(function (pair) { select.append(new Option(pair[0] || "（空）", String(pair[1]))); });
    select.addEventListener("change", function () {
      chosen[title] = select.value === "" ? null : { test: test, number: Number(select.value), value: values[Number(select.value)] };
      ask();
    });
    label.append(select);
    selects.append(label);
  }

  // one result of the object must fit all the chosen facets of results
  function keep(row) {
    var active = Object.values(chosen).filter(Boolean);
    var plain = active.filter(function (choice) { return typeof choice.test === "function"; });
    var coded = active.filter(function (choice) { return typeof choice.test === "number"; });
    if (!plain.every(function (choice) { return choice.test(row, choice.value); })) return false;
    if (!coded.length) return true;
    return (facets[places.get(row.id)] || []).some(function (cell) {
      return coded.every(function (choice) { return cell[choice.test] === choice.number; });
    });
  }

  function ask(again) {
    if (again !== true) shown = PAGE;
    if (!search.head()) return;
    var mine = ++turn;
    var filtered = Object.values(chosen).some(Boolean);
    search.find(input.value, { all: filtered, keep: keep, limit: shown }, function (result) {
      if (mine === turn) draw(result, filtered);
    });
  }

  function draw(result, filtered) {
    list.textContent = "";
    result.hits.slice(0, shown).forEach(function (row) {
      var line = search.make("li");
      var link = search.make("a", "", { href: "objects/" + encodeURIComponent(row.id) + ".html" });
      link.append(search.marked(row.name, result.tokens));
      line.append(link);
      var words = [row.former && "曾用名 " + row.former, row.township, row.kind, row.code, row.id].filter(Boolean);
      line.append(search.make("span", "　" + words.join("　"), { class: "muted" }));
      list.append(line);
    });
    more.hidden = result.hits.length <= shown && !(result.about && result.hits.length >= shown);
    if (!input.value.trim() && !filtered) said.textContent = "请输入要查的内容，或者选择筛选条件。";
    else if (!result.hits.length) said.textContent = "没有找到。查不到，可能不在名录里，也可能依法不予公开。";
    else said.textContent = (result.about ? "约 " : "") + result.total + " 个结果" + (result.total > shown ? "，先列 " + Math.min(shown, result.hits.length) + " 个。" : "。");
  }

  if (box && search) start();
})();
