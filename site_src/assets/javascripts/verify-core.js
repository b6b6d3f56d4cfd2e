/*
 * The second checker of the draw protocol, written from method/protocol.md alone; it shares no line with the Python one.
 *
 * Plain functions, no network, no storage, no crypto.subtle (which does not exist on plain http). Runs in a page, in a
 * worker, in node, and from file://. In a page: SamplerVerify.verify(files, options). As a worker: post
 * {files, options}; answers are {progress: [done, total, words]} and {report}. SamplerVerify.source is this file's text
 * for a worker made from a Blob, which is what works at file://.
 *
 * files: {"draws/2025Q1/frame.csv": Uint8Array | string, …}. Report: {checks: [{code, draw, verdict, title, detail, why}],
 * gaps: [what could not be checked and what that leaves open], outside: what no public file can answer,
 * draws: {"2025Q1": {commitment, seed, steps: […], drawn: […], states: […]}}, exitCode}.
 */
(function (root, factory) {
  "use strict";
  var api = factory();
  api.source = "(" + factory.toString() + ")";
  if (typeof module === "object" && module.exports) { module.exports = api; } else { root.SamplerVerify = api; }
  if (typeof WorkerGlobalScope !== "undefined" && root instanceof WorkerGlobalScope) { api.listen(root); }
})(typeof self !== "undefined" ? self : this, function () {
  "use strict";

  // ---------------------------------------------------------------- SHA-256 (FIPS 180-4)

  var K = new Uint32Array(64);
  var START = new Uint32Array(8);
  (function () {
    // First 32 bits of the fractional parts of the cube and square roots of the primes, computed exactly.
    function root(value, power) {
      var low = 0n, high = 1n << 40n;
      while (low < high) {
        var mid = (low + high + 1n) >> 1n;
        if (mid ** power <= value) { low = mid; } else { high = mid - 1n; }
      }
      return Number(low & 0xffffffffn);
    }
    var found = 0, number = 2;
    for (; found < 64; number++) {
      var prime = true;
      for (var d = 2; d * d <= number; d++) { if (number % d === 0) { prime = false; break; } }
      if (!prime) { continue; }
      K[found] = root(BigInt(number) << 96n, 3n);
      if (found < 8) { START[found] = root(BigInt(number) << 64n, 2n); }
      found++;
    }
  })();

  var W = new Uint32Array(64);

  function block(state, bytes, at) {
    var i, s0, s1, t1, t2;
    for (i = 0; i < 16; i++) {
      W[i] = (bytes[at + 4 * i] << 24) | (bytes[at + 4 * i + 1] << 16) | (bytes[at + 4 * i + 2] << 8) | bytes[at + 4 * i + 3];
    }
    for (i = 16; i < 64; i++) {
      s0 = W[i - 15]; s1 = W[i - 2];
      W[i] = (W[i - 16] + W[i - 7] +
        (((s0 >>> 7) | (s0 << 25)) ^ ((s0 >>> 18) | (s0 << 14)) ^ (s0 >>> 3)) +
        (((s1 >>> 17) | (s1 << 15)) ^ ((s1 >>> 19) | (s1 << 13)) ^ (s1 >>> 10))) | 0;
    }
    var a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (i = 0; i < 64; i++) {
      t1 = (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) +
        ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      t2 = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) +
        ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
  }

  function sha256(bytes) {
    var state = new Uint32Array(START), size = bytes.length, whole = size - (size % 64), at;
    for (at = 0; at < whole; at += 64) { block(state, bytes, at); }
    var tail = new Uint8Array(size % 64 < 56 ? 64 : 128);
    tail.set(bytes.subarray(whole));
    tail[size % 64] = 0x80;
    var bits = size * 8, end = tail.length;
    for (var i = 1; i <= 8; i++) { tail[end - i] = bits % 256; bits = Math.floor(bits / 256); }
    for (at = 0; at < end; at += 64) { block(state, tail, at); }
    return state;
  }

  var HEX = [];
  for (var half = 0; half < 65536; half++) { HEX.push(("000" + half.toString(16)).slice(-4)); }

  function hex(state) {
    var text = "";
    for (var i = 0; i < 8; i++) { text += HEX[state[i] >>> 16] + HEX[state[i] & 0xffff]; }
    return text;
  }

  var encoder = new TextEncoder();

  function bytesOf(content) { return typeof content === "string" ? encoder.encode(content) : content; }

  /** D(file): what sha256sum prints. */
  function fileDigest(content) { return hex(sha256(bytesOf(content))); }

  /** H(tag, x1 … xn). */
  function H() {
    var parts = Array.prototype.slice.call(arguments);
    for (var i = 0; i < parts.length; i++) {
      if (parts[i].indexOf("\n") >= 0) { throw new FormError("要摘要的文字里不能有换行。"); }
    }
    return fileDigest(parts.join("\n"));
  }

  // ---------------------------------------------------------------- signatures of ssh-keygen -Y (SHA-512, Ed25519, SSHSIG)

  var MASK = (1n << 64n) - 1n, P = (1n << 255n) - 19n, ORDER = (1n << 252n) + 27742317777372353535851937790883648493n;
  var K512 = null, START512 = [], D25519, ROOT, BASE;

  function prepare() {
    // The constants are worked out when a signature is met, from what they are: roots of primes (FIPS 180-4), RFC 8032.
    function root(value, power) {
      var low = 0n, high = 1n << 72n;
      while (low < high) {
        var mid = (low + high + 1n) >> 1n;
        if (mid ** power <= value) { low = mid; } else { high = mid - 1n; }
      }
      return low & MASK;
    }
    K512 = [];
    for (var number = 2; K512.length < 80; number++) {
      var prime = true;
      for (var d = 2; d * d <= number; d++) { if (number % d === 0) { prime = false; break; } }
      if (!prime) { continue; }
      K512.push(root(BigInt(number) << 192n, 3n));
      if (START512.length < 8) { START512.push(root(BigInt(number) << 128n, 2n)); }
    }
    D25519 = mod(-121665n * power(121666n, P - 2n));
    ROOT = power(2n, (P - 1n) / 4n);
    var y = mod(4n * power(5n, P - 2n)), x = xOf(y, 0n);
    BASE = [x, y, 1n, mod(x * y)];
  }

  function rotate(x, n) { return ((x >> n) | (x << (64n - n))) & MASK; }

  function sha512(bytes) {
    if (!K512) { prepare(); }
    var size = bytes.length, text = new Uint8Array(128 * Math.ceil((size + 17) / 128)), state = START512.slice();
    text.set(bytes);
    text[size] = 0x80;
    for (var i = 1, bits = size * 8; bits; i++) { text[text.length - i] = bits % 256; bits = Math.floor(bits / 256); }
    for (var at = 0; at < text.length; at += 128) {
      var w = [], t, s = state.slice();
      for (t = 0; t < 16; t++) { w.push(number(text.subarray(at + 8 * t, at + 8 * t + 8))); }
      for (; t < 80; t++) {
        var a = w[t - 15], b = w[t - 2];
        w.push((w[t - 16] + w[t - 7] + (rotate(a, 1n) ^ rotate(a, 8n) ^ (a >> 7n)) + (rotate(b, 19n) ^ rotate(b, 61n) ^ (b >> 6n))) & MASK);
      }
      for (t = 0; t < 80; t++) {
        var one = s[7] + (rotate(s[4], 14n) ^ rotate(s[4], 18n) ^ rotate(s[4], 41n)) + ((s[4] & s[5]) ^ (~s[4] & MASK & s[6])) + K512[t] + w[t];
        var two = (rotate(s[0], 28n) ^ rotate(s[0], 34n) ^ rotate(s[0], 39n)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        s = [(one + two) & MASK, s[0], s[1], s[2], (s[3] + one) & MASK, s[4], s[5], s[6]];
      }
      state = state.map(function (value, n) { return (value + s[n]) & MASK; });
    }
    return state.map(function (value) { return ("000000000000000" + value.toString(16)).slice(-16); }).join("");
  }

  /** Bytes as a number, the highest byte first. */
  function number(bytes) { return Array.prototype.reduce.call(bytes, function (sum, byte) { return (sum << 8n) | BigInt(byte); }, 0n); }

  function mod(value) { value %= P; return value < 0n ? value + P : value; }

  function power(base, exponent) {
    var found = 1n;
    for (base = mod(base); exponent; exponent >>= 1n) { if (exponent & 1n) { found = found * base % P; } base = base * base % P; }
    return found;
  }

  function xOf(y, sign) {
    var square = mod((y * y - 1n) * power(D25519 * y * y + 1n, P - 2n)), x = power(square, (P + 3n) / 8n);
    if (mod(x * x - square)) { x = mod(x * ROOT); }
    if (mod(x * x - square) || (x === 0n && sign)) { return null; }
    return (x & 1n) === sign ? x : P - x;
  }

  function decodePoint(bytes) {
    var y = number(Array.from(bytes).reverse()), sign = y >> 255n;
    y &= (1n << 255n) - 1n;
    var x = y >= P ? null : xOf(y, sign);
    return x === null ? null : [x, y, 1n, mod(x * y)];
  }

  function addPoints(p, q) {
    var a = mod((p[1] - p[0]) * (q[1] - q[0])), b = mod((p[1] + p[0]) * (q[1] + q[0])), c = mod(2n * p[3] * q[3] * D25519), d = mod(2n * p[2] * q[2]);
    var e = b - a, f = d - c, g = d + c, h = b + a;
    return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
  }

  function times(scalar, point) {
    var sum = [0n, 1n, 1n, 0n];
    for (; scalar; scalar >>= 1n) { if (scalar & 1n) { sum = addPoints(sum, point); } point = addPoints(point, point); }
    return sum;
  }

  /** RFC 8032, 5.1.7. */
  function ed25519(key, message, signature) {
    if (key.length !== 32 || signature.length !== 64) { return false; }
    if (!K512) { prepare(); }
    var point = decodePoint(key), commitment = decodePoint(signature.subarray(0, 32)), scalar = number(Array.from(signature.subarray(32)).reverse());
    if (!point || !commitment || scalar >= ORDER) { return false; }
    var text = new Uint8Array(64 + message.length);
    text.set(signature.subarray(0, 32)); text.set(key, 32); text.set(message, 64);
    var challenge = number(bytesOfHex(sha512(text)).reverse()) % ORDER, left = times(scalar, BASE), right = addPoints(commitment, times(challenge, point));
    return mod(left[0] * right[2] - right[0] * left[2]) === 0n && mod(left[1] * right[2] - right[1] * left[2]) === 0n;
  }

  function bytesOfHex(text) { return Uint8Array.from(text.match(/../g).map(function (two) { return parseInt(two, 16); })); }

  var BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /** The bytes of base64 text in its one spelling; null on any other. */
  function unbase64(text) {
    if (text.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) { return null; }
    var found = [], bits = 0, held = 0;
    for (var i = 0; i < text.length && text[i] !== "="; i++) {
      held = (held << 6) | BASE64.indexOf(text[i]); bits += 6;
      if (bits >= 8) { bits -= 8; found.push((held >> bits) & 255); held &= (1 << bits) - 1; }
    }
    return held ? null : Uint8Array.from(found);
  }

  /** The length-prefixed strings of an SSH blob; null when it is cut off. */
  function strings(blob) {
    var found = [];
    for (var at = 0; at < blob.length;) {
      var size = Number(number(blob.subarray(at, at + 4)));
      if (blob.length < at + 4 + size) { return null; }
      found.push(blob.subarray(at + 4, at + 4 + size));
      at += 4 + size;
    }
    return found;
  }

  function joined(parts) { return [].concat.apply([], parts.map(function (part) { return Array.from(part); })); }

  function sized(part) { return joined([[part.length >>> 24, (part.length >>> 16) & 255, (part.length >>> 8) & 255, part.length & 255], part]); }

  function same(one, two) { return one.length === two.length && one.every(function (byte, at) { return byte === two[at]; }); }

  /** Whether an armoured SSHSIG file is this key's signature of a message; key is a line "ssh-ed25519 AAAA…". */
  function isSigned(message, armour, key, namespace) {
    var text = Array.from(armour, function (byte) { return String.fromCharCode(byte); }).join(""), lines = text.split("\n");
    var body = lines.slice(1, -2).join(""), blob = unbase64(body), known = unbase64(key.split(" ")[1] || "");
    var wanted = ["-----BEGIN SSH SIGNATURE-----"].concat(body.match(/.{1,70}/g) || [], "-----END SSH SIGNATURE-----", "").join("\n");
    if (text !== wanted || !blob || !known || !same(blob.subarray(0, 10), joined([encoder.encode("SSHSIG"), [0, 0, 0, 1]]))) { return false; }
    var parts = strings(blob.subarray(10)), own = strings(known);
    var signed = parts && parts.length === 5 && strings(parts[4]), theirs = parts && parts.length === 5 && strings(parts[0]);
    if (!signed || !theirs || !own || own.length !== 2 || signed.length !== 2) { return false; }
    var type = encoder.encode("ssh-ed25519"), hash = String.fromCharCode.apply(null, parts[3]);
    if (!same(parts[0], known) || !same(own[0], type) || !same(signed[0], type) || !same(parts[1], encoder.encode(namespace)) || parts[2].length) { return false; }
    if (hash !== "sha512" && hash !== "sha256") { return false; }
    var digest = bytesOfHex(hash === "sha512" ? sha512(message) : fileDigest(message));
    var wrapped = joined([encoder.encode("SSHSIG"), sized(parts[1]), sized([]), sized(parts[3]), sized(digest)]);
    return ed25519(own[1], Uint8Array.from(wrapped), signed[1]);
  }

  // ---------------------------------------------------------------- forms

  function FormError(message) { this.message = message; this.name = "FormError"; }
  FormError.prototype = Object.create(Error.prototype);

  function wrong(message) { throw new FormError(message); }

  function textOf(content, what) {
    if (typeof content === "string") { return content; }
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
    } catch (error) {
      return wrong(what + "不是 UTF-8 文字。");
    }
  }

  /** Order of UTF-8 bytes, which is the order of code points and not of UTF-16 units. */
  function compare(a, b) {
    var x = Array.from(a), y = Array.from(b);
    for (var i = 0; i < x.length && i < y.length; i++) {
      var d = x[i].codePointAt(0) - y[i].codePointAt(0);
      if (d) { return d; }
    }
    return x.length - y.length;
  }

  function checkText(text) {
    if (text.normalize("NFC") !== text) { wrong("文字“" + text + "”不是 NFC 规范形式。"); }
    for (var i = 0; i < text.length; i++) {
      var unit = text.charCodeAt(i);
      if (unit >= 0xd800 && unit < 0xdc00) {
        var next = text.charCodeAt(++i);
        if (!(next >= 0xdc00 && next < 0xe000)) { wrong("文字里有残缺的字符。"); }
      } else if (unit >= 0xdc00 && unit < 0xe000) { wrong("文字里有残缺的字符。"); }
    }
  }

  /** Canonical JSON; indent 0 for a record on one line, 2 for a file. */
  function canonical(value, indent, level) {
    var pad = indent ? "\n" + " ".repeat(indent * (level + 1)) : "";
    var close = indent ? "\n" + " ".repeat(indent * level) : "";
    if (value === null || value === true || value === false) { return String(value); }
    if (typeof value === "number") {
      if (!Number.isSafeInteger(value) || Object.is(value, -0)) { wrong("数必须是整数，绝对值小于 2^53。"); }
      return String(value);
    }
    if (typeof value === "string") { checkText(value); return JSON.stringify(value); }
    if (Array.isArray(value)) {
      if (!value.length) { return "[]"; }
      return "[" + value.map(function (one) { return pad + canonical(one, indent, level + 1); }).join(",") + close + "]";
    }
    var keys = Object.keys(value).sort(compare);
    if (!keys.length) { return "{}"; }
    return "{" + keys.map(function (key) {
      if (!/^[\x00-\x7f]*$/.test(key)) { wrong("键“" + key + "”必须是 ASCII 文字。"); }
      return pad + JSON.stringify(key) + (indent ? ": " : ":") + canonical(value[key], indent, level + 1);
    }).join(",") + close + "}";
  }

  function record(value) { return canonical(value, 0, 0); }

  function parseObject(text, what) {
    var value;
    try { value = JSON.parse(text); } catch (error) { wrong(what + "不是有效的 JSON。"); }
    if (value === null || typeof value !== "object" || Array.isArray(value)) { wrong(what + "应当是一个 JSON 对象。"); }
    return value;
  }

  function readRecord(text, what) {
    var value = parseObject(text, what);
    if (record(value) !== text) { wrong(what + "不是规范写法。"); }
    return value;
  }

  function readPage(content, what) {
    var text = textOf(content, what), value = parseObject(text, what);
    if (canonical(value, 2, 0) + "\n" !== text) { wrong(what + "不是规范写法。"); }
    return value;
  }

  function cell(text) { return /[",]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text; }

  function table(header, rows) {
    return [header].concat(rows).map(function (row) { return row.map(cell).join(",") + "\n"; }).join("");
  }

  function cells(line) {
    if (line.indexOf('"') < 0) { return line.split(","); }
    var found = [], at = 0, match, pattern = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
    do {
      pattern.lastIndex = at;
      match = pattern.exec(line);
      if (!match) { return found.concat([line.slice(at), ""]); }
      found.push(match[1] !== undefined ? match[1].replace(/""/g, '"') : match[2]);
      at = pattern.lastIndex;
    } while (match[3] === ",");
    return found;
  }

  function readTable(content, header, what) {
    var text = textOf(content, what), rows = text.split("\n").slice(0, -1).map(cells);
    if (!rows.length || rows[0].join("\n") !== header.join("\n")) { wrong(what + "的表头应当是 " + header.join(",") + "。"); }
    rows.forEach(function (row, at) {
      if (row.length !== header.length) { wrong(what + "第 " + (at + 1) + " 行应当有 " + header.length + " 列。"); }
      row.forEach(function (one) { if (/\r/.test(one)) { wrong(what + "里不能有换行。"); } });
    });
    if (table(header, rows.slice(1)) !== text) { wrong(what + "不是规范写法。"); }
    return rows.slice(1);
  }

  function isDigest(text) { return /^[0-9a-f]{64}$/.test(text); }

  function readDay(text, what) {
    var match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
    var day = match && new Date(Date.UTC(+match[1], match[2] - 1, +match[3]));
    if (!day || match[1] === "0000" || day.toISOString().slice(0, 10) !== text) { wrong(what + "“" + text + "”应当写成 YYYY-MM-DD。"); }
    return day;
  }

  // ---------------------------------------------------------------- frame

  function readFrame(content) {
    var text = textOf(content, "frame.csv"), lines = text.split("\n"), header = lines[0];
    if (header !== "leaf,stratum,burden" && header !== "leaf,stratum,burden,weight") { wrong("frame.csv 的表头不对。"); }
    var weights = header.slice(-6) === "weight", strata = {}, size = lines.length - 2, last = "";
    if (lines[lines.length - 1] !== "") { wrong("frame.csv 的末行必须以换行结尾。"); }
    var shape = /^([0-9a-f]{64}),([^",\r\n]+),(-1|0|[1-9][0-9]{0,8})(?:,([1-9][0-9]{0,8}))?$/;
    for (var n = 1; n <= size; n++) {
      var match = shape.exec(lines[n]);
      if (!match || (match[4] === undefined) === weights) { wrong("frame.csv 第 " + (n + 1) + " 行不是规范写法。"); }
      if (match[1] <= last) { wrong("frame.csv 第 " + (n + 1) + " 行没有按叶升序，或有重复。"); }
      last = match[1];
      var rows = strata["$" + match[2]] || (strata["$" + match[2]] = { leaves: [], burdens: [], weights: [] });
      rows.leaves.push(match[1]); rows.burdens.push(+match[3]); rows.weights.push(weights ? +match[4] : 1);
    }
    var named = new Map();
    Object.keys(strata).map(function (key) { return key.slice(1); }).sort(compare).forEach(function (name) {
      checkText(name);
      if (/[\x00-\x1f\x7f]/.test(name)) { wrong("frame.csv 里层的名称“" + name + "”不合规。"); }
      named.set(name, strata["$" + name]);
    });
    return { strata: named, weights: weights, size: size };
  }

  function counts(rows) {
    var found = new Map();
    rows.burdens.slice().sort(function (a, b) { return a - b; }).forEach(function (b) { found.set(b, (found.get(b) || 0) + 1); });
    return found;
  }

  // ---------------------------------------------------------------- beacons

  var SOURCES = { ssq: "双色球", dlt: "大乐透", drand: "drand quicknet", dice: "公开掷骰" };
  var WEEKDAYS = { ssq: [2, 4, 0], dlt: [1, 3, 6] };
  var DICE = 25;

  function checkRung(rung) {
    var day = readDay(rung.date, "公开随机源的日期");
    if (!Object.prototype.hasOwnProperty.call(SOURCES, rung.source)) { wrong("不认识公开随机源“" + rung.source + "”。"); }
    if (!/^[0-9A-Za-z-]{1,40}$/.test(rung.edition)) { wrong("期号“" + rung.edition + "”写法不对。"); }
    if (WEEKDAYS[rung.source]) {
      var year = rung.source === "ssq" ? rung.date.slice(0, 4) : rung.date.slice(2, 4);
      if (!new RegExp("^" + year + "(?!000)[01][0-9]{2}$").test(rung.edition)) { wrong("期号“" + rung.edition + "”与年份不符。"); }
      if (WEEKDAYS[rung.source].indexOf(day.getUTCDay()) < 0) { wrong(SOURCES[rung.source] + "在 " + rung.date + " 不开奖。"); }
    }
    if (rung.source === "drand") {
      var fine = /^[1-9][0-9]{0,14}$/.test(rung.edition);
      var seconds = fine ? 1692803367 + 3 * (Number(rung.edition) - 1) : 0;
      var made = fine && seconds < Math.pow(2, 37) ? new Date((seconds + 8 * 3600) * 1000).toISOString().slice(0, 10) : "";
      if (made !== rung.date) { wrong("drand 轮次 " + rung.edition + " 不在 " + rung.date + " 产生。"); }
    }
  }

  function ascending(text, count, highest) {
    var balls = text.split(" ");
    return balls.length === count && balls.every(function (ball, at) {
      return /^[0-9]{2}$/.test(ball) && +ball >= 1 && +ball <= highest && (at === 0 || ball > balls[at - 1]);
    });
  }

  function valueFine(source, value) {
    if (source === "drand") { return /^[0-9a-f]{96}$/.test(value); }
    if (source === "dice") { return value.split(" ").length === DICE && /^[1-6]( [1-6])*$/.test(value); }
    var halves = value.split(" + "), ssq = source === "ssq";
    return halves.length === 2 && ascending(halves[0], ssq ? 6 : 5, ssq ? 33 : 35) && ascending(halves[1], ssq ? 1 : 2, ssq ? 16 : 12);
  }

  function readLine(text) {
    var match = /^([1-9][0-9]?) (ssq|dlt|drand|dice) ([0-9A-Za-z-]{1,40}) (\d{4}-\d{2}-\d{2}) (\S.*)$/.exec(text);
    if (!match) { wrong("公开随机源“" + text + "”的写法不对。"); }
    var line = { slot: +match[1], source: match[2], edition: match[3], date: match[4], value: match[5], text: text };
    checkRung(line);
    if (!valueFine(line.source, line.value)) { wrong(SOURCES[line.source] + "的号码“" + line.value + "”不合规。"); }
    return line;
  }

  function readLines(content, what) {
    var text = textOf(content, what);
    if (text && text.slice(-1) !== "\n") { wrong(what + "的末行必须以换行结尾。"); }
    var lines = text.split("\n").slice(0, -1).map(readLine);
    lines.forEach(function (line, at) { if (at && line.slot <= lines[at - 1].slot) { wrong(what + "的位号要递增。"); } });
    return lines;
  }

  // ---------------------------------------------------------------- manifest

  function taker(value, where) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) { wrong(where + "应当是 JSON 对象。"); }
    var left = new Set(Object.keys(value));
    function take(key, kind) {
      var found = left.delete(key) ? value[key] : undefined;
      var fine = kind === "array" ? Array.isArray(found) : kind === "integer" ? Number.isSafeInteger(found) : typeof found === kind;
      if (!fine) { wrong(where + "缺少“" + key + "”，或它的类型不对。"); }
      return found;
    }
    return {
      take: take,
      text: function (key, pattern) {
        var found = take(key, "string");
        if (pattern && !pattern.test(found)) { wrong(where + "的“" + key + "”写法不对。"); }
        return found;
      },
      digest: function (key) { return this.text(key, /^[0-9a-f]{64}$/); },
      day: function (key) { var found = take(key, "string"); readDay(found, where + "的 " + key + " "); return found; },
      number: function (key, least) {
        var found = take(key, "integer");
        if (found < least) { wrong(where + "的“" + key + "”不能小于 " + least + "。"); }
        return found;
      },
      part: function (key) { left.delete(key); return taker(value[key], where + "的 " + key); },
      maybe: function (key) { if (value[key] === null && left.delete(key)) { return null; } return this.part(key); },
      rest: function () { left.clear(); return value; },
      left: function () { return Array.from(left); },
      done: function () { if (left.size) { wrong(where + "多出了“" + Array.from(left).join("、") + "”。"); } }
    };
  }

  function readSlots(values) {
    return values.map(function (value) {
      var take = taker(value, "公开随机源");
      var slot = { slot: take.number("slot", 1), ladder: take.take("ladder", "array").map(function (one) {
        var inner = taker(one, "公开随机源的来源");
        var rung = { source: inner.text("source"), edition: inner.text("edition"), date: inner.day("date"), hold: inner.number("hold_days", 0) };
        inner.done();
        if (rung.hold > 999) { wrong("等待 " + rung.hold + " 天太长。"); }
        checkRung(rung);
        return rung;
      }) };
      take.done();
      return slot;
    });
  }

  /** The ISO date some days later. */
  function daysAfter(day, count) { return new Date(Math.min(readDay(day, "").getTime() + count * 86400000, 253402214400000)).toISOString().slice(0, 10); }

  function heldUntil(rung) { return daysAfter(rung.date, rung.hold); }

  function checkSlots(slots, after) {
    slots.forEach(function (slot, at) {
      if (slot.slot !== at + 1) { wrong("公开随机源的位号要从 1 连续编号。"); }
      if (!slot.ladder.length) { wrong("第 " + slot.slot + " 位没有来源。"); }
      slot.ladder.forEach(function (rung, n) {
        if (rung.date <= after) { wrong(SOURCES[rung.source] + " " + rung.edition + " 不晚于承诺 " + after + "。"); }
        if (n && rung.date <= heldUntil(slot.ladder[n - 1])) { wrong("第 " + slot.slot + " 位的后一级来源不晚于前一级等满的那一天。"); }
      });
    });
  }

  var DRAW = /^(\d{4}(?:Q[1-4]|H[12]|Y(?=-)|-(?:0[1-9]|1[0-2]))?)(?:-([2-9]|[1-9][0-9]))?$/;

  var WORDS = "already,base_count,base_label,due,formula,rounding,rule,sentence,title";

  /** The rules of the teams: the first two keys, or all six. */
  function readRules(take) {
    var rules = take.rest(), keys = Object.keys(rules).sort().join(",");
    function count(value) { return Number.isSafeInteger(value) && value >= 1; }
    var fine = (keys === "size,slices" || keys === "cap,cap_limit,experts,grouped,size,slices") && count(rules.size) && count(rules.slices);
    ["cap", "cap_limit"].forEach(function (key) { fine = fine && (rules[key] === undefined || rules[key] === null || count(rules[key])); });
    ["experts", "grouped"].forEach(function (key) { fine = fine && (rules[key] === undefined || typeof rules[key] === "boolean"); });
    if (!fine) { wrong("manifest.json 的分派规则只能是 size 和 slices，或者全部六项，各为应有的类型。"); }
    return rules;
  }

  var PERIOD = /^\d{4}(?:Q[1-4]|H[12]|-(?:0[1-9]|1[0-2]))?$/;

  function belongs(draw, period, kind) {
    if (kind === "regular") { return draw === period; }
    var start = period + (period.length === 4 ? "Y-" : "-");
    return draw.slice(0, start.length) === start && /^(?:[2-9]|[1-9][0-9])$/.test(draw.slice(start.length));
  }

  /** The month with which a period ends. */
  function lastMonth(period) {
    var rest = period.slice(4), months = rest ? { Q: 3, H: 6, "-": 1 }[rest[0]] * Number(rest.slice(1)) : 12;
    return period.slice(0, 4) + "-" + ("0" + months).slice(-2);
  }

  function readStratum(value) {
    var take = taker(value, "manifest.json 的层"), last = -2, burdens = new Map(), total = 0;
    take.take("burdens", "array").forEach(function (one) {
      var inner = taker(one, "manifest.json 的 burdens"), burden = inner.number("burden", -1), count = inner.number("count", 1);
      inner.done();
      if (burden <= last) { wrong("manifest.json 的 burdens 要按 burden 升序。"); }
      last = burden; total += count; burdens.set(burden, count);
    });
    var stratum = {
      burdens: burdens, name: take.text("name"), quota: take.number("quota", 0), order: take.text("order", /^(burden|uniform|weighted)$/),
      substitutes: take.number("substitutes", 0), size: take.number("size", 0), forced: take.number("forced", 0)
    };
    if (take.left().sort().join(",") !== WORDS) { wrong("manifest.json 的层“" + stratum.name + "”缺少或多出了说明的键。"); }
    if (!(stratum.forced <= stratum.quota && stratum.quota + stratum.substitutes <= stratum.size) || total !== stratum.size) {
      wrong("manifest.json 的层“" + stratum.name + "”的数目互相矛盾。");
    }
    return stratum;
  }

  function readManifest(content) {
    var value = readPage(content, "manifest.json"), take = taker(value, "manifest.json");
    if (take.text("protocol") !== "sampler-draw/1" || take.text("suite") !== "sha256") { wrong("manifest.json 用的是另一版规程。"); }
    var frame = take.part("frame"), assignment = take.part("assignment"), opening = take.part("opening");
    var policy = take.part("policy"), items = take.part("items"), previous = take.maybe("previous"), witness = take.maybe("witness");
    var found = {
      draw: take.text("draw", DRAW), period: take.text("period", PERIOD), kind: take.text("kind", /^(regular|supplementary)$/),
      bureau: take.text("bureau"), note: take.text("note"), frozenOn: take.day("frozen_on"), committedOn: take.day("committed_on"),
      previous: previous && { draw: previous.text("draw", DRAW), commitment: previous.digest("commitment"), log: previous.digest("log") },
      frameDigest: frame.digest("digest"), frameSize: frame.number("size", 0), weights: frame.take("weights", "boolean"),
      strata: take.take("strata", "array").map(readStratum),
      beacons: readSlots(take.take("beacons", "array")), assignBeacons: readSlots(assignment.take("beacons", "array")),
      roster: assignment.digest("roster"), rules: readRules(assignment.part("rules")),
      policy: [policy.digest("digest"), policy.text("year")], items: items.digest("digest"), sealed: take.digest("sealed"),
      deadline: opening.day("deadline"), mode: opening.text("mode", /^(all|drawn)$/), names: opening.text("names", /^(visit|end)$/),
      witness: witness && { name: witness.text("name"), key: witness.text("key", /^ssh-ed25519 [A-Za-z0-9+/]+=*$/) },
      commitment: fileDigest(content)
    };
    found.excluded = take.take("excluded", "array").map(function (one) {
      var inner = taker(one, "manifest.json 的 excluded");
      var row = [inner.text("stratum"), inner.text("reason"), inner.number("count", 1)];
      inner.done();
      return row;
    });
    [take, frame, assignment, opening, policy, items, previous, witness].forEach(function (part) { if (part) { part.done(); } });
    found.strata.forEach(function (one, at) {
      if (at && compare(found.strata[at - 1].name, one.name) >= 0) { wrong("manifest.json 的层没有按名称升序，或有重复。"); }
    });
    found.excluded.forEach(function (row, at) {
      var before = at && found.excluded[at - 1];
      if (at && (compare(before[0], row[0]) || compare(before[1], row[1]) || before[2] - row[2]) > 0) { wrong("manifest.json 的 excluded 没有升序。"); }
    });
    if (!belongs(found.draw, found.period, found.kind)) { wrong("manifest.json 的编号、期别和 kind 互相矛盾。"); }
    if (found.frozenOn > found.committedOn) { wrong("manifest.json 的承诺日期早于冻结日期。"); }
    if (!found.beacons.length) { wrong("manifest.json 没有指定公开随机源。"); }
    checkSlots(found.beacons, found.committedOn);
    checkSlots(found.assignBeacons, found.committedOn);
    if (found.rules.slices !== 1 && found.rules.slices !== found.assignBeacons.length) { wrong("manifest.json 分几批分派，就要有几位分派用的公开随机源。"); }
    return found;
  }

  // ---------------------------------------------------------------- events

  var EVENTS = {
    frozen: "frame", committed: "commitment", witnessed: "commitment,witness", beacon: "line,purpose",
    fallback: "purpose,reason,rung,slot", disputed: "purpose,slot", resolved: "purpose,slot", drawn: "drawn,seed", confirmed: "",
    substituted: "by,leaf,reason,stratum", announced: "batch,rung,slot", assigned: "assignment", reassigned: "assignment",
    withheld: "ground,leaf", opened: "count,openings", aborted: "reason", closed: ""
  };

  function readLog(content) {
    var text = textOf(content, "events.jsonl"), previous = "", day = "";
    if (text && text.slice(-1) !== "\n") { wrong("events.jsonl 的末行必须以换行结尾。"); }
    return text.split("\n").slice(0, -1).map(function (line, at) {
      var what = "events.jsonl 第 " + (at + 1) + " 行", value = readRecord(line, what), digest = value.digest;
      delete value.digest;
      if (H("event/v1", record(value)) !== digest || value.previous !== previous) { wrong(what + "的摘要接不上，这一行或上一行被改动过。"); }
      readDay(String(value.date), what + "的日期");
      if (value.date < day) { wrong(what + "的日期早于上一行。"); }
      previous = digest; day = value.date;
      var event = { date: value.date, name: value.event, text: value.text, digest: digest, more: value };
      var extra = Object.keys(value).filter(function (key) { return ["date", "event", "previous", "text"].indexOf(key) < 0; }).sort().join(",");
      if (!Object.prototype.hasOwnProperty.call(EVENTS, value.event) || EVENTS[value.event] !== extra) { wrong(what + "的事件“" + value.event + "”不认识。"); }
      extra.split(",").concat("text").filter(Boolean).forEach(function (key) {
        var whole = key === "slot" || key === "count" || (key === "rung" && value.event === "fallback");
        if (whole ? !Number.isSafeInteger(value[key]) : typeof value[key] !== "string") { wrong(what + "的“" + key + "”不是应有的类型。"); }
      });
      return event;
    });
  }

  function only(log) {
    var names = Array.prototype.slice.call(arguments, 1);
    return log.filter(function (event) { return names.indexOf(event.name) >= 0; });
  }

  // ---------------------------------------------------------------- tickets and order

  function tagged(tag, seed, leaves, progress) {
    // The first block is the same for every unit: it is worked out once, the padded rest of the message once for each.
    var prefix = encoder.encode(tag + "\n" + seed + "\n"), size = prefix.length + 64, found = new Array(leaves.length);
    var end = 64 * Math.ceil((size + 9) / 64), buffer = new Uint8Array(end), first = new Uint32Array(START), state = new Uint32Array(8);
    buffer.set(prefix);
    buffer[size] = 0x80;
    buffer[end - 2] = (size * 8) >> 8;
    buffer[end - 1] = (size * 8) & 255;
    block(first, buffer, 0);
    for (var n = 0; n < leaves.length; n++) {
      for (var i = 0, leaf = leaves[n]; i < 64; i++) { buffer[prefix.length + i] = leaf.charCodeAt(i); }
      state.set(first);
      for (var at = 64; at < end; at += 64) { block(state, buffer, at); }
      found[n] = hex(state);
      if (progress && n % 5000 === 4999) { progress(n + 1); }
    }
    return found;
  }

  /** Indexes sorted by keys of text; leaves ascend already, so a stable sort breaks ties. */
  function sortedBy(indexes, key) {
    return indexes.slice().sort(function (a, b) { return key[a] < key[b] ? -1 : key[a] > key[b] ? 1 : a - b; });
  }

  function orderStratum(rows, quota, order, seed, progress) {
    var ticket = tagged("ticket/v1", seed, rows.leaves, progress), all = rows.leaves.map(function (_, at) { return at; });
    var forced = sortedBy(all.filter(function (at) { return rows.burdens[at] === -1; }), ticket);
    var rest = all.filter(function (at) { return rows.burdens[at] !== -1; });
    if (forced.length > quota || quota > all.length) { wrong("应抽数不合规。"); }
    var placed = forced.map(function (at) { return [at, "forced"]; });
    function give(indexes, kind) { indexes.forEach(function (at) { placed.push([at, kind]); }); }
    if (quota === all.length) {
      give(sortedBy(rest, ticket), "all");
    } else if (order === "uniform") {
      give(sortedBy(rest, ticket), "uniform");
    } else if (order === "burden") {
      var reserve = sortedBy(rest, tagged("reserve/v1", seed, rows.leaves, progress)), taken = new Uint8Array(all.length), i = 0, j = 0;
      var regular = rest.slice().sort(function (a, b) {
        return rows.burdens[a] - rows.burdens[b] || (ticket[a] < ticket[b] ? -1 : ticket[a] > ticket[b] ? 1 : a - b);
      });
      for (var place = 1; place <= rest.length; place++) {
        var at;
        if (place % 5) {
          while (taken[regular[i]]) { i++; }
          at = regular[i];
        } else {
          while (taken[reserve[j]]) { j++; }
          at = reserve[j];
        }
        taken[at] = 1;
        placed.push([at, place % 5 ? "burden" : "reserve"]);
      }
    } else {
      weighted(rows, rest, ticket, quota - forced.length, give);
    }
    return placed.map(function (one, at) {
      return { place: at + 1, kind: at < quota ? one[1] : "substitute", leaf: rows.leaves[one[0]], ticket: ticket[one[0]], burden: rows.burdens[one[0]] };
    });
  }

  function weighted(rows, rest, ticket, quota, give) {
    var total = rest.reduce(function (sum, at) { return sum + rows.weights[at]; }, 0);
    while (quota > 0) {
      var certain = rest.filter(function (at) { return quota * rows.weights[at] >= total; });
      if (!certain.length) { break; }
      var bound = quota, whole = total;
      give(sortedBy(certain, ticket), "certain");
      rest = rest.filter(function (at) { return bound * rows.weights[at] < whole; });
      quota -= certain.length;
      certain.forEach(function (at) { total -= rows.weights[at]; });
    }
    if (quota === 0) { give(sortedBy(rest, ticket), "weighted"); return; }
    var key = {}, one = 1n << 256n;
    rest.forEach(function (at) {
      var T = BigInt("0x" + ticket[at]), share = BigInt(quota) * BigInt(rows.weights[at]);
      key[at] = T * (BigInt(total) - share) * one / ((one - T) * share);
    });
    give(sortedBy(rest, key), "weighted");
  }

  function fullOrder(manifest, frame, seed, progress) {
    var order = new Map();
    manifest.strata.forEach(function (stratum) {
      if (frame.strata.has(stratum.name)) {
        order.set(stratum.name, orderStratum(frame.strata.get(stratum.name), stratum.quota, stratum.order, seed, progress));
      }
    });
    return order;
  }

  function drawnTable(manifest, order) {
    var rows = [];
    manifest.strata.forEach(function (stratum) {
      (order.get(stratum.name) || []).slice(0, stratum.quota + stratum.substitutes).forEach(function (one) {
        rows.push([stratum.name, String(one.place), one.kind, one.leaf]);
      });
    });
    return table(["stratum", "place", "kind", "leaf"], rows);
  }

  function seedOf(commitment, lines) { return H.apply(null, ["seed/v1", commitment].concat(lines)); }

  /** What a citizen plays with: the list another set of numbers would have given. */
  function redraw(manifestFile, frameFile, lines) {
    var manifest = readManifest(manifestFile), frame = readFrame(frameFile);
    var seed = seedOf(manifest.commitment, lines), order = fullOrder(manifest, frame, seed);
    return { seed: seed, commitment: manifest.commitment, order: order, drawn: drawnTable(manifest, order) };
  }

  // ---------------------------------------------------------------- after the draw

  function dueLeaves(order, log) {
    var due = [], alive = new Map(), waiting = new Map();
    order.forEach(function (places, name) {
      waiting.set(name, places.filter(function (one) { return one.kind === "substitute"; }).reverse());
      places.forEach(function (one) { if (one.kind !== "substitute") { due.push({ stratum: name, leaf: one.leaf, place: one.place }); alive.set(one.leaf, name); } });
    });
    only(log, "substituted").forEach(function (event) {
      var name = event.more.stratum, next = waiting.has(name) ? waiting.get(name).pop() : undefined;
      if (alive.get(event.more.leaf) !== name || event.more.by !== (next ? next.leaf : "")) { wrong("替换 " + String(event.more.leaf).slice(0, 12) + "… 的不是次序中的下一个候补。"); }
      alive.delete(event.more.leaf);
      if (next) { due.push({ stratum: name, leaf: next.leaf, place: next.place }); alive.set(next.leaf, name); }
    });
    return due.sort(function (a, b) { return compare(a.stratum, b.stratum) || a.place - b.place; });
  }

  function statesOf(due, log, opened, deadline, asOf) {
    var replaced = new Map(), withheld = new Map();
    only(log, "substituted").forEach(function (event) { replaced.set(event.more.leaf, event.more.reason); });
    only(log, "withheld").forEach(function (event) { withheld.set(event.more.leaf, event.more.ground); });
    return due.map(function (one) {
      var state = asOf > deadline ? "逾期" : "待检查", reason = "";
      if (replaced.has(one.leaf)) { state = "已替换"; reason = replaced.get(one.leaf); }
      else if (withheld.has(one.leaf)) { state = "不予公开"; reason = withheld.get(one.leaf); }
      else if (opened.has(one.leaf)) { state = "已公开"; }
      return { stratum: one.stratum, leaf: one.leaf, place: one.place, state: state, reason: reason };
    });
  }

  function readOpenings(content) {
    var seen = new Set();
    return readTable(content, ["leaf", "salt", "record"], "openings.csv").map(function (row) {
      if (!isDigest(row[0]) || !isDigest(row[1]) || seen.has(row[0])) { wrong("openings.csv 里“" + row[0].slice(0, 12) + "”一行不合规，或揭示了两次。"); }
      seen.add(row[0]);
      return { leaf: row[0], salt: row[1], record: row[2] };
    });
  }

  /** Check one opening or receipt; returns the record. */
  function openLeaf(leaf, salt, text) {
    if (H("leaf/v1", salt, text) !== leaf) { wrong("盐和记录算出的叶不是 " + leaf.slice(0, 12) + "…。"); }
    var value = readRecord(text, "揭示的记录"), keys = Object.keys(value).join(",");
    if ((keys !== "burden,id,stratum" && keys !== "burden,id,stratum,weight") || !Number.isSafeInteger(value.burden) ||
      !(value.weight === undefined || Number.isSafeInteger(value.weight))) { wrong("揭示 " + leaf.slice(0, 12) + "… 的记录内容不合规。"); }
    return value;
  }

  function coverBlocks(leaves, seed) {
    var ticket = tagged("cover/v1", seed, leaves), blocks = [];
    var ordered = leaves.map(function (_, at) { return at; }).sort(function (a, b) {
      return ticket[a] < ticket[b] ? -1 : ticket[a] > ticket[b] ? 1 : leaves[a] < leaves[b] ? -1 : 1;
    }).map(function (at) { return leaves[at]; });
    for (var at = 0; at < ordered.length; at += 5) { blocks.push(ordered.slice(at, at + 5)); }
    if (blocks.length > 1 && blocks[blocks.length - 1].length < 5) { var tail = blocks.pop(); blocks[blocks.length - 1] = blocks[blocks.length - 1].concat(tail); }
    return blocks;
  }

  // ---------------------------------------------------------------- the checks

  var TITLES = {
    form: ["文件写法", "文件被改动过，或不是按规程产生的"], frame: ["抽样框", "承诺以后换了名单"],
    policy: ["规则文件", "公布的抽查规则不是抽取时用的那一份"],
    events: ["事件记录", "记录被删改，或抽取公告被换过"], chain: ["公告链", "有一次抽取被藏起来，或同一编号有两份公告"],
    witness: ["见证", "公告不是见证人登记的那一份"], beacons: ["公开随机源", "有人挑选了随机数"],
    drand: ["drand 签名", "这一轮的数是编造的，不是 drand 公布的"],
    seed: ["种子", "种子不是由承诺和公开随机源合成的"], drawn: ["抽中名单", "抽中名单被改过，有人被换掉或漏掉"],
    states: ["替换与状态", "有人被悄悄放过，或没有按次序替换"], openings: ["揭示", "公布的名称与当初锁定的不是同一户，或有人被藏起来"],
    burdens: ["抽中次数", "有人的抽中次数被改写，好让他多被抽或少被抽"],
    assignment: ["分派", "检查人员的分派结果事后被改过"]
  };
  var READERS = {
    "manifest.json": readManifest, "frame.csv": readFrame, "events.jsonl": readLog,
    "beacons.txt": function (content) { return readLines(content, "beacons.txt"); },
    "assign-beacons.txt": function (content) { return readLines(content, "assign-beacons.txt"); },
    "drawn.csv": function (content) {
      return readTable(content, ["stratum", "place", "kind", "leaf"], "drawn.csv").forEach(function (row) {
        var kinds = ["forced", "all", "burden", "reserve", "uniform", "certain", "weighted", "substitute"];
        if (!/^(0|[1-9][0-9]*)$/.test(row[1]) || kinds.indexOf(row[2]) < 0 || !isDigest(row[3])) { wrong("drawn.csv 里“" + row[0] + "”第 " + row[1] + " 名不合规。"); }
      });
    },
    "openings.csv": readOpenings,
    "assignment.json": function (content) { return readPage(content, "assignment.json"); },
    "witness.json": function (content) { return readPage(content, "witness.json"); },
    "policy.toml": function (content) { return content; }
  };

  /** Exact copies of a folder (a package holds the record and the site) count once. */
  function sameFiles(one, two) {
    var names = Object.keys(one);
    return names.length === Object.keys(two).length && names.every(function (name) {
      return two[name] && one[name].length === two[name].length && one[name].every(function (byte, at) { return byte === two[name][at]; });
    });
  }

  function readDraws(files) {
    var folders = new Map();
    Object.keys(files).sort(compare).forEach(function (path) {
      var clean = path.replace(/\\/g, "/"), cut = clean.lastIndexOf("/"), folder = cut < 0 ? "" : clean.slice(0, cut), name = clean.slice(cut + 1);
      if (folder.split("/").indexOf("sealed") >= 0 || !(READERS[name] || name === "witness.json.sig")) { return; }
      if (!folders.has(folder)) { folders.set(folder, {}); }
      folders.get(folder)[name] = bytesOf(files[path]);
    });
    var draws = [];
    Array.from(folders.keys()).sort(compare).forEach(function (folder) {
      var found = folders.get(folder);
      if (!found["manifest.json"] && !found["frame.csv"]) { return; }
      if (draws.some(function (one) { return one.name === folder.slice(folder.lastIndexOf("/") + 1) && sameFiles(one.files, found); })) { return; }
      var draw = { name: folder.slice(folder.lastIndexOf("/") + 1), files: found, parsed: {}, faults: {}, log: [], seed: "" };
      Object.keys(READERS).forEach(function (name) {
        if (!found[name]) { return; }
        try { draw.parsed[name] = READERS[name](found[name]); } catch (error) {
          if (!(error instanceof FormError)) { throw error; }
          draw.faults[name] = error.message;
        }
      });
      draw.manifest = draw.parsed["manifest.json"]; draw.frame = draw.parsed["frame.csv"]; draw.log = draw.parsed["events.jsonl"] || [];
      draw.lines = draw.parsed["beacons.txt"] || []; draw.openings = draw.parsed["openings.csv"] || [];
      if (!draw.name && draw.manifest) { draw.name = draw.manifest.draw; }
      draw.has = function (name) { return only(draw.log, name).length > 0; };
      draws.push(draw);
    });
    return draws;
  }

  function answer(code, draw, verdict, detail) {
    return { code: code, draw: draw, verdict: verdict, title: TITLES[code][0], why: TITLES[code][1], detail: detail };
  }

  function judged(code, draw, faults, fine) { return answer(code, draw.name, faults.length ? "fail" : "ok", faults.length ? faults.join("；") : fine); }

  function unable(code, draw, why) { return answer(code, draw.name, "unable", why); }

  function checkForm(draw) {
    var faults = ["manifest.json", "frame.csv", "events.jsonl"].filter(function (name) { return !draw.files[name]; })
      .map(function (name) { return "缺少 " + name; });
    Object.keys(READERS).forEach(function (name) { if (draw.faults[name]) { faults.push(draw.faults[name]); } });
    if (draw.manifest && draw.manifest.draw !== draw.name) { faults.push("文件夹叫 " + draw.name + "，抽取公告的编号却是 " + draw.manifest.draw); }
    return judged("form", draw, faults, Object.keys(draw.files).length + " 个文件都是规范写法");
  }

  function checkFrame(draw) {
    if (!draw.manifest || !draw.frame) { return unable("frame", draw, "抽取公告或抽样框读不出来"); }
    var m = draw.manifest, f = draw.frame, faults = [];
    if (fileDigest(draw.files["frame.csv"]) !== m.frameDigest) { faults.push("frame.csv 的摘要与抽取公告不符"); }
    if (f.size !== m.frameSize || f.weights !== m.weights) { faults.push("frame.csv 的行数与抽取公告不符"); }
    var named = m.strata.filter(function (one) { return one.size; }).map(function (one) { return one.name; }).join("\n");
    if (Array.from(f.strata.keys()).join("\n") !== named) { faults.push("frame.csv 里的层与抽取公告不同"); }
    m.strata.forEach(function (one) {
      var rows = f.strata.get(one.name), found = rows ? counts(rows) : new Map(), same = found.size === one.burdens.size;
      found.forEach(function (count, burden) { same = same && one.burdens.get(burden) === count; });
      if (!same || (found.get(-1) || 0) !== one.forced) { faults.push("层“" + one.name + "”各档的单元数与抽取公告不符"); }
    });
    return judged("frame", draw, faults, f.size + " 个单元，摘要 " + m.frameDigest.slice(0, 12) + "…");
  }

  var EVENT_WORDS = {
    frozen: "冻结抽样框", committed: "公布抽取公告", witnessed: "见证登记", beacon: "录入公开随机源", fallback: "改用下一级来源", disputed: "号码有争议",
    resolved: "争议已查清", drawn: "抽取", confirmed: "确认抽中对象", substituted: "候补替换", announced: "预告重新分派用的随机源", assigned: "分派检查人员",
    reassigned: "部分重新分派", withheld: "名称不予公开", opened: "揭示", aborted: "中止", closed: "揭示完毕"
  };
  var NEEDED = {
    committed: "frozen", witnessed: "committed", beacon: "committed", fallback: "committed", disputed: "committed", aborted: "committed", drawn: "committed",
    resolved: "disputed", confirmed: "drawn", substituted: "drawn", withheld: "drawn", opened: "drawn", closed: "drawn", announced: "committed",
    assigned: "confirmed", reassigned: "announced"
  };
  var RANDOM = ["beacon", "fallback", "disputed", "resolved"];

  function isDisputed(held, purpose, slot) {
    var last = "";
    only(held, "disputed", "resolved").forEach(function (event) { if (event.more.purpose === purpose && String(event.more.slot) === slot) { last = event.name; } });
    return last === "disputed";
  }

  /** Every event that does not fit the place or the day at which it stands. */
  function orderFaults(log) {
    var faults = [], names = new Map();
    log.forEach(function (event, at) {
      var word = EVENT_WORDS[event.name], random = RANDOM.indexOf(event.name) >= 0, held = random || event.name === "drawn" ? log.slice(0, at) : [];
      function has(name) { return names.has(name); }
      if (NEEDED[event.name] && !has(NEEDED[event.name])) { faults.push(event.date + " 的“" + word + "”以前没有“" + EVENT_WORDS[NEEDED[event.name]] + "”"); }
      [["aborted", "witnessed"], ["closed", "opened"]].forEach(function (pair) {
        if (has(pair[0]) && event.name !== pair[1] && event.name !== pair[0]) { faults.push("“" + EVENT_WORDS[pair[0]] + "”以后又有“" + word + "”"); }
      });
      if (event.name === "frozen" && has("committed")) { faults.push("公布抽取公告以后又冻结"); }
      if (event.name === "aborted" && has("drawn")) { faults.push("已经抽取，又中止"); }
      if (random && has("drawn") && event.more.purpose === "draw") { faults.push("抽取以后又有“" + word + "”"); }
      if (random && event.more.purpose !== "draw" && event.more.purpose !== "assign") { faults.push("“" + word + "”的 purpose 只能是 draw 或 assign"); }
      if (event.name === "beacon") {
        try {
          var line = readLine(event.more.line);
          if (line.date > event.date) { faults.push("“" + line.text.slice(0, 60) + "”在 " + line.date + " 才公布，" + event.date + " 就录入了"); }
        } catch (error) {
          if (!(error instanceof FormError)) { throw error; }
          faults.push(error.message);
        }
      }
      if (event.name === "resolved" && !isDisputed(held, event.more.purpose, String(event.more.slot))) { faults.push("第 " + event.more.slot + " 位没有争议，却记了已查清"); }
      if (event.name === "drawn" && only(held, "disputed").some(function (one) { return isDisputed(held, "draw", String(one.more.slot)); })) { faults.push("公开随机源有争议，没有查清就抽取了"); }
      names.set(event.name, (names.get(event.name) || 0) + 1);
    });
    ["committed", "drawn", "confirmed", "aborted", "closed"].forEach(function (name) {
      if (names.get(name) > 1) { faults.push("“" + EVENT_WORDS[name] + "”记了 " + names.get(name) + " 次"); }
    });
    return faults;
  }

  function firstDay(manifest) { return manifest.beacons.map(function (slot) { return slot.ladder[0].date; }).sort()[0]; }

  function checkEvents(draw) {
    if (!draw.log.length || !draw.manifest) { return unable("events", draw, "事件记录或抽取公告读不出来"); }
    var faults = [], m = draw.manifest, committed = only(draw.log, "committed"), frozen = only(draw.log, "frozen"), aborted = only(draw.log, "aborted");
    if (committed.length !== 1 || committed[0].more.commitment !== m.commitment) { faults.push("记录的承诺不是这份抽取公告的摘要"); }
    else if (committed[0].date !== m.committedOn) { faults.push("记录的承诺日期与抽取公告不同"); }
    var last = frozen[frozen.length - 1];
    if (!last || last.more.frame !== m.frameDigest || last.date !== m.frozenOn) { faults.push("最后一次冻结的抽样框或日期与抽取公告不同"); }
    faults = faults.concat(orderFaults(draw.log));
    if (only(draw.log, "witnessed").some(function (one) { return one.more.witness !== (m.witness ? m.witness.name : "") || one.more.commitment !== m.commitment; })) {
      faults.push("记录的见证人或见证的承诺与抽取公告不同");
    }
    var order = only(draw.log, "witnessed", "drawn");
    if (m.witness && order.length && order[0].name === "drawn") { faults.push("抽取以前没有见证登记的记录"); }
    if (aborted.length) {
      if (aborted[0].date >= firstDay(m)) { faults.push("在公开随机源公布当天或以后才中止"); }
      if (draw.files["drawn.csv"] || draw.has("drawn")) { faults.push("已经中止，却又抽取了"); }
    }
    return judged("events", draw, faults, draw.log.length + " 条记录环环相扣");
  }

  function entryFaults(value, m) {
    var first = firstDay(m), digest = typeof value.previous === "string" && isDigest(value.previous), dated = typeof value.date === "string";
    if (Object.keys(value).sort().join(",") !== "commitment,date,draw,number,previous,witness" || !Number.isSafeInteger(value.number) || value.number < 1) { return ["witness.json 的键或序号不合规"]; }
    var faults = [];
    if (value.draw !== m.draw || value.commitment !== m.commitment) { faults.push("见证人登记的不是这份抽取公告"); }
    if (value.witness !== m.witness.name) { faults.push("登记的见证人不是抽取公告指定的"); }
    if (value.number === 1 ? value.previous !== "" : !digest) { faults.push("witness.json 的 previous 不合规"); }
    try { if (dated) { readDay(value.date, "登记日期"); } } catch (error) {
      if (!(error instanceof FormError)) { throw error; }
      dated = false;
    }
    if (!dated || value.date < m.committedOn || value.date >= first) { faults.push("登记日期早于承诺，或不早于 " + first + "（随机源公布）"); }
    return faults;
  }

  function checkWitness(draw, asOf) {
    var m = draw.manifest;
    if (!m) { return unable("witness", draw, "抽取公告读不出来"); }
    if (!m.witness) { return unable("witness", draw, "抽取公告没有指定见证人：预先冻结多份再挑选的可能性无法排除"); }
    if (!draw.files["witness.json"]) {
      var due = draw.has("witnessed") || draw.has("beacon") || draw.has("drawn") || (asOf >= firstDay(m) && !draw.has("aborted"));
      return answer("witness", draw.name, due ? "fail" : "unable", "没有见证登记");
    }
    if (draw.faults["witness.json"]) { return answer("witness", draw.name, "fail", draw.faults["witness.json"]); }
    var value = draw.parsed["witness.json"], faults = entryFaults(value, m);
    if (!isSigned(draw.files["witness.json"], draw.files["witness.json.sig"] || new Uint8Array(0), m.witness.key, "sampler-draw")) {
      faults.push("见证签名无效，或不是公告里写的见证人签的");
    }
    return judged("witness", draw, faults, m.witness.name + " 于 " + value.date + " 登记并签名");
  }

  function checkPolicy(draw) {
    if (!draw.manifest) { return unable("policy", draw, "抽取公告读不出来"); }
    var digest = draw.manifest.policy[0], content = draw.files["policy.toml"];
    if (!content) { return answer("policy", draw.name, "fail", "没有规则文件 policy.toml；它的摘要应当是 " + digest); }
    return judged("policy", draw, fileDigest(content) === digest ? [] : ["policy.toml 的摘要与抽取公告不符"], draw.manifest.policy[1] + " 年的规则文件，摘要 " + digest.slice(0, 12) + "…");
  }

  /** A signature of drand needs BLS12-381, which is not here; say so wherever a line comes from drand. */
  function checkDrand(draw) {
    var rounds = draw.lines.concat(draw.parsed["assign-beacons.txt"] || []).filter(function (line) { return line.source === "drand"; }).map(function (line) { return line.edition; });
    return rounds.length ? [unable("drand", draw, "轮次 " + rounds.join("、") + " 的 BLS 签名要用 ./inv verify 或别的 BLS12-381 程序核验，这里没有")] : [];
  }

  function fallbacks(log, purpose, slot) {
    return only(log, "fallback").filter(function (event) { return event.more.purpose === purpose && event.more.slot === slot; });
  }

  /** Fallbacks out of turn, too early, from the last rung or after a result. */
  function fallbackFaults(log, purpose, slots) {
    var entered = new Set(), passed = new Map(), faults = [];
    only(log, "beacon", "fallback").forEach(function (event) {
      if (event.more.purpose !== purpose) { return; }
      if (event.name === "beacon") { entered.add(String(event.more.line).split(" ")[0]); return; }
      var number = event.more.slot, slot = slots.find(function (one) { return one.slot === number; }), rung = (passed.get(number) || 0) + 1;
      passed.set(number, rung);
      if (!slot || event.more.rung !== rung || rung >= slot.ladder.length) { faults.push("第 " + number + " 位没有可以放弃的第 " + event.more.rung + " 级来源"); }
      else if (event.date < heldUntil(slot.ladder[rung - 1])) { faults.push("第 " + number + " 位没有等满天数就改用了下一级来源"); }
      if (entered.has(String(number))) { faults.push("第 " + number + " 位已有录入的行，又改用下一级来源"); }
    });
    return faults;
  }

  function lineFaults(draw, lines, slots, purpose) {
    var held = new Map(), resolved = new Set(), faults = [];
    only(draw.log, "beacon", "resolved").forEach(function (event) {
      if (event.more.purpose !== purpose) { return; }
      if (event.name === "resolved") { resolved.add(String(event.more.slot)); return; }
      var slot = String(event.more.line).split(" ")[0];
      if (held.has(slot) && !resolved.has(slot)) { faults.push("第 " + slot + " 位录入了两次，中间没有查清争议的记录"); }
      held.set(slot, event.more.line);
      resolved.delete(slot);
    });
    faults = faults.concat(fallbackFaults(draw.log, purpose, slots));
    var recorded = new Set(held.values()), texts = new Set(lines.map(function (line) { return line.text; }));
    recorded.forEach(function (text) { if (!texts.has(text)) { faults.push("“" + text + "”在事件记录里，却不在文件里"); } });
    lines.forEach(function (line) {
      var slot = slots.find(function (one) { return one.slot === line.slot; });
      var at = slot ? slot.ladder.findIndex(function (one) { return one.source === line.source && one.edition === line.edition && one.date === line.date; }) : -1;
      if (at < 0) { faults.push("“" + line.text + "”不是抽取公告预先指定的来源、期号和日期"); return; }
      if (!recorded.has(line.text)) { faults.push("“" + line.text + "”没有录入的事件"); }
      var gone = fallbacks(draw.log, purpose, line.slot).length;
      if (gone < at) { faults.push("第 " + line.slot + " 位没有说明就改用了第 " + (at + 1) + " 级来源"); }
      if (gone > at) { faults.push("第 " + line.slot + " 位已经改用下一级，又用了第 " + (at + 1) + " 级来源"); }
    });
    return faults;
  }

  function checkBeacons(draw, asOf) {
    if (!draw.manifest) { return unable("beacons", draw, "抽取公告读不出来"); }
    if (draw.faults["beacons.txt"]) { return answer("beacons", draw.name, "fail", draw.faults["beacons.txt"]); }
    var faults = lineFaults(draw, draw.lines, draw.manifest.beacons, "draw");
    var have = new Set(draw.lines.map(function (line) { return line.slot; }));
    var missing = draw.manifest.beacons.filter(function (slot) { return !have.has(slot.slot); });
    if (missing.length && draw.has("drawn")) { faults.push("缺少第 " + missing.map(function (slot) { return slot.slot; }).join("、") + " 位"); }
    var until = draw.manifest.beacons.map(function (slot) { return daysAfter(heldUntil(slot.ladder[slot.ladder.length - 1]), 10); }).sort().pop();
    if (asOf > until && !draw.has("drawn") && !draw.has("aborted")) { faults.push("最迟应在 " + until + " 抽取，到 " + asOf + " 既没有抽取、也没有中止"); }
    if (!draw.lines.length && !draw.has("drawn") && !faults.length) { return unable("beacons", draw, draw.has("aborted") ? "已中止" : "还没有录入，尚待开奖"); }
    return judged("beacons", draw, faults, draw.lines.map(function (line) { return line.text.slice(0, 60); }).join("；"));
  }

  function checkSeed(draw) {
    if (!draw.manifest || draw.lines.length !== draw.manifest.beacons.length) { return unable("seed", draw, draw.has("aborted") ? "已中止" : "公开随机源还不齐"); }
    draw.seed = seedOf(draw.manifest.commitment, draw.lines.map(function (line) { return line.text; }));
    var told = only(draw.log, "drawn");
    if (!told.length) { return unable("seed", draw, "重算为 " + draw.seed + "，还没有抽取的记录"); }
    return judged("seed", draw, told.length === 1 && told[0].more.seed === draw.seed ? [] : ["事件记录里的种子与重算的不同"], draw.seed);
  }

  function checkDrawn(draw, progress) {
    if (!draw.seed || !draw.frame || !draw.manifest) { return unable("drawn", draw, draw.has("aborted") ? "已中止" : "还不能重算"); }
    try { draw.order = fullOrder(draw.manifest, draw.frame, draw.seed, progress); } catch (error) {
      if (!(error instanceof FormError)) { throw error; }
      return answer("drawn", draw.name, "fail", error.message);
    }
    draw.drawnText = drawnTable(draw.manifest, draw.order);
    if (!draw.files["drawn.csv"]) { return answer("drawn", draw.name, draw.has("drawn") ? "fail" : "unable", "没有 drawn.csv"); }
    var digest = fileDigest(draw.files["drawn.csv"]), faults = [];
    if (digest !== fileDigest(draw.drawnText)) { faults.push("drawn.csv 与重算的不同"); }
    if (draw.has("drawn") && only(draw.log, "drawn")[0].more.drawn !== digest) { faults.push("drawn.csv 的摘要与事件记录不符"); }
    if (!draw.has("drawn")) { faults.push("有 drawn.csv，却没有抽取的记录"); }
    var count = 0;
    draw.order.forEach(function (places) { places.forEach(function (one) { if (one.kind !== "substitute") { count++; } }); });
    return judged("drawn", draw, faults, "重算得到同样的 " + count + " 个抽中单元和候补次序");
  }

  function checkStates(draw, asOf) {
    if (!draw.order) { return unable("states", draw, draw.has("aborted") ? "已中止" : "还没有抽中名单"); }
    try { draw.due = dueLeaves(draw.order, draw.log); } catch (error) {
      if (!(error instanceof FormError)) { throw error; }
      return answer("states", draw.name, "fail", error.message);
    }
    var opened = new Set(draw.openings.map(function (one) { return one.leaf; })), leaves = new Set(draw.due.map(function (one) { return one.leaf; }));
    draw.states = statesOf(draw.due, draw.log, opened, draw.manifest.deadline, asOf);
    var faults = [];
    only(draw.log, "withheld").forEach(function (event) { if (!leaves.has(event.more.leaf)) { faults.push("不予公开的 " + String(event.more.leaf).slice(0, 12) + "… 不是应查单元"); } });
    faults = faults.concat(tooLate(draw));
    var late = draw.states.filter(function (one) { return one.state === "逾期"; });
    if (late.length) { faults.push(late.length + " 个应查单元到 " + asOf + " 已逾期（期限 " + draw.manifest.deadline + "）"); }
    var words = new Map();
    draw.states.forEach(function (one) { words.set(one.state, (words.get(one.state) || 0) + 1); });
    return judged("states", draw, faults, Array.from(words).map(function (pair) { return pair.join(" "); }).join("，"));
  }

  /** For each opened leaf, which line of the log opened it. */
  function openedAt(draw) {
    var found = new Map(), rows = 0;
    draw.log.forEach(function (event, at) {
      if (event.name !== "opened") { return; }
      var count = Math.max(0, event.more.count);
      draw.openings.slice(rows, rows + count).forEach(function (one) { found.set(one.leaf, at); });
      rows += count;
    });
    return found;
  }

  /** Units replaced or withheld after their name was out or their fate was told. */
  function tooLate(draw) {
    var opened = openedAt(draw), withheld = new Set(), faults = [];
    function out(leaf, at) { return opened.has(leaf) && opened.get(leaf) < at; }
    draw.log.forEach(function (event, at) {
      var leaf = event.more.leaf, short = String(leaf).slice(0, 12) + "…";
      if (event.name === "substituted") {
        if (out(leaf, at) || out(event.more.by, at)) { faults.push(short + " 或替换它的单元已经揭示，又替换"); }
        if (withheld.has(leaf)) { faults.push(short + " 已记为不予公开，又替换"); }
      }
      if (event.name === "withheld") {
        if (withheld.has(leaf) || out(leaf, at)) { faults.push(short + " 已经揭示或已记为不予公开，又记不予公开"); }
        withheld.add(leaf);
      }
    });
    return faults;
  }

  /** Openings before the end of the period where names wait for it, and of others before the due units are done. */
  function timeFaults(draw) {
    var m = draw.manifest, faults = [], early = only(draw.log, "opened").some(function (event) { return event.date.slice(0, 7) <= lastMonth(m.period); });
    if (m.names === "end" && early) { faults.push("公告写明期末以后才揭示，却提前揭示了"); }
    if (!draw.order || !draw.due || !draw.due.length) { return faults; }
    var at = openedAt(draw), due = new Set(draw.due.map(function (one) { return one.leaf; })), first = draw.log.length;
    at.forEach(function (when, leaf) { if (!due.has(leaf)) { first = Math.min(first, when); } });
    if (first === draw.log.length) { return faults; }
    if (m.mode === "drawn") { return faults.concat("只应揭示应查单元，却揭示了别的"); }
    var past = new Set(only(draw.log.slice(0, first), "withheld", "substituted").map(function (event) { return event.more.leaf; })), waiting = false;
    due.forEach(function (leaf) { if (!(at.has(leaf) && at.get(leaf) <= first) && !past.has(leaf)) { waiting = true; } });
    return waiting ? faults.concat("应查单元还没有全部揭示，就揭示了未应查的单元") : faults;
  }

  /** How many cover groups stay closed: any number may, and everybody is told how many. */
  function closedGroups(draw) {
    if (!draw.has("closed") || !draw.order || draw.manifest.mode !== "all") { return ""; }
    var opened = new Set(draw.openings.map(function (one) { return one.leaf; })), due = new Set((draw.due || []).map(function (one) { return one.leaf; })), found = [];
    draw.order.forEach(function (places, name) {
      var blocks = coverBlocks(places.map(function (one) { return one.leaf; }).filter(function (leaf) { return !due.has(leaf); }), draw.seed);
      var closed = blocks.filter(function (block) { return !block.some(function (leaf) { return opened.has(leaf); }); }).length;
      if (closed) { found.push(name + " " + closed + "/" + blocks.length + " 组"); }
    });
    return found.length ? "；没有揭示的掩护组：" + found.join("，") : "；掩护组全部揭示";
  }

  function checkOpenings(draw, asOf) {
    var overdue = [], until = draw.manifest ? daysAfter(draw.manifest.deadline, 30) : "";
    if (draw.manifest && draw.has("drawn") && !draw.has("closed") && asOf > until) { overdue.push("最迟应在 " + until + " 揭示完毕，到 " + asOf + " 还没有"); }
    if (!draw.manifest || !draw.frame || !draw.files["openings.csv"]) {
      var lost = (draw.has("opened") ? ["事件记录说已揭示，却没有可用的 openings.csv"] : []).concat(overdue, closedFaults(draw));
      return lost.length ? judged("openings", draw, lost, "") : unable("openings", draw, "还没有揭示");
    }
    if (draw.faults["openings.csv"]) { return answer("openings", draw.name, "fail", draw.faults["openings.csv"]); }
    var index = new Map(), faults = [], seen = new Map();
    draw.frame.strata.forEach(function (rows, name) { rows.leaves.forEach(function (leaf, at) { index.set(leaf, [name, rows.burdens[at], rows.weights[at]]); }); });
    draw.openings.forEach(function (one) {
      var value;
      try { value = openLeaf(one.leaf, one.salt, one.record); } catch (error) {
        if (!(error instanceof FormError)) { throw error; }
        faults.push(error.message);
        return;
      }
      var row = index.get(one.leaf), key = value.id + "\n" + value.stratum;
      if (!row || row[0] !== value.stratum || row[1] !== value.burden || row[2] !== (value.weight === undefined ? 1 : value.weight)) { faults.push("揭示 " + one.leaf.slice(0, 12) + "… 与抽样框不符"); }
      if (value.weight !== undefined && !draw.manifest.weights) { faults.push("揭示 " + one.leaf.slice(0, 12) + "… 的记录多了 weight"); }
      if (seen.has(key)) { faults.push(value.id + " 在层“" + value.stratum + "”里占了两个叶"); }
      seen.set(key, one.leaf);
    });
    var rows = 0, ends = [];
    draw.files["openings.csv"].forEach(function (byte, at) { if (byte === 10) { ends.push(at + 1); } });
    only(draw.log, "opened").forEach(function (event, at) {
      rows += event.more.count;
      var end = ends[Math.min(rows, ends.length - 1)];
      if (event.more.count < 1 || event.more.openings !== fileDigest(draw.files["openings.csv"].subarray(0, end))) { faults.push("第 " + (at + 1) + " 次揭示的行数或摘要与当时的各行不符"); }
    });
    if (rows !== draw.openings.length) { faults.push("揭示的行数与事件记录不符"); }
    return judged("openings", draw, faults.concat(timeFaults(draw), closedFaults(draw), overdue), draw.openings.length + " / " + index.size + " 个单元已揭示，各自与叶相符" + closedGroups(draw));
  }

  function closedFaults(draw) {
    if (!draw.has("closed") || !draw.order) { return []; }
    var opened = new Set(draw.openings.map(function (one) { return one.leaf; })), faults = [];
    var due = new Set((draw.due || []).map(function (one) { return one.leaf; }));
    var withheld = new Set(only(draw.log, "withheld").map(function (event) { return event.more.leaf; }));
    var replaced = new Set(only(draw.log, "substituted").map(function (event) { return event.more.leaf; }));
    var drawnOnly = draw.manifest.mode === "drawn", shut = false;
    due.forEach(function (leaf) { if (!opened.has(leaf) && !withheld.has(leaf) && !(drawnOnly && replaced.has(leaf))) { shut = true; } });
    if (shut) { faults.push("记录说揭示完毕，仍有应查单元没有揭示"); }
    if (drawnOnly) { return faults; }
    draw.order.forEach(function (places, name) {
      var blocks = coverBlocks(places.map(function (one) { return one.leaf; }).filter(function (leaf) { return !due.has(leaf); }), draw.seed);
      var hidden = blocks.map(function (block) { return block.filter(function (leaf) { return !opened.has(leaf); }).length; });
      if (hidden.some(function (count, at) { return count > 0 && count < blocks[at].length; })) { faults.push("层“" + name + "”有掩护组只揭示了一部分"); }
      if (places.some(function (one) { return withheld.has(one.leaf) && !opened.has(one.leaf); }) && blocks.length && hidden.every(function (count) { return count === 0; })) { faults.push("层“" + name + "”有不予公开的单元，却没有留下掩护组"); }
    });
    return faults;
  }

  function checkAssignment(draw) {
    var told = only(draw.log, "assigned", "reassigned"), m = draw.manifest, faults;
    if (!m) { return unable("assignment", draw, "抽取公告读不出来"); }
    if (draw.faults["assignment.json"] || draw.faults["assign-beacons.txt"]) { return answer("assignment", draw.name, "fail", draw.faults["assignment.json"] || draw.faults["assign-beacons.txt"]); }
    var later = draw.parsed["assign-beacons.txt"] || [], announced = announcedSlots(draw);
    faults = announcedFaults(draw, announced).concat(lineFaults(draw, later, m.assignBeacons.concat(announced), "assign"));
    if (draw.files["assignment.json"]) { faults = faults.concat(batchFaults(draw, later, told)); }
    else if (told.length) { faults.push("没有 assignment.json"); }
    else if (!faults.length) { return unable("assignment", draw, "还没有分派"); }
    return judged("assignment", draw, faults, "各批次的种子和摘要与记录相符（人员名单由审计人员核验）");
  }

  /** Announcements out of turn or too late, and lines entered for one before it was announced. */
  function announcedFaults(draw, announced) {
    var first = draw.manifest.assignBeacons.length + 1, faults = [], known = first - 1;
    only(draw.log, "announced").forEach(function (event, at) {
      var slot = announced[at], rung = slot.ladder[0];
      if (event.more.batch !== "r" + (at + 1) || slot.slot !== first + at) { faults.push("第 " + (at + 1) + " 次预告的批次或位号不是接着编的"); }
      try { checkRung({ source: String(rung.source), edition: String(rung.edition), date: String(rung.date) }); } catch (error) {
        if (!(error instanceof FormError)) { throw error; }
        faults.push(error.message);
      }
      if (event.more.rung !== [rung.source, rung.edition, rung.date].join(" ") || !(rung.date > event.date)) { faults.push("重新分派预告的随机源写法不对，或不晚于预告"); }
    });
    only(draw.log, "announced", "beacon").forEach(function (event) {
      if (event.name === "announced") { known++; return; }
      var number = String(event.more.line).split(" ")[0];
      if (event.more.purpose === "assign" && /^[0-9]+$/.test(number) && Number(number) > known) { faults.push("第 " + number + " 位在预告以前就录入了"); }
    });
    return faults;
  }

  function announcedSlots(draw) {
    return only(draw.log, "announced").map(function (event) {
      var part = String(event.more.rung).split(" ");
      return { slot: event.more.slot, told: event.date, ladder: [{ source: part[0], edition: part[1], date: part[2], hold: 0 }] };
    });
  }

  /** The lines a batch must use; none when the batch is unknown or a line is missing. */
  function linesOf(draw, name, later) {
    var m = draw.manifest, told = new Map(), slices = m.rules.slices, wanted;
    only(draw.log, "announced").forEach(function (event) { told.set(String(event.more.batch), String(event.more.slot)); });
    if (told.has(name)) { wanted = [told.get(name)]; }
    else if (!/^[1-9][0-9]{0,3}$/.test(name) || Number(name) > slices) { return []; }
    else if (!m.assignBeacons.length) { return draw.lines; }
    else { wanted = slices > 1 ? [name] : m.assignBeacons.map(function (slot) { return String(slot.slot); }); }
    var found = later.filter(function (line) { return wanted.indexOf(String(line.slot)) >= 0; });
    return found.length === wanted.length ? found : [];
  }

  var BATCH = "batch,cap,certificate_digest,date,inspectors,lines,no_choice,seed,visits";

  function batchInForm(one) {
    if (one === null || typeof one !== "object" || Array.isArray(one)) { return false; }
    var keys = Object.keys(one).filter(function (key) { return key !== "inputs"; }).sort().join(",");
    function digest(value) { return typeof value === "string" && isDigest(value); }
    return keys === BATCH && typeof one.batch === "string" && digest(one.certificate_digest) && digest(one.seed) && (one.inputs === undefined || digest(one.inputs)) &&
      ["cap", "inspectors", "no_choice", "visits"].every(function (key) { return Number.isSafeInteger(one[key]) && one[key] >= 0; }) &&
      Array.isArray(one.lines) && one.lines.every(function (line) { return typeof line === "string"; }) && typeof one.date === "string" && /^\d{4}-\d{2}-\d{2}$/.test(one.date);
  }

  function batchFaults(draw, later, told) {
    var m = draw.manifest, faults = [], value = draw.parsed["assignment.json"], batches = value.batches;
    if (Object.keys(value).sort().join(",") !== "batches,roster" || !Array.isArray(batches)) { return ["assignment.json 应当只有 batches 和 roster"]; }
    if (!batches.every(batchInForm)) { return ["assignment.json 的批次缺少或多出了内容，或类型不对"]; }
    var then = batches.map(function (_, at) { return fileDigest(canonical(Object.assign({}, value, { batches: batches.slice(0, at + 1) }), 2, 0) + "\n"); });
    if (told.map(function (event) { return event.more.assignment; }).join() !== then.join()) { faults.push("assignment.json 的摘要与每次分派的记录不符"); }
    if (value.roster !== m.roster) { faults.push("assignment.json 的 roster 与抽取公告不同"); }
    var drawn = fileDigest(draw.files["drawn.csv"] || new Uint8Array(0));
    if (new Set(batches.map(function (batch) { return batch.batch; })).size !== batches.length) { faults.push("同一批次分派了两次"); }
    batches.slice(0, told.length).forEach(function (batch, at) {
      var name = batch.batch, lines = linesOf(draw, name, later), texts = lines.map(function (line) { return line.text; }), event = told[at];
      if (!lines.length || batch.lines.join("\n") !== texts.join("\n")) { faults.push("分派批次 " + name + " 用的不是公告指定的那几行随机源"); return; }
      if (batch.seed !== H.apply(null, ["assign/seed/v1", m.commitment, drawn, name].concat(texts))) { faults.push("分派批次 " + name + " 的种子与重算的不同"); }
      if (event.name !== (name[0] === "r" ? "reassigned" : "assigned")) { faults.push("分派批次 " + name + " 的事件不对"); }
      if (batch.date > event.date || lines.some(function (line) { return line.date > batch.date; })) { faults.push("分派批次 " + name + " 的日期早于随机源，或晚于记录"); }
      var entered = new Set(only(draw.log.slice(0, draw.log.indexOf(event)), "beacon").map(function (one) { return one.more.line; }));
      if (!texts.every(function (text) { return entered.has(text); })) { faults.push("分派批次 " + name + " 在录入随机源以前"); }
    });
    return faults;
  }

  /** What the witness's records say against each other, key by key. */
  function bookFaults(draws) {
    var books = new Map(), silent = new Map(), faults = [];
    draws.forEach(function (draw) {
      if (!draw.manifest || !draw.manifest.witness) { return; }
      var key = draw.manifest.witness.key, value = draw.files["witness.json"] && !draw.faults["witness.json"] ? draw.parsed["witness.json"] : null;
      if (!value || !Number.isSafeInteger(value.number) || typeof value.previous !== "string") { silent.set(key, (silent.get(key) || 0) + 1); return; }
      if (!books.has(key)) { books.set(key, []); }
      books.get(key).push({ number: value.number, previous: value.previous, draw: draw });
    });
    books.forEach(function (entries, key) {
      entries.sort(function (a, b) { return a.number - b.number || compare(a.previous, b.previous); });
      entries.forEach(function (one, at) {
        var held = entries[at - 1];
        if (held && held.number === one.number) { faults.push(held.draw.name + " 和 " + one.draw.name + " 都是见证簿第 " + one.number + " 号"); }
        else if (held && held.number + 1 === one.number && one.previous !== fileDigest(held.draw.files["witness.json"])) { faults.push("见证簿第 " + one.number + " 号（" + one.draw.name + "）接不上第 " + held.number + " 号"); }
      });
      var missing = Math.max(0, entries[entries.length - 1].number - new Set(entries.map(function (one) { return one.number; })).size);
      if (missing > (silent.get(key) || 0)) { faults.push("见证簿有 " + missing + " 号不在这里：有登记过的抽取被藏起来了"); }
    });
    return faults;
  }

  function checkChain(draws) {
    var manifests = draws.map(function (draw) { return draw.manifest; }).filter(Boolean), faults = [];
    if (!manifests.length) { return []; }
    if (draws.length === 1 && manifests[0].previous) { return [answer("chain", "", "unable", "只有一次抽取的文件，前一份抽取公告不在这里")]; }
    var by = new Map(), logs = new Map(), numbers = new Map(), links = new Map();
    draws.forEach(function (draw) {
      if (!draw.manifest) { return; }
      by.set(draw.manifest.commitment, draw.manifest);
      logs.set(draw.manifest.commitment, draw);
      numbers.set(draw.manifest.draw, (numbers.get(draw.manifest.draw) || 0) + 1);
      var link = draw.manifest.previous ? draw.manifest.previous.commitment : "";
      links.set(link, (links.get(link) || 0) + 1);
    });
    numbers.forEach(function (count, draw) { if (count > 1) { faults.push("抽取编号 " + draw + " 有 " + count + " 份抽取公告"); } });
    links.forEach(function (count, link) {
      if (count > 1) { faults.push(link ? (by.has(link) ? by.get(link).draw : link.slice(0, 12) + "…") + " 之后有 " + count + " 份抽取公告（分叉）" : "有 " + count + " 份都自称是第一份抽取公告"); }
    });
    manifests.forEach(function (one) {
      if (!one.previous) { return; }
      var before = by.get(one.previous.commitment);
      if (!before) { faults.push(one.draw + " 的前一份抽取公告 " + one.previous.draw + " 不在这里（缺失）"); return; }
      if (before.draw !== one.previous.draw || before.committedOn > one.committedOn) { faults.push(one.draw + " 写的前一份编号或日期与 " + before.draw + " 不符"); }
      var log = logs.get(before.commitment).log, at = log.findIndex(function (event) { return event.digest === one.previous.log; });
      if (at < 0) { faults.push(one.draw + " 承诺时 " + before.draw + " 的事件记录与现在的对不上，记录被改动过"); }
      else if (log[at].date > one.committedOn || (at + 1 < log.length && log[at + 1].date < one.committedOn)) { faults.push(one.draw + " 写的 " + before.draw + " 事件记录末行，不是承诺当天的末行"); }
      for (var link = one.previous, seen = new Set(); link && by.has(link.commitment) && !seen.has(link.commitment); link = by.get(link.commitment).previous) {
        seen.add(link.commitment);
        var held = logs.get(link.commitment), done = only(held.log, "drawn", "aborted").some(function (event) { return event.date <= one.committedOn; });
        if (held.manifest.period === one.period && !done) { faults.push(held.name + " 没有抽取、也没有中止，就又公布了同一期别的 " + one.draw); }
      }
    });
    faults = faults.concat(bookFaults(draws));
    if (manifests.length < draws.length) { faults.push("有的抽取公告读不出来，链不完整"); }
    return [answer("chain", "", faults.length ? "fail" : "ok", faults.join("；") || manifests.length + " 份抽取公告连成一条链")];
  }

  function openedUnits(draw) {
    var found = [];
    draw.openings.forEach(function (one) {
      try { found.push([one.leaf, openLeaf(one.leaf, one.salt, one.record)]); } catch (error) { if (!(error instanceof FormError)) { throw error; } }
    });
    return found;
  }

  /** What an earlier draw adds to the burdens frozen on a day: named objects, and in which strata units are not named. */
  function countedOf(draw, day) {
    var log = draw.log.filter(function (event) { return event.date <= day; }), found = { period: draw.manifest ? draw.manifest.period : "", times: new Map(), unnamed: [] }, due;
    var gone = new Set(only(log, "substituted").map(function (event) { return event.more.leaf; })), named = new Map();
    try { due = dueLeaves(draw.order || new Map(), log); } catch (error) {
      if (!(error instanceof FormError)) { throw error; }
      due = [];
    }
    openedUnits(draw).forEach(function (pair) { named.set(pair[0], pair[1].id); });
    due.forEach(function (one) {
      if (gone.has(one.leaf)) { return; }
      if (named.has(one.leaf)) { found.times.set(named.get(one.leaf), (found.times.get(named.get(one.leaf)) || 0) + 1); } else { found.unnamed.push(one.stratum); }
    });
    return found;
  }

  /** Whether every burden is the count, or larger by no more than the unnamed units of these draws can be. */
  function explains(known, counted) {
    var unnamed = 0, most = 0, total = 0, fine = true;
    counted.forEach(function (one) { unnamed += one.unnamed.length; most += new Set(one.unnamed).size; });
    known.forEach(function (pair) {
      var excess = counted.reduce(function (sum, one) { return sum - (one.times.get(pair[1].id) || 0); }, pair[1].burden);
      if (excess < 0 || excess > most) { fine = false; }
      total += excess;
    });
    return fine && total <= unnamed;
  }

  function reachesBack(draw, draws) {
    var known = new Map(), here = draw.manifest;
    draws.forEach(function (one) { if (one.manifest) { known.set(one.manifest.commitment, one.manifest); } });
    while (here && here.previous) { here = known.get(here.previous.commitment); }
    return Boolean(here);
  }

  function checkBurdens(draw, draws) {
    if (!draw.manifest || !draw.has("closed")) { return unable("burdens", draw, draw.has("aborted") ? "已中止" : "还没有揭示完毕"); }
    if (!draw.manifest.previous) { return unable("burdens", draw, "第一份抽取公告以前的抽取不在公告链上"); }
    var day = draw.manifest.frozenOn;
    var earlier = draws.filter(function (one) { return one !== draw && only(one.log, "drawn").some(function (event) { return event.date <= day; }); });
    if (earlier.some(function (one) { return !one.has("closed"); }) || !reachesBack(draw, draws)) { return unable("burdens", draw, "以前的抽取还没有全部揭示"); }
    var counted = earlier.map(function (one) { return countedOf(one, day); }), units = openedUnits(draw), faults = [];
    var firsts = counted.map(function (one) { return one.period; }).concat(["~"]);
    draw.manifest.strata.forEach(function (stratum) {
      var known = units.filter(function (pair) { return pair[1].stratum === stratum.name && pair[1].burden !== -1; });
      var fits = firsts.some(function (first) { return explains(known, counted.filter(function (one) { return one.period >= first; })); });
      if (stratum.order === "burden" && !fits) { faults.push("层“" + stratum.name + "”里的抽中次数档与以前各次抽取不符"); }
    });
    return judged("burdens", draw, faults, "与以前 " + earlier.length + " 次抽取一致");
  }

  /** The steps of one draw in words and hashes, for the page. */
  function stepsOf(draw) {
    var m = draw.manifest, steps = [];
    if (!m) { return steps; }
    steps.push({ title: "抽样框", words: "把公布的名单（每户一个看不出是谁的编号）取摘要", value: m.frameDigest });
    steps.push({ title: "承诺", words: "抽取公告写明名单摘要、各层应抽数、要等的开奖期号，取摘要", value: m.commitment });
    draw.lines.forEach(function (line) { steps.push({ title: SOURCES[line.source] + " " + line.edition, words: line.date + " 公布，谁也不能事先知道", value: line.text }); });
    if (draw.seed) {
      steps.push({ title: "种子", words: "把承诺和各行号码连在一起取摘要", value: draw.seed });
      steps.push({ title: "抽签号", words: "每户的编号与种子连在一起取摘要，从小到大排列", value: "" });
    }
    return steps;
  }

  var OUTSIDE = "公开文件本身不能回答：名录库漏了谁（漏掉的永远抽不到，请查名录）；开奖号码有没有抄错（抄错就是换了种子，请对照官方公告）；" +
    "检查人员是怎样分派的、第十四条对象怎样抽取（由审计人员核验）；见证人与公布单位有没有串通。";

  /** What could not be checked: a line for each question, with what can therefore not be ruled out. */
  function gapsOf(checks) {
    var found = new Map();
    checks.forEach(function (check) {
      if (check.verdict !== "unable") { return; }
      if (!found.has(check.code)) { found.set(check.code, new Set()); }
      found.get(check.code).add(check.draw || "全部");
    });
    return Array.from(found).map(function (pair) { return TITLES[pair[0]][0] + "（" + Array.from(pair[1]).join("、") + "）：不能排除" + TITLES[pair[0]][1] + "。"; });
  }

  function verify(files, options) {
    options = options || {};
    var draws = readDraws(files), checks = [], found = {}, total = draws.reduce(function (sum, draw) { return sum + (draw.frame ? draw.frame.size : 0); }, 0), done = 0;
    draws.forEach(function (draw) {
      var tell = options.progress ? function (count) { options.progress(Math.min(total, done + count), total, draw.name); } : null;
      checks.push.apply(checks, [checkForm(draw), checkFrame(draw), checkPolicy(draw), checkEvents(draw), checkWitness(draw, options.asOf || ""), checkBeacons(draw, options.asOf || "")].concat(checkDrand(draw), [
        checkSeed(draw), checkDrawn(draw, tell), checkStates(draw, options.asOf || ""), checkOpenings(draw, options.asOf || ""), checkAssignment(draw)]));
      done += draw.frame ? draw.frame.size : 0;
      if (options.progress) { options.progress(done, total, draw.name); }
      found[draw.name] = {
        commitment: draw.manifest ? draw.manifest.commitment : "", seed: draw.seed, steps: stepsOf(draw), drawnText: draw.drawnText || "",
        order: draw.order ? Array.from(draw.order).map(function (pair) { return { stratum: pair[0], places: pair[1] }; }) : [], states: draw.states || []
      };
    });
    checks = checks.concat(checkChain(draws), draws.map(function (draw) { return checkBurdens(draw, draws); }));
    var failed = checks.some(function (check) { return check.verdict === "fail"; });
    return { checks: checks, gaps: gapsOf(checks), outside: OUTSIDE, draws: found, exitCode: failed ? 1 : checks.some(function (check) { return check.verdict === "ok"; }) ? 0 : 2 };
  }

  function listen(scope) {
    scope.onmessage = function (event) {
      var options = Object.assign({}, event.data.options, { progress: function (done, total, words) { scope.postMessage({ progress: [done, total, words] }); } });
      scope.postMessage({ report: verify(event.data.files, options) });
    };
  }

  return {
    verify: verify, redraw: redraw, openLeaf: openLeaf, H: H, fileDigest: fileDigest, record: record, readLine: readLine, readManifest: readManifest,
    readFrame: readFrame, orderStratum: orderStratum, seedOf: seedOf, coverBlocks: coverBlocks, listen: listen, FormError: FormError, titles: TITLES,
    sha512: sha512, ed25519: ed25519, isSigned: isSigned
  };
});
