// A second click sends nothing, and leaving with unsaved text asks first.
//
// <form data-guard>              asks before the page is left with changed fields (so does data-autosave-key)
// <form data-guard="off">        may be sent again at once (a search, a download)
const AGAIN_MS = 10_000;
const asks = (form) => form.dataset.guard !== "off" && ("guard" in form.dataset || "autosaveKey" in form.dataset);
const changed = new Set();

function rest(form, resting) {
  for (const button of document.querySelectorAll("button, input[type=submit]")) {
    if (button.form !== form) continue;
    if (resting) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
  if (resting) form.dataset.sent = "yes";
  else delete form.dataset.sent;
}

export function guard() {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      // Not form.method: a field of that name (評估方式 of an indicator) stands in its place.
      if (form.getAttribute("method")?.toLowerCase() !== "post" || form.dataset.guard === "off") return;
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      changed.delete(form);
      if (event.submitter?.dataset.leaving !== undefined) changed.clear();
      rest(form, true);
      // The key in the form makes a repetition harmless; the wait only keeps the hand from sending it.
      setTimeout(() => rest(form, false), AGAIN_MS);
    },
    true,
  );

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && asks(form)) changed.add(form);
  });
  for (const form of document.querySelectorAll("form[data-unsaved]")) changed.add(form);
  addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => form.isConnected)) event.preventDefault();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.querySelectorAll("form[data-sent]")) rest(form, false);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-sent]");
    if (form) rest(form, false);
  });
}
