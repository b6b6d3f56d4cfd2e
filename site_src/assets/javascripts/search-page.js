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
      if (search.rows()) {
        addSelect("乡镇", search.head().townships, function (row, value) { return row.township === value; });
        addSelect("对象类别", search.head().classes, function (row, value) { return row.kind === value; });
        search.loadScript("assets/search/facets.js", function () { ask(); });
      } else {
        search.head().facets.forEach(function (facet, number) { addSelect(facet[0], facet[1], number); });
      }
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
    fitting(function (only) {
      if (mine !== turn) return;
      search.find(input.value, { all: filtered, keep: keep, only: only, limit: shown }, function (result) {
        if (mine === turn) draw(result, filtered);
      });
    });
  }

  // ---- more than 30 000 objects: which of them fit the chosen filters is fetched when they are chosen
  var OF_RESULTS = 2;  // the facets before are of objects: township, class

  function fitting(done) {
    var active = search.rows() ? [] : Object.values(chosen).filter(Boolean);
    if (!active.length) { done(null); return; }
    var asked = active.filter(function (choice) { return choice.test >= OF_RESULTS; });
    var joint = asked.length > 1;
    var jobs = active.filter(function (choice) { return !joint || choice.test < OF_RESULTS; }).map(function (choice) {
      var name = choice.test + "-" + choice.number;
      return ["f" + name, "facet-" + name, function (places) { lists.push(places ? search.placesOf(places) : []); }];
    });
    var lists = [], union = [];
    if (joint) {
      lists.push(union);
      periodsOf(asked).forEach(function (number) {
        jobs.push(["c" + number, "cells-" + number, function (cells) {
          Object.keys(cells || {}).forEach(function (cell) {
            if (fits(cell, asked)) search.placesOf(cells[cell]).forEach(function (place) { union.push(place); });
          });
        }]);
      });
    }
    var left = jobs.length;
    jobs.forEach(function (job) {
      search.fetchPiece(job[0], "assets/search/" + job[1] + ".js", function (value) {
        job[2](value);
        if (--left === 0) done(meeting(lists));
      });
    });
  }

  function periodsOf(asked) {
    var period = asked.filter(function (choice) { return choice.test === OF_RESULTS; })[0];
    if (period) return [period.number];
    return search.head().facets[OF_RESULTS][1].map(function (_, number) { return number; });
  }

  // a cell says item, outcome and mode of one result; its period is that of the file
  function fits(cell, asked) {
    var numbers = cell.split(".").map(function (n) { return parseInt(n, 36); });
    return asked.every(function (choice) {
      return choice.test === OF_RESULTS || numbers[choice.test - OF_RESULTS - 1] === choice.number;
    });
  }

  function meeting(lists) {
    var kept = new Uint8Array(search.head().rows).fill(1);
    lists.forEach(function (list) {
      var next = new Uint8Array(kept.length);
      list.forEach(function (place) { next[place] = kept[place]; });
      kept = next;
    });
    return kept;
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
