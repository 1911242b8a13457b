// Findings that arrive while somebody types: the place that is replaced must not take the focus with it.
//
// The server answers a check with every gutter of the form (drafting/live.html); most of them are as they were.
const FOCUSABLE = "a[href], button, input, select, textarea";
let held = null;

/** The control that the findings of this gutter describe. */
const described = (id) => document.querySelector(`[aria-describedby~="${CSS.escape(id)}"]`);

export function live() {
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    const fresh = fragment.querySelector?.(`#${CSS.escape(target.id)}`) ?? fragment.firstElementChild;
    if (fresh && fresh.innerHTML === target.innerHTML) {
      event.detail.shouldSwap = false;
      return;
    }
    if (target.contains(document.activeElement)) {
      held = { id: target.id, place: [...target.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement) };
    }
  });
  document.addEventListener("htmx:afterSettle", restore);
  document.addEventListener("htmx:oobAfterSwap", restore);
}

function restore() {
  const gutter = held && document.getElementById(held.id);
  if (!gutter || gutter.contains(document.activeElement)) return;
  const links = gutter.querySelectorAll(FOCUSABLE);
  (links[Math.min(held.place, links.length - 1)] ?? described(held.id))?.focus({ preventScroll: true });
  held = null;
}
