// Short messages: at the foot of the page, and inside a pane beside what they are about.

import { button, el } from "./dom.js";
import { t, told } from "./i18n.js";

let shelf;

export function toast(message, actions = [], lasting = 6000) {
  if (!shelf?.isConnected) {
    shelf = el("div", { class: "flashes", role: "status", "aria-live": "polite" });
    document.getElementById("desk").append(shelf);
  }
  const note = el("div", { class: "flash" }, el("span", { text: message }));
  const close = () => note.remove();
  for (const [label, act] of actions) note.append(button(label, () => { act(); close(); }, "quiet"));
  note.append(button("×", close, "quiet square", { "aria-label": t("close") }));
  shelf.replaceChildren(note);
  if (lasting) setTimeout(close, lasting);
}

/** A calm message inside a pane: what happened, then what to do. */
export function notice(error, actions = []) {
  const { message, hint } = error instanceof Error ? told(error) : error;
  return el("div", { class: "notice", role: "alert" },
    el("p", { text: message }),
    hint && el("p", { class: "soft", text: hint }),
    actions.length > 0 && el("div", { class: "row" }, actions));
}
