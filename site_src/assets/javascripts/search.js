// Finds objects by any part of name, former name, code, id or township. Works from a disk: data comes as scripts.
// Up to 30 000 objects all names are one script; beyond, a query fetches the few pieces it needs (grams).
(function () {
  "use strict";
  if (window.samplerSearch) return;
  var CELLS = 6;
  var MOST_BLOCKS = 12;
  var state = { base: "", head: null, rows: null, waiting: [], loading: false, pieces: {}, blocks: {} };

  function fold(text) { return text.normalize("NFKC").toUpperCase(); }

  function loadScript(path, failed) {
    var script = document.createElement("script");
    script.src = state.base + path;
    script.onerror = failed;
    document.head.append(script);
  }

  function rowOf(line) {
    var cells = line.split("\t");
    while (cells.length < CELLS) cells.push("");
    var id = /^\d+$/.test(cells[0]) ? "e" + cells[0].padStart(5, "0") : cells[0];
    var row = {
      id: id, name: cells[1], code: cells[2], former: cells[3],
      township: state.head.townships[parseInt(cells[4], 36)] || "", kind: state.head.classes[parseInt(cells[5], 36)] || ""
    };
    row.folded = fold(row.name);
    row.hay = fold([row.id, row.name, row.code, row.former, row.township].join("\t"));
    return row;
  }

  window.samplerNames = function (data) {
    state.head = data;
    if (data.lines !== undefined) state.rows = data.lines ? data.lines.split("\n").map(rowOf) : [];
    state.waiting.splice(0).forEach(function (call) { call(); });
  };
  window.samplerGrams = function (number, grams) { arrive("g" + number, grams); };
  window.samplerFacet = function (name, places) { arrive("f" + name, places); };
  window.samplerCells = function (number, cells) { arrive("c" + number, cells); };
  window.samplerRows = function (number, lines) { arrive("r" + number, lines.split("\n").map(rowOf)); };

  function arrive(name, value) {
    var piece = state.pieces[name];
    piece.value = value;
    piece.calls.splice(0).forEach(function (call) { call(value); });
  }

  function fetchPiece(name, path, done) {
    var piece = state.pieces[name];
    if (piece && piece.value !== undefined) { done(piece.value); return; }
    if (piece) { piece.calls.push(done); return; }
    state.pieces[name] = { calls: [done], value: undefined };
    loadScript(path, function () { arrive(name, null); });
  }

  function load(base, done) {
    if (state.head) { done(); return; }
    state.waiting.push(done);
    if (state.loading) return;
    state.loading = true;
    state.base = base;
    loadScript("assets/search/names.js", function () { state.loading = false; });
  }

  // ranking: the whole code or id, then names that begin with the query, then names that hold it, then the rest; short first
  function rank(row, tokens) {
    var first = tokens[0];
    if (fold(row.code) === first || fold(row.id) === first || row.folded === first) return 0;
    if (row.folded.startsWith(first)) return 1;
    return row.folded.includes(first) ? 2 : 3;
  }

  function matches(row, tokens) { return tokens.every(function (token) { return row.hay.includes(token); }); }

  function inOrder(hits, tokens) {
    hits.forEach(function (row) { row.rank = tokens.length ? rank(row, tokens) : 2; });
    return hits.sort(function (a, b) {
      return a.rank - b.rank || a.name.length - b.name.length || (a.id < b.id ? -1 : 1);
    });
  }

  function find(query, options, done) {
    var tokens = fold(query).split(/\s+/).filter(Boolean);
    var keep = options.keep || function () { return true; };
    if (!tokens.length && !options.all) { done({ hits: [], total: 0, tokens: tokens }); return; }
    if (state.rows) {
      var hits = state.rows.filter(function (row, place) { return matches(row, tokens) && keep(row, place); });
      done({ hits: inOrder(hits, tokens), total: hits.length, tokens: tokens });
    } else {
      findByGrams(tokens, options.only, options.limit || 10, done);
    }
  }

  // ---- more than 30 000 objects
  var TABLE = null;
  function crc(text) {
    if (!TABLE) {
      TABLE = new Int32Array(256);
      for (var n = 0; n < 256; n++) {
        var value = n;
        for (var k = 0; k < 8; k++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
        TABLE[n] = value;
      }
    }
    var sum = -1;
    new TextEncoder().encode(text).forEach(function (byte) { sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8); });
    return (sum ^ -1) >>> 0;
  }

  function gramsOf(token) {
    var letters = Array.from(token);
    var plain = function (text) { return /^[0-9A-Z]+$/.test(text); };
    var grams = new Set();
    for (var n = 0; n + 1 < letters.length; n++) {
      var pair = letters[n] + letters[n + 1];
      if (!plain(pair)) grams.add(pair);
      if (n + 2 < letters.length && plain(pair + letters[n + 2])) grams.add(pair + letters[n + 2]);
    }
    return Array.from(grams);
  }

  function placesOf(text) {
    var last = -1;
    return text.split(",").map(function (gap) { last += parseInt(gap, 36); return last; });
  }

  function postings(grams, done) {
    var found = {};
    var left = grams.length;
    if (!left) { done(found); return; }
    grams.forEach(function (gram) {
      var shard = crc(gram) % state.head.shards;
      fetchPiece("g" + shard, "assets/search/grams-" + shard + ".js", function (grams) {
        found[gram] = grams && grams[gram] ? placesOf(grams[gram]) : [];
        if (--left === 0) done(found);
      });
    });
  }

  function meet(lists) {
    lists.sort(function (a, b) { return a.length - b.length; });
    return lists.slice(1).reduce(function (kept, list) {
      var other = new Set(list);
      return kept.filter(function (place) { return other.has(place); });
    }, lists[0]);
  }

  function everyPlace() { return Array.from({ length: state.head.rows }, function (_, place) { return place; }); }

  // ``only`` holds a 1 for each place that fits the filters; they are applied before any row is fetched
  function findByGrams(tokens, only, limit, done) {
    var common = new Set(state.head.common);
    var grams = [].concat.apply([], tokens.map(gramsOf)).filter(function (gram) { return !common.has(gram); });
    var start = tokens.length ? "^" + Array.from(tokens[0]).slice(0, 2).join("") : "";
    var asked = Array.from(tokens[0] || "").length > 1 && !common.has(start) ? grams.concat([start]) : grams;
    postings(asked, function (found) {
      var lists = grams.map(function (gram) { return found[gram]; });
      var places = lists.length ? meet(lists) : everyPlace();
      if (only) places = places.filter(function (place) { return only[place]; });
      if (found[start]) {
        var begins = new Set(found[start]);
        places = places.filter(function (p) { return begins.has(p); }).concat(places.filter(function (p) { return !begins.has(p); }));
      }
      verify(places, tokens, limit, done);
    });
  }

  function verify(places, tokens, limit, done) {
    var hits = [], seen = new Set(), place = 0;
    function step() {
      while (place < places.length && hits.length < limit) {
        var number = Math.floor(places[place] / state.head.block);
        var piece = state.pieces["r" + number];
        if (!piece || piece.value === undefined) {
          if (seen.size >= MOST_BLOCKS) break;
          seen.add(number);
          fetchPiece("r" + number, "assets/search/rows-" + number + ".js", step);
          return;
        }
        var row = piece.value && piece.value[places[place] % state.head.block];
        if (row && matches(row, tokens)) hits.push(row);
        place++;
      }
      var more = place < places.length;
      done({ hits: inOrder(hits, tokens), total: more ? places.length : hits.length, about: more, tokens: tokens });
    }
    step();
  }

  // ---- the field in the header
  function make(tag, text, attributes) {
    var element = document.createElement(tag);
    if (text) element.textContent = text;
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return element;
  }

  // marks the query inside a name; texts are set as texts, never as HTML
  function marked(name, tokens) {
    var place = make("span");
    var token = tokens.filter(function (t) { return fold(name).includes(t); })[0];
    var at = token && fold(name).length === name.length ? fold(name).indexOf(token) : -1;
    if (at < 0) { place.textContent = name; return place; }
    place.append(name.slice(0, at), make("mark", name.slice(at, at + token.length)), name.slice(at + token.length));
    return place;
  }

  function attach(form, base) {
    var input = form.querySelector("input");
    var list = make("ul", "", { id: "find-list", role: "listbox", class: "suggest", "aria-label": "查询结果", hidden: "" });
    var said = make("span", "", { class: "hidden-text", role: "status" });
    var active = -1, turn = 0;
    var set = { role: "combobox", "aria-autocomplete": "list", "aria-controls": "find-list", "aria-expanded": "false" };
    Object.keys(set).forEach(function (key) { input.setAttribute(key, set[key]); });
    form.append(list, said);

    function show(open) {
      list.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
      if (!open) { active = -1; input.removeAttribute("aria-activedescendant"); }
    }
    function choose(number) {
      var options = list.querySelectorAll("[role=option]");
      if (!options.length) return;
      active = (number + options.length) % options.length;
      options.forEach(function (option, place) { option.setAttribute("aria-selected", String(place === active)); });
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }
    function go(id) { location.href = base + "objects/" + encodeURIComponent(id) + ".html"; }
    function draw(result) {
      list.textContent = "";
      result.hits.slice(0, 10).forEach(function (row, place) {
        var option = make("li", "", { role: "option", id: "find-" + place, "aria-selected": "false" });
        option.append(marked(row.name, result.tokens));
        option.append(make("small", [row.former && "曾用名 " + row.former, row.township, row.kind, row.code].filter(Boolean).join("　")));
        option.addEventListener("mousedown", function (event) { event.preventDefault(); });
        option.addEventListener("click", function () { go(row.id); });
        option.dataset.id = row.id;
        list.append(option);
      });
      active = -1;
      said.textContent = result.hits.length ? "有 " + result.total + " 个结果，用上下键选择" : "没有找到";
      show(result.hits.length > 0);
    }
    function ask() {
      var mine = ++turn;
      if (!input.value.trim()) { show(false); said.textContent = ""; return; }
      load(base, function () {
        find(input.value, { limit: 10 }, function (result) { if (mine === turn) draw(result); });
      });
    }
    input.addEventListener("input", ask);
    input.addEventListener("keydown", function (event) {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) { ask(); return; }
        event.preventDefault();
        choose(active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1));
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        show(false);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        go(list.querySelectorAll("[role=option]")[active].dataset.id);
      }
    });
    input.addEventListener("blur", function () { show(false); });
    load(base, function () { if (input.value && document.activeElement === input) ask(); });
  }

  window.samplerSearch = { attach: attach, load: load, find: find, fold: fold, make: make, marked: marked, loadScript: loadScript, fetchPiece: fetchPiece, placesOf: placesOf, head: function () { return state.head; }, rows: function () { return state.rows; } };
})();
