/* What scripts add to pages that work without them: keys, one sending a click, a warning before typed text is lost,
   dialogs, and nothing left to see after sign-out. Camera and cropping are in photo.js. */
(function () {
  "use strict";

  // A page that comes back out of the browser's memory may belong to somebody who has signed out: ask the server again.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      window.location.reload();
    }
  });

  function each(selector, root, act) {
    Array.prototype.forEach.call((root || document).querySelectorAll(selector), act);
  }

  function isTyping(element) {
    return element && (/^(input|textarea|select)$/i.test(element.tagName) || element.isContentEditable);
  }

  // A table that scrolls must be reachable by keys; one that does not would only be one stop more.
  function reachTables(root) {
    each(".table-frame", root, function (frame) {
      if (frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight + 1) {
        const caption = frame.querySelector("caption");
        frame.tabIndex = 0;
        frame.setAttribute("role", "region");
        frame.setAttribute("aria-label", caption ? caption.textContent.trim() : "");
      } else {
        ["tabindex", "role", "aria-label"].forEach(function (name) { frame.removeAttribute(name); });
      }
    });
  }

  // A table of more columns is compared across them: it scrolls.
  const MOST_STACKED = 10;
  const narrow = window.matchMedia("(max-width: 575.98px)");

  // On a phone the rows of a list that is wider than it stand under each other: each cell says its column's name, and the
  // roles that another way of laying out would hide from readers aloud are said.
  function stackTables(root) {
    each(".table-frame > .table", root, function (table) {
      const heads = table.tHead ? table.tHead.rows[0].cells : [];
      table.classList.remove("stacks");
      table.parentElement.classList.remove("frame-of-stacks");
      if (heads.length > MOST_STACKED || !narrow.matches || table.offsetWidth <= table.parentElement.clientWidth) {
        return;
      }
      each("tbody > tr, tfoot > tr", table, function (row) {
        Array.prototype.forEach.call(row.cells, function (cell, place) {
          const head = cell.colSpan === 1 && row.cells.length === heads.length ? heads[place].textContent.trim() : "";
          if (head) {
            cell.dataset.label = head;
          }
          cell.classList.toggle("bare", !cell.textContent.trim() && !cell.querySelector("input, select, img"));
          cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
        });
      });
      each("th[scope=col]", table, function (head) { head.setAttribute("role", "columnheader"); });
      each("thead, tbody, tfoot", table, function (part) { part.setAttribute("role", "rowgroup"); });
      each("tr", table, function (row) { row.setAttribute("role", "row"); });
      table.setAttribute("role", "table");
      table.classList.add("stacks");
      table.parentElement.classList.add("frame-of-stacks");
    });
    each(".tabs [aria-current]", root, function (tab) {
      const list = tab.closest("ul");
      list.scrollLeft = tab.offsetLeft + tab.offsetWidth - list.clientWidth;
    });
  }

  function show(root) {
    each(".needs-scripts", root, function (element) { element.hidden = false; });
    stackTables(root);
    reachTables(root);
  }

  // Browsers tell of a new size at most once before each picture they draw: what follows is in that same picture.
  window.addEventListener("resize", function () {
    stackTables(document);
    reachTables(document);
  });

  function focusErrors(root) {
    const summary = root.querySelector(".error-summary");
    if (summary) {
      summary.focus();
    }
  }

  // Dialogs ---------------------------------------------------------------------------------------------------------
  function openDialog(dialog) {
    if (dialog && dialog.showModal && !dialog.open) {
      dialog.showModal();
      return true;
    }
    return false;
  }

  document.addEventListener("click", function (event) {
    const opener = event.target.closest("[data-opens]");
    if (opener && openDialog(document.getElementById(opener.dataset.opens))) {
      event.preventDefault();
      return;
    }
    const closer = event.target.closest("[data-closes]");
    const dialog = closer && document.getElementById(closer.dataset.closes);
    if (dialog && dialog.open) {
      event.preventDefault();
      dialog.close();
    }
    each("details.menu[open]", document, function (menu) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
    if (!event.target.closest(".search-box")) {
      emptyResults();
    }
  });

  function emptyResults() {
    const results = document.getElementById("search-results");
    if (results) {
      results.textContent = "";
    }
  }

  // Keys ------------------------------------------------------------------------------------------------------------
  let waitingForLetter = 0;

  function onLetter(event) {
    const search = document.getElementById("search");
    if (event.key === "/" && search) {
      search.focus();
      search.select();
    } else if (event.key === "?") {
      openDialog(document.getElementById("keys"));
    } else if (Date.now() - waitingForLetter < 1500 && /^[a-z0-9]$/i.test(event.key)) {
      waitingForLetter = 0;
      const link = document.querySelector('[data-key="g ' + event.key.toLowerCase() + '"]');
      if (!link) {
        return;
      }
      link.click();
    } else if (event.key === "g") {
      waitingForLetter = Date.now();
    } else {
      return;
    }
    event.preventDefault();
  }

  function walkResults(event) {
    const box = event.target.closest(".search-box");
    if (!box || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) {
      return;
    }
    const stops = [box.querySelector("#search")].concat(Array.from(box.querySelectorAll(".search-results a")));
    const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }

  function onEscape() {
    emptyResults();
    each("details[open].menu, details[open].masked-ask", document, function (details) {
      const held = details.contains(document.activeElement);
      details.open = false;
      if (held) {
        details.querySelector("summary").focus();
      }
    });
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229) {
      return; // an input method is composing a character
    }
    if (event.key === "Enter" && event.ctrlKey) {
      const form = event.target.closest("form");
      const button = form && form.querySelector("button[type=submit]:not(:disabled)");
      if (button) {
        event.preventDefault();
        button.click();
      }
      return;
    }
    if (event.key === "Escape") {
      onEscape();
    }
    walkResults(event);
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (plain && !isTyping(event.target) && !document.body.hasAttribute("data-no-keys") && !document.querySelector("dialog[open]")) {
      onLetter(event);
    }
  });

  // Sending ---------------------------------------------------------------------------------------------------------
  // The server makes a second sending harmless; this only spares the reader the wait and the doubt.
  function release(form) {
    delete form.dataset.sent;
    each("button[data-was-on]", form, function (button) {
      button.disabled = false;
      button.removeAttribute("data-was-on");
    });
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented) { // something on the page asks for more before it lets the form go
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.removeAttribute("data-dirty");
    if (form.hasAttribute("data-repeatable") || form.hasAttribute("hx-post") || form.hasAttribute("hx-get") || form.method !== "post") {
      return;
    }
    form.dataset.sent = "yes";
    window.setTimeout(function () { // after the browser has read the form, the pressed button's own value included
      each("button[type=submit]:not(:disabled)", form, function (button) {
        button.disabled = true;
        button.setAttribute("data-was-on", "");
      });
    }, 0);
    window.setTimeout(function () { release(form); }, 10000);
  });

  document.addEventListener("input", function (event) {
    const form = event.target.closest("form[data-warn-unsaved]");
    if (form) {
      form.setAttribute("data-dirty", "");
    }
  });

  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector("form[data-dirty]")) {
      event.preventDefault();
      event.returnValue = "";
    }
  });

  // htmx ------------------------------------------------------------------------------------------------------------
  function tell(text) {
    const box = document.getElementById("trouble");
    box.textContent = text;
    box.hidden = false;
    window.setTimeout(function () { box.hidden = true; }, 12000);
  }

  // An error page is meant for a whole window: in place of a part, only its words are shown, and nothing typed is lost.
  function wordsOf(page) {
    const parsed = new DOMParser().parseFromString(page, "text/html");
    const advice = parsed.querySelector(".error-advice");
    const title = parsed.querySelector("h1");
    return advice && title ? title.textContent.trim() + "：" + advice.textContent.trim() : "";
  }

  document.addEventListener("htmx:beforeSwap", function (event) {
    const answer = event.detail.xhr;
    if (answer.status >= 400 && /^\s*<!doctype/i.test(answer.responseText)) {
      event.detail.shouldSwap = false;
      event.detail.isError = false;
      tell(wordsOf(answer.responseText) || document.getElementById("trouble").dataset.failed);
    }
  });
  document.addEventListener("htmx:responseError", function () { tell(document.getElementById("trouble").dataset.failed); });
  document.addEventListener("htmx:sendError", function () { tell(document.getElementById("trouble").dataset.offline); });
  document.addEventListener("htmx:afterSwap", function (event) {
    const form = event.detail.elt.querySelector("[data-saved]") && event.detail.elt.closest("form[data-dirty]");
    if (form) { // the draft has kept itself
      form.removeAttribute("data-dirty");
    }
    show(event.detail.elt);
    focusErrors(event.detail.elt);
  });

  show(document);
  focusErrors(document);
})();
