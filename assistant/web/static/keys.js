// What the keyboard does. Nothing while a person types, but for Ctrl and Escape.

import { showKeys } from "./dialogs.js";

export function listen(desk) {
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const command = event.ctrlKey || event.metaKey;
    const inQueue = desk.page === "queue";  // elsewhere no key may decide about a case that is out of sight
    if (inQueue && command && event.key === "Enter") act(event, () => desk.reply?.approve());
    else if (inQueue && command && event.key.toLowerCase() === "s") act(event, () => desk.reply?.save());
    else if (event.key === "Escape") document.activeElement?.blur();
    if (command || event.altKey || event.target.closest?.("input, textarea, select")) return;
    const anywhere = { n: () => desk.add(), "?": () => showKeys() };
    const here = {
      queue: {
        j: () => desk.queue.step(1),
        k: () => desk.queue.step(-1),
        d: () => desk.reply?.draft(),
        e: () => desk.reply?.editor?.focus(),
        c: () => desk.correcting?.ask("nature"),
        s: () => desk.correcting?.ask("severity"),
        v: () => desk.correcting?.ask("truth"),
        1: () => desk.correcting?.choose(0),
        2: () => desk.correcting?.choose(1),
        "/": () => desk.queue.search.focus(),
      },
      rules: { "/": () => desk.rules.search.focus() },
    }[desk.page];
    const does = { ...anywhere, ...here }[event.key];
    if (does) act(event, does);
  });
}

function act(event, does) {
  event.preventDefault();
  does();
}
