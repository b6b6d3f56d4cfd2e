// The page around verify-core.js: picks the files of a draw, runs the checker in a worker, shows what it found.
(function () {
  "use strict";
  var box = document.getElementById("verify");
  var core = document.querySelector("script[src$='verify-core.js']");
  var WORDS = { ok: ["good", "通过"], fail: ["bad", "不符"], unable: ["", "无法判断"] };
  var KINDS = { forced: "按规则必查", all: "全部", burden: "重点均衡", reserve: "随机保留", uniform: "等概率", certain: "必然抽中", weighted: "加权", substitute: "候补" };
  var asOf = "";
  var draws = [], loaded = {}, checked = {}, select, own, said, bar, report, go;

  function make(tag, text, attributes) {
    var element = document.createElement(tag);
    if (text) element.textContent = text;
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return element;
  }

  function loadScript(path, done, failed) {
    var script = document.createElement("script");
    script.src = path;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  }

  window.samplerDraws = function (list, day) { draws = list; asOf = day; };
  window.samplerDrawFiles = function (id, files) { loaded[id] = files; };

  function build() {
    box.textContent = "";
    var form = make("form");
    var line = make("div", "", { class: "filters" });
    var label = make("label", "验证哪一次抽取");
    select = make("select", "", { id: "verify-draw" });
    draws.forEach(function (draw) { select.append(new Option(draw.id + "（" + draw.state + "）", draw.id)); });
    if (draws.length > 1) select.append(new Option("全部抽取（连同它们之间的链）", ""));
    var asked = new URLSearchParams(location.search).get("draw");
    var drawn = draws.filter(function (draw) { return draw.files.indexOf("drawn.csv") >= 0; })[0];
    if (drawn) select.value = drawn.id;
    if (asked && draws.some(function (draw) { return draw.id === asked; })) select.value = asked;
    label.append(select);
    go = make("button", "开始验证", { type: "submit", class: "act" });
    line.append(label, go);
    var more = make("details");
    more.append(make("summary", "使用自己电脑上的文件"));
    var hint = make("label", "选择下载到电脑上的凭证文件（manifest.json、frame.csv、beacons.txt、drawn.csv、openings.csv、events.jsonl 等，可以多选）");
    own = make("input", "", { type: "file", multiple: "", id: "verify-files" });
    hint.append(own);
    more.append(hint);
    said = make("p", "", { role: "status", id: "verify-said" });
    bar = make("progress", "", { max: "1", value: "0", "aria-label": "计算进度", hidden: "" });
    report = make("div");
    form.append(line, more);
    box.append(form, bar, said, report);
    form.addEventListener("submit", function (event) { event.preventDefault(); run(); });
    if (!draws.length) said.textContent = "还没有可以验证的抽取。可以选择自己电脑上的文件。";
  }

  function run() {
    report.textContent = "";
    go.disabled = true;
    bar.hidden = false;
    bar.removeAttribute("value");
    said.textContent = "正在读取文件……";
    (own.files.length ? readOwn() : readAll()).then(function (files) {
      said.textContent = "正在计算……";
      checked = files;
      check(files, show, function (error) { stop("没能计算：" + error); });
    }, function (error) { stop("没能读到文件：" + error.message + "。可以下载凭证文件，再选“使用自己电脑上的文件”。"); });
  }

  function stop(text) {
    said.textContent = text;
    bar.hidden = true;
    go.disabled = false;
  }

  function readOwn() {
    var id = select.value || (draws[0] ? draws[0].id : "draw");
    return Promise.all(Array.from(own.files).map(function (file) {
      var parts = (file.webkitRelativePath || file.name).split("/");
      var name = parts.pop();
      return file.arrayBuffer().then(function (buffer) { return ["draws/" + (parts.pop() || id) + "/" + name, new Uint8Array(buffer)]; });
    })).then(Object.fromEntries);
  }

  function readAll() {
    var wanted = draws.filter(function (draw) { return !select.value || draw.id === select.value; });
    return Promise.all(wanted.map(readDraw)).then(function (parts) { return Object.assign.apply(null, [{}].concat(parts)); });
  }

  // The very files that can be downloaded; from a disk, where fetching is forbidden, the copy in the script.
  function readDraw(draw) {
    var byScript = function () { return readByScript(draw); };
    if (location.protocol === "file:") return byScript();
    return Promise.all(draw.files.map(function (name) {
      return fetch("draws/" + draw.id + "/" + name).then(function (answer) {
        if (!answer.ok) throw new Error(name);
        return answer.arrayBuffer();
      }).then(function (buffer) { return ["draws/" + draw.id + "/" + name, new Uint8Array(buffer)]; });
    })).then(Object.fromEntries).catch(byScript);
  }

  function readByScript(draw) {
    return new Promise(function (done, failed) {
      loadScript("draws/" + draw.id + "/files.js", function () {
        var files = {};
        Object.keys(loaded[draw.id]).forEach(function (name) { files["draws/" + draw.id + "/" + name] = loaded[draw.id][name]; });
        done(files);
      }, function () { failed(new Error("draws/" + draw.id)); });
    });
  }

  function startWorker() {
    if (location.protocol !== "file:") return new Worker(core.getAttribute("src"));
    var text = "(" + window.SamplerVerify.source + ")().listen(self);";
    return new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  }

  function check(files, done, failed) {
    var options = { asOf: asOf };
    var worker = null;
    var here = function () {
      setTimeout(function () {
        try { done(window.SamplerVerify.verify(files, options)); } catch (error) { failed(error.message); }
      }, 20);
    };
    try { worker = startWorker(); } catch (error) { here(); return; }
    worker.onmessage = function (event) {
      if (event.data.progress) {
        bar.max = event.data.progress[1] || 1;
        bar.value = event.data.progress[0];
      } else if (event.data.report) {
        worker.terminate();
        done(event.data.report);
      }
    };
    worker.onerror = function (event) { event.preventDefault(); worker.terminate(); here(); };
    worker.postMessage({ files: files, options: options });
  }

  function show(found) {
    var failed = found.checks.filter(function (check) { return check.verdict === "fail"; }).length;
    var passed = found.checks.filter(function (check) { return check.verdict === "ok"; }).length;
    stop(failed ? "有 " + failed + " 项不符，见下表。" : passed ? "验证通过：" + passed + " 项相符，没有不符。" : "这些文件还不够作出判断。");
    report.append(checksTable(found.checks), gapsPart(found));
    Object.keys(found.draws).forEach(function (id) { report.append(drawPart(id, found.draws[id])); });
  }

  function table(caption, titles) {
    var frame = make("div", "", { class: "scroll", role: "region", tabindex: "0", "aria-label": caption });
    var element = make("table", "", { class: "data stack" });
    var head = make("tr");
    titles.forEach(function (title) { head.append(make("th", title, { scope: "col" })); });
    var top = make("thead"), body = make("tbody");
    top.append(head);
    element.append(make("caption", caption), top, body);
    frame.append(element);
    return { frame: frame, add: function (cells) {
      var line = make("tr");
      cells.forEach(function (cell, place) {
        var made = make(place ? "td" : "th", typeof cell === "string" ? cell : "", { "data-label": titles[place] });
        if (!place) made.setAttribute("scope", "row");
        if (typeof cell !== "string") made.append(cell);
        line.append(made);
      });
      body.append(line);
    } };
  }

  function checksTable(checks) {
    var made = table("逐项核对", ["核对什么", "抽取", "结论", "说明"]);
    checks.forEach(function (check) {
      var word = WORDS[check.verdict] || ["", check.verdict];
      made.add([check.title || check.code, check.draw || "全部", make("span", word[1], { class: "state " + word[0] }), check.verdict === "fail" ? check.detail + "。这可能说明：" + check.why + "。" : check.detail || ""]);
    });
    return made.frame;
  }

  // What was not checked, and what that leaves open; then what no public file can answer.
  function gapsPart(found) {
    var part = make("div"), list = make("ul");
    part.append(make("h2", "没有核验的，以及为什么要紧"));
    found.gaps.concat(found.outside.split("；").map(function (one, place) {
      return (place ? "公开文件本身不能回答：" : "") + one.replace(/。$/, "") + "。";
    })).forEach(function (line) { list.append(make("li", line)); });
    part.append(list);
    return part;
  }

  function drawPart(id, draw) {
    var part = make("details");
    part.append(make("summary", id + " 是怎样一步一步算出来的"));
    var list = make("ol");
    draw.steps.forEach(function (step) {
      var line = make("li");
      line.append(make("strong", step.title), "：" + step.words + " ", make("span", step.value, { class: "code" }));
      list.append(line);
    });
    part.append(list);
    draw.order.forEach(function (stratum) {
      var made = table(stratum.stratum + "：算出的次序", ["位次", "抽中方式", "抽样单元"]);
      stratum.places.slice(0, 300).forEach(function (place, number) {
        made.add([String(place.place || number + 1), KINDS[place.kind] || String(place.kind || ""), make("span", String(place.leaf || place), { class: "code" })]);
      });
      part.append(made.frame);
    });
    if (draw.seed) part.append(anotherSeed(id, draw));
    return part;
  }

  // Other numbers give another list: whoever tries it sees that the numbers decide, and that nobody could foresee them.
  function anotherSeed(id, draw) {
    var part = make("form", "", { class: "another" }), field = make("input", "", { type: "text", value: "换一组号码", maxlength: "200" });
    var label = make("label", "换成别的号码或任何文字，看看会抽出怎样的名单"), answer = make("div", "", { role: "status" });
    label.append(field);
    part.append(label, make("button", "看看另一份名单", { type: "submit" }), answer);
    part.addEventListener("submit", function (event) {
      event.preventDefault();
      answer.textContent = "正在计算……";
      setTimeout(function () { showOther(id, draw, field.value, answer); }, 20);
    });
    return part;
  }

  function fileOf(id, name) {
    var path = Object.keys(checked).find(function (one) { return one.slice(-(id.length + name.length + 2)) === "/" + id + "/" + name; });
    return path && checked[path];
  }

  function showOther(id, draw, text, answer) {
    var other;
    try { other = window.SamplerVerify.redraw(fileOf(id, "manifest.json"), fileOf(id, "frame.csv"), [text]); } catch (error) {
      answer.textContent = "没能计算：" + error.message;
      return;
    }
    var real = new Set(), count = 0, kept = 0, made = table("换了号码以后抽中的", ["层", "位次", "抽中方式", "抽样单元"]);
    draw.order.forEach(function (stratum) { stratum.places.forEach(function (place) { if (place.kind !== "substitute") real.add(stratum.stratum + place.leaf); }); });
    other.order.forEach(function (places, name) {
      places.forEach(function (place) {
        if (place.kind === "substitute") return;
        count += 1;
        if (real.has(name + place.leaf)) kept += 1;
        if (count <= 300) made.add([name, String(place.place), KINDS[place.kind], make("span", place.leaf, { class: "code" })]);
      });
    });
    answer.textContent = "种子变成 " + other.seed + "。同样抽 " + count + " 个，其中 " + kept + " 个也在公布的名单里。号码在名单锁定以后才开出，所以谁也不能像这样试着挑选。";
    answer.append(made.frame);
  }

  if (box) loadScript("draws/list.js", build, build);
})();
