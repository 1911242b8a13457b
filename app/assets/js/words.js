// Words the scripts say, taken from the page, where the server wrote them in the reader's language.

/** The sentence kept under `name` in the page's <template id="words">, with %(name)s figures filled in. */
export function word(name, figures = {}) {
  const found = document.getElementById("words")?.content.querySelector(`[data-word="${name}"]`);
  return (found?.textContent ?? "").replace(/%\((\w+)\)s/g, (whole, key) => figures[key] ?? whole);
}
