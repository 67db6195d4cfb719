// Forms: focus on what is wrong, a second press that does nothing, and how far an upload is. All works without it.
"use strict";
(() => {
  const wrong = document.querySelector("[data-focus]");
  if (wrong) wrong.focus();

  for (const form of document.querySelectorAll("form[data-deed]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      const files = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
      const more = event.submitter && event.submitter.name === "_more";
      form.dataset.sent = "yes";
      if (files && !more) { event.preventDefault(); send(form); }
    });
  }
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-deed]")) delete form.dataset.sent;
  });

  // Files go ahead one by one, so that their way can be shown; then the form is sent with their hashes. What fails goes
  // with the form, which tells why.
  async function send(form) {
    const shown = form.querySelector(".progress"), bar = form.querySelector("progress");
    shown.hidden = false;
    for (const input of form.querySelectorAll("input[type=file]")) {
      if (!input.files.length) continue;
      const hash = await filed(form, input.files[0], bar);
      if (!hash) continue;
      for (const old of form.querySelectorAll("input[type=hidden]")) if (old.name === input.name) old.remove();
      const kept = document.createElement("input");
      Object.assign(kept, { type: "hidden", name: input.name, value: hash });
      form.append(kept);
      input.disabled = true;
    }
    form.submit();
  }

  function filed(form, file, bar) {
    const sent = new FormData(), request = new XMLHttpRequest();
    sent.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    sent.append("file", file);
    return new Promise((resolve) => {
      request.upload.onprogress = (told) => { if (told.lengthComputable) bar.value = (100 * told.loaded) / told.total; };
      request.onerror = () => resolve("");
      request.onload = () => {
        try { resolve(JSON.parse(request.responseText).sha256 || ""); } catch { resolve(""); }
      };
      request.open("POST", form.dataset.upload);
      request.send(sent);
    });
  }
})();
