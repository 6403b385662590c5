/* The proof in a receipt's QR code stands behind '#', which a browser keeps to itself. Here it is put into the page's own
   form and sent, as anybody can by hand; and taken out of the address, so that going back sends nothing again. */
(function () {
  "use strict";

  const SHORTEST = 100; // shorter is a place in the page
  const form = document.querySelector("form[data-proof-form]");
  const code = form && form.querySelector("[name='code']");
  if (!code || window.location.hash.length < SHORTEST) {
    return;
  }
  code.value = window.location.href;
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
  if (form.requestSubmit) {
    form.requestSubmit();
  } else {
    form.submit();
  }
})();
