/* Reads a receipt's QR code from a picture, the camera or a text, and checks its signature with the keys in this page.
   The bytes are laid out as portal/documents/payload.py says. Written for old telephones: no module, nothing fetched. */
(function () {
  "use strict";

  var office = JSON.parse(document.getElementById("data").textContent);
  var HEAD = 30, SIGNATURE = 64, VERSION = 1, SHORTEST = 141, CUT_SHORT = 20, FIRST_DAY = Date.UTC(2000, 0, 1);
  var SIDES = [900, 1600, 2400, 3400]; // pixels: a code that fills the picture, then one on a whole sheet
  var byId = function (name) { return document.getElementById(name); };

  function bytesOf(base64) {
    return Uint8Array.from(window.atob(base64), function (character) { return character.charCodeAt(0); });
  }

  function join(first, second) {
    var both = new Uint8Array(first.length + second.length);
    both.set(first);
    both.set(second, first.length);
    return both;
  }

  // Text and bytes ------------------------------------------------------------------------------------------------------
  function findIn(text) {
    var at = text.lastIndexOf("#");
    var rest = text.slice(at + 1).replace(/%[0-9A-Fa-f]{2}/g, function (escaped) {
      return String.fromCharCode(parseInt(escaped.slice(1), 16));
    }).replace(/\s/g, "").toUpperCase();
    return rest.length >= (at < 0 ? SHORTEST : CUT_SHORT) ? rest : "";
  }

  function fromText(text) {
    var base = office.alphabet.length, out = [];
    for (var i = 0; i < text.length; i += 3) {
      var group = text.slice(i, i + 3), size = group.length - 1, value = 0;
      for (var place = size; place >= 0; place -= 1) {
        var digit = office.alphabet.indexOf(group[place]);
        if (digit < 0) {
          return null;
        }
        value = value * base + digit;
      }
      if (size === 0 || value >= Math.pow(256, size)) {
        return null;
      }
      if (size === 2) {
        out.push(value >> 8);
      }
      out.push(value & 255);
    }
    return new Uint8Array(out);
  }

  function hex(bytes) {
    return Array.prototype.map.call(bytes, function (b) { return (b < 16 ? "0" : "") + b.toString(16); }).join("");
  }

  function codeOf(bytes) {
    var value = Array.prototype.reduce.call(bytes, function (sum, b) { return sum * 256 + b; }, 0), out = "";
    for (var i = 0; i < 8; i += 1) {
      out = office.codes[value % office.codes.length] + out;
      value = Math.floor(value / office.codes.length);
    }
    return out.slice(0, 4) + "-" + out.slice(4);
  }

  function numberOf(bytes) {
    try {
      return new TextDecoder("gb18030").decode(bytes);
    } catch (error) {
      return "?"; // a browser without the decoder: the other lines still stand
    }
  }

  function judge(text) {
    var proof = findIn(text);
    if (!proof) {
      return {verdict: /[?&]mark=/.test(text) ? "unsigned" : "unreadable"};
    }
    var content = fromText(proof);
    if (!content || content.length < HEAD + SIGNATURE || content[0] !== VERSION) {
      return {verdict: "unreadable"};
    }
    var body = content.subarray(0, content.length - SIGNATURE), signature = content.subarray(body.length);
    var days = body[7] * 256 + body[8];
    var said = {
      key: hex(body.subarray(1, 5)),
      kind: office.kinds[hex(body.subarray(5, 7))] || "",
      day: new Date(FIRST_DAY + days * 86400000).toISOString().slice(0, 10),
      code: codeOf(body.subarray(9, 14)),
      number: numberOf(body.subarray(HEAD))
    };
    var key = office.keys[said.key];
    if (!key) {
      return {verdict: "unknown"};
    }
    if (!window.nacl.sign.detached.verify(join(bytesOf(office.context), body), signature, bytesOf(key.public))) {
      return {verdict: "forged"};
    }
    return {verdict: key.stolen && said.day >= key.stolen ? "stolen" : "genuine", said: said, key: key};
  }

  // Showing -------------------------------------------------------------------------------------------------------------
  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  function clear() {
    each("[data-verdict], [data-note], #facts", function (part) { part.hidden = true; });
  }

  function note(name, shown, filling) {
    each("[data-note='" + name + "']", function (part) { part.hidden = !shown; });
    each("[data-fill='" + name + "']", function (part) { part.textContent = filling || ""; });
  }

  function show(judged) {
    var said = judged.said;
    clear();
    byId("working").hidden = true;
    each("[data-verdict='" + judged.verdict + "']", function (part) { part.hidden = false; });
    if (said) {
      ["kind", "number", "day", "code", "key"].forEach(function (name) {
        byId(name).textContent = said[name];
        byId("fact-" + name).hidden = !said[name];
      });
      byId("facts").hidden = false;
      note("kindless", !said.kind);
      note("retired", judged.verdict === "genuine" && judged.key.retired && !judged.key.stolen, judged.key.retired);
      note("late", judged.verdict === "genuine" && judged.key.retired && said.day > judged.key.retired);
      note("stolen", judged.verdict === "genuine" && judged.key.stolen, judged.key.stolen);
      note("limits", true);
    }
    byId("result").focus();
    byId("result").scrollIntoView();
  }

  function work() {
    clear();
    byId("working").hidden = false;
  }

  // Pictures and camera -------------------------------------------------------------------------------------------------
  function look(source, width, height, side) {
    var scale = Math.min(1, side / Math.max(width, height));
    var canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    var pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(source, 0, 0, canvas.width, canvas.height);
    var pixels = pen.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(pixels.data, pixels.width, pixels.height, {inversionAttempts: "dontInvert"});
  }

  function readPicture(file) {
    var picture = new Image(), address = URL.createObjectURL(file), tried = 0;
    function end(judged) {
      URL.revokeObjectURL(address);
      show(judged);
    }
    function attempt() {
      var side = SIDES[tried], found = look(picture, picture.naturalWidth, picture.naturalHeight, side);
      tried += 1;
      if (found && found.data) {
        end(judge(found.data));
      } else if (tried < SIDES.length && side < Math.max(picture.naturalWidth, picture.naturalHeight)) {
        window.setTimeout(attempt, 0);
      } else {
        end({verdict: "unreadable"});
      }
    }
    work();
    picture.onload = attempt;
    picture.onerror = function () { end({verdict: "unreadable"}); };
    picture.src = address;
  }

  var stream = null;

  function stopCamera() {
    if (stream) {
      stream.getTracks().forEach(function (track) { track.stop(); });
    }
    stream = null;
    byId("viewfinder").hidden = true;
    byId("camera").hidden = false;
  }

  function watch() {
    var video = byId("video");
    if (!stream) {
      return;
    }
    var found = video.videoWidth ? look(video, video.videoWidth, video.videoHeight, 1000) : null;
    if (found && found.data) {
      stopCamera();
      show(judge(found.data));
    } else {
      window.setTimeout(watch, 200);
    }
  }

  function startCamera() {
    navigator.mediaDevices.getUserMedia({video: {facingMode: "environment"}}).then(function (given) {
      var video = byId("video");
      stream = given;
      clear();
      byId("camera").hidden = true;
      byId("viewfinder").hidden = false;
      video.srcObject = given;
      video.play();
      watch();
    }).catch(function () {
      byId("camera").hidden = true; // refused or broken: the other ways remain
    });
  }

  // Controls ------------------------------------------------------------------------------------------------------------
  ["picture", "album"].forEach(function (name) {
    byId(name).addEventListener("change", function (event) {
      if (event.target.files.length) {
        readPicture(event.target.files[0]);
        event.target.value = "";
      }
    });
  });
  byId("typed").addEventListener("submit", function (event) {
    event.preventDefault();
    show(judge(byId("text").value));
  });
  byId("stop").addEventListener("click", stopCamera);
  byId("camera").addEventListener("click", startCamera);
  byId("camera").hidden = !(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
  byId("language").addEventListener("click", function () {
    var root = document.documentElement, next = root.getAttribute("data-language") === "zh" ? "en" : "zh";
    root.setAttribute("data-language", next);
    root.lang = next === "zh" ? "zh-CN" : "en";
    document.title = office.titles[next] + " · " + office.name;
  });
})();
