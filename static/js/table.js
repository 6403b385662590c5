/* At the table: a new line as soon as the last is begun, Enter goes on to the next line, and boxes grow with their text.
   Without it three empty lines and the button for more do the same. */
(function () {
  "use strict";

  const list = document.querySelector("[data-lines]");
  if (!list) {
    return;
  }

  function newKey() {
    const bytes = new Uint8Array(6);
    window.crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (one) { return ("0" + one.toString(16)).slice(-2); }).join("");
  }

  function lineOf(element) {
    return element.closest(".spoken-line");
  }

  function part(line, name) {
    return line.querySelector('[name="lines-' + name + '"]');
  }

  function grow(box) {
    box.style.height = "auto";
    box.style.height = box.scrollHeight + 2 + "px";
  }

  // Question and answer by turns; otherwise whoever spoke last but one speaks next.
  function nextSpeaker(line) {
    const before = line.previousElementSibling;
    return before ? part(before, "who").selectedIndex : part(line, "who").selectedIndex;
  }

  function addLine(after) {
    const line = after.cloneNode(true);
    const key = newKey();
    line.removeAttribute("id");
    part(line, "key").value = key;
    part(line, "was").value = "";
    part(line, "who").id = "who-" + key;
    part(line, "what").id = "what-" + key;
    part(line, "what").value = "";
    part(line, "what").classList.remove("is-invalid");
    part(line, "what").removeAttribute("aria-invalid");
    const number = list.children.length + 1;
    const labels = line.querySelectorAll("label");
    labels[0].htmlFor = "who-" + key;
    labels[1].htmlFor = "what-" + key;
    labels.forEach(function (label) { label.textContent = label.textContent.replace(/\d+/, String(number)); });
    list.insertBefore(line, after.nextElementSibling);
    part(line, "who").selectedIndex = nextSpeaker(after);
    part(line, "what").style.height = "";
    return line;
  }

  list.addEventListener("input", function (event) {
    if (event.target.name !== "lines-what") {
      return;
    }
    grow(event.target);
    const line = lineOf(event.target);
    if (!line.nextElementSibling && event.target.value) {
      addLine(line);
    }
  });

  // Shift and Enter stays within a line; Enter that chooses a character of an input method is none.
  list.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.name !== "lines-what") {
      return;
    }
    event.preventDefault();
    const line = lineOf(event.target);
    const next = line.nextElementSibling || addLine(line);
    part(next, "what").focus();
  });

  // What was typed while the line was down is kept as soon as it is back, though nobody types on.
  window.addEventListener("online", function () {
    list.dispatchEvent(new Event("input", { bubbles: true }));
  });

  document.querySelectorAll(".spoken-what").forEach(function (box) {
    if (box.value) {
      grow(box);
    }
  });
})();
