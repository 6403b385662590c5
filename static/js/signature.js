/* A signature written with finger, pen or mouse: its strokes with their times go into a hidden field as they are written. */
(function () {
  "use strict";

  function start(box) {
    const canvas = box.querySelector("canvas");
    const field = box.closest("form").elements.namedItem(box.dataset.signature);
    const trouble = box.querySelector(".field-error");
    const pen = canvas.getContext("2d");
    let strokes = [];
    let current = null;
    let began = 0;

    // The box is as wide as the screen allows: as many dots, or the strokes would be stretched.
    canvas.width = 2 * canvas.clientWidth || canvas.width;
    canvas.height = 2 * canvas.clientHeight || canvas.height;
    pen.lineWidth = 5;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    pen.strokeStyle = "#000";

    function place(event) {
      const frame = canvas.getBoundingClientRect();
      return [
        Math.round((event.clientX - frame.left) * canvas.width / frame.width),
        Math.round((event.clientY - frame.top) * canvas.height / frame.height),
        Math.round(event.timeStamp - began)
      ];
    }

    // A page that comes back, for somebody else signed meanwhile, shows the signature that it still holds.
    function redraw(kept) {
      kept.forEach(function (stroke) {
        pen.beginPath();
        pen.moveTo(stroke[0][0], stroke[0][1]);
        stroke.forEach(function (point) { pen.lineTo(point[0] + 0.1, point[1]); });
        pen.stroke();
      });
    }

    function keep() {
      field.value = JSON.stringify(strokes);
      trouble.hidden = true;
    }

    if (field.value) {
      try {
        strokes = JSON.parse(field.value);
        redraw(strokes);
      } catch (_broken) {
        strokes = [];
        field.value = "";
      }
    }

    canvas.addEventListener("pointerdown", function (event) {
      if (!event.isPrimary) {
        return;
      }
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      if (!strokes.length) {
        began = event.timeStamp;
      }
      current = [place(event)];
      strokes.push(current);
      pen.beginPath();
      pen.moveTo(current[0][0], current[0][1]);
      pen.lineTo(current[0][0] + 0.1, current[0][1]);
      pen.stroke();
    });

    canvas.addEventListener("pointermove", function (event) {
      if (!current || !event.isPrimary) {
        return;
      }
      event.preventDefault();
      const seen = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      (seen.length ? seen : [event]).forEach(function (one) {
        const from = current[current.length - 1];
        const to = place(one);
        if (to[0] === from[0] && to[1] === from[1]) {
          return;
        }
        current.push(to);
        pen.beginPath();
        pen.moveTo(from[0], from[1]);
        pen.lineTo(to[0], to[1]);
        pen.stroke();
      });
    });

    function end() {
      if (current) {
        current = null;
        keep();
      }
    }

    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);

    box.querySelector("[data-signature-clear]").addEventListener("click", function () {
      strokes = [];
      current = null;
      field.value = "";
      pen.clearRect(0, 0, canvas.width, canvas.height);
    });

    box.closest("form").addEventListener("submit", function (event) {
      if (!field.value && !("optional" in box.dataset)) {
        event.preventDefault();
        trouble.textContent = box.dataset.empty;
        trouble.hidden = false;
      }
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-signature]"), start);
})();
