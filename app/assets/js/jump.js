// On a phone the list of sections becomes one chooser; without this script it is a list that folds.
//
// <details data-jump="label">  <a href="…" data-text="壹、…">…</a>  </details>

export function jump(scope) {
  for (const list of scope.querySelectorAll("details[data-jump]")) {
    const links = [...list.querySelectorAll("a[href]")];
    if (!links.length || list.hidden) continue;
    const select = document.createElement("select");
    select.className = "govuk-select";
    select.id = `${list.id || "jump"}-chooser`;
    for (const link of links) {
      const group = link.dataset.group;
      let parent = select;
      if (group) {
        parent = [...select.children].find((each) => each.label === group);
        if (!parent) {
          parent = document.createElement("optgroup");
          parent.label = group;
          select.append(parent);
        }
      }
      const chosen = link.getAttribute("aria-current") !== null;
      parent.append(
        new Option(link.dataset.text ?? link.textContent.trim(), link.getAttribute("href"), chosen, chosen),
      );
    }
    select.addEventListener("change", () => location.assign(select.value));
    const label = document.createElement("label");
    label.className = "govuk-label";
    label.htmlFor = select.id;
    label.textContent = list.dataset.jump;
    list.after(label, select);
    list.hidden = true;
  }
}
