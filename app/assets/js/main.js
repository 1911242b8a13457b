// What every page loads: GOV.UK behaviours in use, then our own; nothing here is needed to do the work.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink,
  createAll,
} from "govuk-frontend";
import { autosave } from "./autosave.js";
import { guard } from "./guard.js";
import { jump } from "./jump.js";
import { live } from "./live.js";
import { outline } from "./outline.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

function wake(scope) {
  for (const component of [
    Button,
    CharacterCount,
    Checkboxes,
    ErrorSummary,
    NotificationBanner,
    PasswordInput,
    Radios,
  ]) {
    createAll(component, undefined, scope);
  }
  autosave(scope);
  jump(scope);
}

createAll(SkipLink);
wake(document);
guard();
outline();
live();
// What htmx puts in wakes up like what came with the page; components already awake are left alone.
document.addEventListener("htmx:afterSettle", (event) => wake(event.target));
