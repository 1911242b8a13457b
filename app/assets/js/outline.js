// Rows of an outline move by keys: Alt+↑ Alt+↓ change places, Alt+Shift+→ Alt+Shift+← indent and outdent.
//
// <… data-outline>  <… data-row="s-1a2b3c4d">  <button data-move="up|down|in|out">  </…>  </…>
// The keys press the row's own buttons, so that they can do nothing a hand could not; the row keeps the focus
// afterwards.
const KEYS = { ArrowUp: "up", ArrowDown: "down" };
const SHIFTED = { ArrowRight: "in", ArrowLeft: "out" };
const PLACE = "bianshen:outline-row";

const rowOf = (element) => element?.closest?.("[data-outline] [data-row]");
const ownButton = (row, way) =>
  [...row.querySelectorAll(`[data-move="${way}"]`)].find((button) => rowOf(button) === row && !button.disabled);

function remember(row) {
  try {
    sessionStorage.setItem(PLACE, row.dataset.row);
  } catch {
    /* the focus then starts at the top */
  }
}

function recall() {
  try {
    const id = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
    const row = id && document.querySelector(`[data-outline] [data-row="${CSS.escape(id)}"]`);
    if (!row) return;
    (row.querySelector("input:not([type=hidden]), textarea, a, button") ?? row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  } catch {
    /* the focus then starts at the top */
  }
}

export function outline() {
  document.addEventListener("keydown", (event) => {
    const way = event.altKey && (event.shiftKey ? SHIFTED : KEYS)[event.key];
    const row = way && rowOf(event.target);
    if (!row) return;
    event.preventDefault();
    ownButton(row, way)?.click();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-move]");
    if (button) remember(rowOf(button) ?? button);
  });
  recall();
  document.addEventListener("htmx:afterSettle", recall);
}
