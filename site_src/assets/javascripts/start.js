// Runs before the page is painted: applies the reader's own choice of type size and colours.
(function (root) {
  "use strict";
  root.className = "js";
  ["size", "scheme"].forEach(function (name) {
    var value = null;
    try { value = localStorage.getItem("sampler." + name); } catch (error) { value = null; }
    if (value) root.setAttribute("data-" + name, value);
  });
})(document.documentElement);
