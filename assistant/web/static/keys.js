// What the keyboard does. Nothing while a person types, but for Ctrl and Escape.

import { showKeys } from "./dialogs.js";

export function listen(desk) {
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === "Enter") act(event, () => desk.reply?.approve());
    else if (command && event.key.toLowerCase() === "s") act(event, () => desk.reply?.save());
    else if (event.key === "Escape") document.activeElement?.blur();
    if (command || event.altKey || event.target.closest?.("input, textarea, select")) return;
    const does = {
      j: () => desk.queue.step(1),
      k: () => desk.queue.step(-1),
      d: () => desk.reply?.draft(),
      e: () => desk.reply?.editor?.focus(),
      n: () => desk.add(),
      "/": () => desk.queue.search.focus(),
      "?": () => showKeys(),
    }[event.key];
    if (does) act(event, does);
  });
}

function act(event, does) {
  event.preventDefault();
  does();
}
