// Pages, filters and sorts the big tables. The page holds the first rows; all rows come as a script on first use.
(function () {
  "use strict";
  var PAGE = 50;
  var waiting = {};

  window.samplerTable = function (name, data) { waiting[name](data); };

  function make(tag, text, attributes) {
    var element = document.createElement(tag);
    if (text) element.textContent = text;
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return element;
  }

  function plain(value) { return typeof value === "string" ? value : value[0]; }

  function Big(box) {
    this.box = box;
    this.table = box.querySelector("table");
    this.body = box.querySelector("tbody");
    this.root = box.dataset.root;
    this.total = Number(box.dataset.rows);
    this.page = 0;
    this.sort = null;
    this.chosen = {};
    this.words = "";
    this.data = null;
    this.rows = null;
    this.calls = [];
    this.build();
  }

  Big.prototype.build = function () {
    var self = this;
    var bar = make("div", "", { class: "filters", role: "group", "aria-label": "筛选" });
    var label = make("label", "本表查找");
    var input = make("input", "", { type: "search", autocomplete: "off", maxlength: "60" });
    input.addEventListener("input", function () { self.words = input.value.normalize("NFKC").toUpperCase(); self.page = 0; self.use(); });
    label.append(input);
    bar.append(label);
    JSON.parse(this.box.dataset.choices).forEach(function (choice) { bar.append(self.select(choice)); });
    this.said = make("span", "", { role: "status" });
    this.pager = make("div", "", { class: "pager" });
    this.back = make("button", "上一页", { type: "button", class: "act", disabled: "" });
    this.next = make("button", "下一页", { type: "button", class: "act" });
    this.back.addEventListener("click", function () { self.page--; self.use(); });
    this.next.addEventListener("click", function () { self.page++; self.use(); });
    this.pager.append(this.back, this.next, this.said);
    this.box.prepend(bar);
    this.box.querySelector(".scroll").after(this.pager);
    this.table.querySelectorAll("thead th").forEach(function (th, place) { self.sortable(th, place); });
    this.tell(this.total);
  };

  Big.prototype.select = function (choice) {
    var self = this;
    var label = make("label", choice[1]);
    var select = make("select");
    select.append(new Option("全部", ""));
    choice[2].forEach(function (value) { select.append(new Option(value, value)); });
    select.addEventListener("change", function () { self.chosen[choice[0]] = select.value; self.page = 0; self.use(); });
    label.append(select);
    return label;
  };

  Big.prototype.sortable = function (th, place) {
    var self = this;
    var button = make("button", th.textContent, { type: "button" });
    th.textContent = "";
    th.append(button);
    button.addEventListener("click", function () {
      var down = self.sort && self.sort.place === place && !self.sort.down;
      self.sort = { place: place, down: down };
      self.table.querySelectorAll("thead th").forEach(function (other) { other.removeAttribute("aria-sort"); });
      th.setAttribute("aria-sort", down ? "descending" : "ascending");
      self.page = 0;
      self.use();
    });
  };

  Big.prototype.use = function () {
    var self = this;
    if (this.data) { this.draw(); return; }
    this.calls.push(1);
    if (this.calls.length > 1) return;
    waiting[this.box.dataset.name] = function (data) { self.data = data; self.draw(); };
    var script = document.createElement("script");
    script.src = this.box.dataset.src;
    script.onerror = function () { self.said.textContent = "数据没有取到，请用下面的分页。"; self.calls = []; };
    document.head.append(script);
  };

  // per column: which of its distinct values fit; a row is then looked up by number
  Big.prototype.fitting = function () {
    var data = this.data, self = this, kept = [];
    var tests = Object.keys(this.chosen).filter(function (place) { return self.chosen[place]; }).map(function (place) {
      return [place, data.values[place].map(function (value) { return plain(value) === self.chosen[place]; })];
    });
    var words = this.words.split(/\s+/).filter(Boolean);
    var found = words.map(function (word) {
      return data.values.map(function (values) {
        return values.map(function (value) { return plain(value).normalize("NFKC").toUpperCase().includes(word); });
      });
    });
    for (var row = 0; row < data.rows; row++) {
      if (!tests.every(function (test) { return test[1][data.cells[test[0]][row]]; })) continue;
      if (found.every(function (columns) { return columns.some(function (fits, place) { return fits[data.cells[place][row]]; }); })) kept.push(row);
    }
    return kept;
  };

  Big.prototype.sorted = function (rows) {
    if (!this.sort) return rows;
    var data = this.data, place = this.sort.place, sign = this.sort.down ? -1 : 1;
    var number = data.columns[place][1] === "n";
    var order = data.values[place].map(function (value, at) { return [number ? Number(plain(value)) : plain(value), at]; });
    var compare = new Intl.Collator("zh").compare;
    order.sort(function (a, b) { return number ? a[0] - b[0] : compare(a[0], b[0]); });
    var ranks = [];
    order.forEach(function (pair, rank) { ranks[pair[1]] = rank; });
    var cells = data.cells[place];
    return rows.sort(function (a, b) { return sign * (ranks[cells[a]] - ranks[cells[b]]) || a - b; });
  };

  Big.prototype.draw = function () {
    var rows = this.sorted(this.fitting());
    var last = Math.max(0, Math.ceil(rows.length / PAGE) - 1);
    this.page = Math.min(Math.max(0, this.page), last);
    this.body.textContent = "";
    var self = this;
    rows.slice(this.page * PAGE, this.page * PAGE + PAGE).forEach(function (row) { self.body.append(self.line(row)); });
    this.back.disabled = this.page === 0;
    this.next.disabled = this.page === last;
    this.tell(rows.length);
  };

  Big.prototype.tell = function (count) {
    var first = count ? this.page * PAGE + 1 : 0;
    this.said.textContent = "第 " + first + "—" + Math.min(count, this.page * PAGE + PAGE) + " 行，共 " + count + " 行";
  };

  Big.prototype.line = function (row) {
    var data = this.data, self = this;
    var line = make("tr");
    data.columns.forEach(function (column, place) {
      var value = data.values[place][data.cells[place][row]];
      var cell = make(place ? "td" : "th");
      if (!place) cell.setAttribute("scope", "row");
      if (column[1] && column[1] !== "s") cell.className = column[1];
      var text = plain(value).length > 120 ? plain(value).slice(0, 120) + "…" : plain(value);
      if (typeof value !== "string") cell.append(make("a", text, { href: self.root + value[1] }));
      else if (column[1] === "s" && text) cell.append(make("span", text, { class: "state " + (data.tones[text] || "") }));
      else cell.textContent = text;
      line.append(cell);
    });
    return line;
  };

  document.querySelectorAll(".big-table").forEach(function (box) { if (box.dataset.src) new Big(box); });
})();
