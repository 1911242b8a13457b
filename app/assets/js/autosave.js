// Unsaved text of a form is kept on this computer, and offered back after a lost session or a conflict.
//
// <form data-autosave-key="…">     what is kept; the key names document, section and row
// <form data-unsaved>              a page that came back: what stands in it is no revision yet
// <… data-autosave-off>            a field that is never kept (passwords, hidden fields and files never are)
// <span data-autosave-status>      where the page says that the text was kept, and when
// <meta name="bianshen-saved" content="KEY">   the server's word that this text is now a revision
import { word } from "./words.js";

const PREFIX = "bianshen:";
const KEEP_DAYS = 14;
const PAUSE_MS = 700;

const owner = () => document.body.dataset.user ?? "";
const nameOf = (key) => `${PREFIX}${owner()}:${key}`;

function fields(form) {
  return [...form.elements].filter(
    (field) =>
      field.name &&
      !["hidden", "password", "file", "submit", "button"].includes(field.type) &&
      !("autosaveOff" in field.dataset),
  );
}

/** What is typed now: name → list of values, in the order of the form. */
function typed(form) {
  const values = {};
  for (const field of fields(form)) {
    values[field.name] ??= [];
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) values[field.name].push(field.value);
    } else if (field.tagName === "SELECT") {
      values[field.name].push(...[...field.selectedOptions].map((option) => option.value));
    } else {
      values[field.name].push(field.value);
    }
  }
  return values;
}

const same = (a, b) => JSON.stringify(a).replaceAll("\\r\\n", "\\n") === JSON.stringify(b).replaceAll("\\r\\n", "\\n");

function putBack(form, values) {
  const seen = {};
  for (const field of fields(form)) {
    const wanted = values[field.name];
    if (!wanted) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
    else if (field.tagName === "SELECT")
      for (const option of field.options) option.selected = wanted.includes(option.value);
    else {
      seen[field.name] = (seen[field.name] ?? -1) + 1;
      if (seen[field.name] < wanted.length) field.value = wanted[seen[field.name]];
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// Storage may be refused (private windows, a full disk): the page then simply does not keep text.
const store = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(nameOf(key)));
    } catch {
      return null;
    }
  },
  write(key, kept) {
    try {
      localStorage.setItem(nameOf(key), JSON.stringify(kept));
      return true;
    } catch {
      return false;
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(nameOf(key));
    } catch {
      /* nothing was kept */
    }
  },
  sweep(all) {
    try {
      for (const name of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
        const at = JSON.parse(localStorage.getItem(name))?.at ?? 0;
        if (all || Date.now() - at > KEEP_DAYS * 86_400_000) localStorage.removeItem(name);
      }
    } catch {
      /* nothing was kept */
    }
  },
};

const clock = (at) => new Date(at).toLocaleTimeString("zh-TW", { hour: "2-digit", minute: "2-digit", hour12: false });

function say(form, text) {
  const scope = form.closest("main") ?? document;
  for (const place of scope.querySelectorAll("[data-autosave-status]")) place.textContent = text;
}

function offer(form, key, kept) {
  const banner = document.getElementById("autosave-offer")?.content.firstElementChild?.cloneNode(true);
  if (!banner) return;
  const day =
    new Date(kept.at).toDateString() === new Date().toDateString()
      ? ""
      : `${new Date(kept.at).toLocaleDateString("zh-TW", { month: "2-digit", day: "2-digit" })} `;
  banner.querySelector("[data-autosave-when]").textContent = `${day}${clock(kept.at)}`;
  banner.querySelector("[data-autosave-restore]").addEventListener("click", () => {
    putBack(form, kept.values);
    banner.remove();
    fields(form)[0]?.focus();
  });
  banner.querySelector("[data-autosave-discard]").addEventListener("click", () => {
    store.drop(key);
    banner.remove();
  });
  form.before(banner);
}

function watch(form) {
  if (form.dataset.autosaveAwake) return;
  form.dataset.autosaveAwake = "yes";
  const key = form.dataset.autosaveKey;
  // Words that came back from the server without having become a revision differ from everything that is kept there.
  const unsaved = "unsaved" in form.dataset;
  const asServed = unsaved ? null : typed(form);
  const kept = unsaved ? null : store.read(key);
  if (kept && same(kept.values, asServed)) store.drop(key);
  else if (kept) offer(form, key, kept);

  let timer;
  const keep = () => {
    clearTimeout(timer);
    const values = typed(form);
    if (asServed && same(values, asServed)) return;
    const at = Date.now();
    say(form, store.write(key, { at, values }) ? word("kept", { time: clock(at) }) : word("not-kept"));
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE_MS);
  });
  form.addEventListener("submit", keep);
  if (unsaved) keep();
  addEventListener("pagehide", () => {
    if (timer) keep();
  });
}

export function autosave(scope) {
  for (const meta of document.querySelectorAll('meta[name="bianshen-saved"]')) store.drop(meta.content);
  store.sweep(false);
  for (const form of scope.querySelectorAll("form[data-autosave-key]")) watch(form);
  // Who signs out on purpose leaves no text behind on a shared computer.
  for (const form of scope.querySelectorAll("form[data-sign-out]"))
    form.addEventListener("submit", () => store.sweep(true));
}
