// The display switch (type size, colours, print) and the search field of the header.
// The search script and its data are fetched on the first use of a search field, never before.
(function () {
  "use strict";
  var root = document.documentElement;
  var CHOICES = [
    ["size", "字号", [["", "标准"], ["large", "大"], ["larger", "特大"]]],
    ["scheme", "配色", [["", "自动"], ["light", "浅色"], ["dark", "深色"], ["contrast", "高对比"]]]
  ];

  function make(tag, text, attributes) {
    var element = document.createElement(tag);
    if (text) element.textContent = text;
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return element;
  }

  function keep(name, value) {
    try {
      if (value) localStorage.setItem("sampler." + name, value);
      else localStorage.removeItem("sampler." + name);
    } catch (error) { /* private window: the choice lasts for this page */ }
  }

  function choose(name, value, group) {
    if (value) root.setAttribute("data-" + name, value);
    else root.removeAttribute("data-" + name);
    keep(name, value);
    group.querySelectorAll("button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.value === value));
    });
  }

  function buildTools(place) {
    var details = make("details");
    details.append(make("summary", "字号与配色"));
    var panel = make("div", "", { class: "panel" });
    CHOICES.forEach(function (choice) {
      var group = make("fieldset");
      group.append(make("legend", choice[1]));
      var now = root.getAttribute("data-" + choice[0]) || "";
      choice[2].forEach(function (option) {
        var button = make("button", option[1], { type: "button", value: option[0], "aria-pressed": String(now === option[0]) });
        button.addEventListener("click", function () { choose(choice[0], option[0], group); });
        group.append(button);
      });
      panel.append(group);
    });
    var print = make("button", "打印本页", { type: "button" });
    print.addEventListener("click", function () { details.open = false; window.print(); });
    panel.append(print);
    details.append(panel);
    details.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { details.open = false; details.querySelector("summary").focus(); }
    });
    place.append(details);
  }

  function scriptBase() {
    return document.querySelector("script[src$='javascripts/site.js']").getAttribute("src").replace("site.js", "");
  }

  function loadOnce(path, done) {
    var script = document.createElement("script");
    script.src = path;
    script.onload = done;
    document.head.append(script);
  }

  function startSearch(form) {
    var input = form.querySelector("input");
    var base = form.getAttribute("data-root");
    function wake() {
      input.removeEventListener("focus", wake);
      if (window.samplerSearch) window.samplerSearch.attach(form, base);
      else loadOnce(base + "assets/javascripts/search.js", function () { window.samplerSearch.attach(form, base); });
    }
    input.addEventListener("focus", wake);
    if (document.activeElement === input) wake();
  }

  document.addEventListener("DOMContentLoaded", function () {
    var place = document.getElementById("tools");
    if (place) buildTools(place);
    var form = document.querySelector("form.find");
    if (form) startSearch(form);
    if (document.querySelector(".big-table[data-src]:not([data-src=''])")) loadOnce(scriptBase() + "table.js");
  });
})();
