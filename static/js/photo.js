/* A portrait taken by the camera or cut out of a picture, on the page. The server checks and cuts again: this only
   fills the file field and four hidden numbers. Without it the file field works by itself. */
(function () {
  "use strict";

  function start(box) {
    const input = document.getElementById(box.dataset.photo);
    const stage = box.querySelector(".photo-stage");
    const trouble = box.querySelector(".photo-trouble");
    const ratio = box.dataset.ratio.split(":");
    const names = box.dataset.crop.split(" ").filter(Boolean);
    let cropper = null;
    let camera = null;

    function control(task) {
      return box.querySelector('[data-photo-do="' + task + '"]');
    }

    function say(text) {
      trouble.textContent = text;
      trouble.hidden = !text;
    }

    function fill(crop) {
      ["x", "y", "width", "height"].forEach(function (part, place) {
        const hidden = names[place] && input.form.elements.namedItem(names[place]);
        if (hidden) {
          hidden.value = crop ? Math.max(0, Math.round(crop[part])) : "";
        }
      });
    }

    function clear() {
      if (cropper) {
        cropper.destroy();
        cropper = null;
      }
      stage.textContent = "";
      control("turn").hidden = true;
      fill(null);
    }

    function stop() {
      if (camera) {
        camera.getTracks().forEach(function (track) { track.stop(); });
        camera = null;
      }
      control("start").hidden = false;
      control("shoot").hidden = true;
      control("stop").hidden = true;
      each(stage.querySelectorAll("video"), function (video) { video.remove(); });
    }

    function give(canvas) {
      canvas.toBlob(function (blob) {
        const parcel = new DataTransfer();
        parcel.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
        input.files = parcel.files;
        look();
      }, "image/jpeg", 0.92);
    }

    // Show the picture in the file field, with a frame of the card's proportions on it.
    function look() {
      stop();
      clear();
      say("");
      const file = input.files[0];
      if (!file) {
        return;
      }
      const image = document.createElement("img");
      image.alt = file.name;
      image.addEventListener("error", function () {
        clear();
        say(box.dataset.notAPicture);
      });
      image.addEventListener("load", function begin() {
        image.removeEventListener("load", begin);
        cut(image);
      });
      stage.appendChild(image);
      image.src = URL.createObjectURL(file);
    }

    function cut(image) {
      control("turn").hidden = false;
      if (!window.Cropper) {
        return;
      }
      cropper = new window.Cropper(image, {
        aspectRatio: Number(ratio[0]) / Number(ratio[1]),
        viewMode: 1,
        autoCropArea: 0.9,
        checkOrientation: false, // the browser has turned the picture already; asking again would need a forbidden request
        rotatable: false,
        scalable: false,
        zoomable: false,
        crop: function (event) { fill(event.detail); }
      });
    }

    // A turned picture is a new file: what is sent is what was seen.
    function turn() {
      const image = stage.querySelector("img");
      const canvas = document.createElement("canvas");
      canvas.width = image.naturalHeight;
      canvas.height = image.naturalWidth;
      const pen = canvas.getContext("2d");
      pen.translate(canvas.width, 0);
      pen.rotate(Math.PI / 2);
      pen.drawImage(image, 0, 0);
      give(canvas);
    }

    function open() {
      if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) {
        say(box.dataset.noCamera);
        return;
      }
      navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 960 } }, audio: false })
        .then(function (stream) {
          clear();
          say("");
          camera = stream;
          const video = document.createElement("video");
          video.muted = true;
          video.setAttribute("playsinline", "");
          video.srcObject = stream;
          stage.appendChild(video);
          control("start").hidden = true;
          control("shoot").hidden = false;
          control("stop").hidden = false;
          control("shoot").focus();
          return video.play();
        })
        .catch(function () {
          stop();
          say(box.dataset.noCamera);
        });
    }

    function shoot() {
      const video = stage.querySelector("video");
      if (!video || !video.videoWidth) {
        return;
      }
      const canvas = document.createElement("canvas");
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      canvas.getContext("2d").drawImage(video, 0, 0);
      give(canvas);
    }

    input.addEventListener("change", look);
    control("start").addEventListener("click", open);
    control("shoot").addEventListener("click", shoot);
    control("stop").addEventListener("click", stop);
    control("turn").addEventListener("click", turn);
    window.addEventListener("pagehide", stop);
  }

  function each(list, act) {
    Array.prototype.forEach.call(list, act);
  }

  each(document.querySelectorAll("[data-photo]"), start);
})();
