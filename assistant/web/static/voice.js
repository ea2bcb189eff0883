// How a text sounds beside how the charter wants to sound. Asked apart from the check, which is faster.

import { post } from "./api.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";

const LISTEN_AFTER = 900;

export function voicePanel() {
  const body = el("div", {});
  const root = el("section", { class: "voice", hidden: true }, el("h2", { text: t("voice.title") }), body);
  let waiting, asking;
  return {
    root,
    /** Listens to a text, once the typing rests; null: there is none. */
    show(heard) {
      clearTimeout(waiting);
      asking?.abort();
      if (!heard) { root.hidden = true; return; }
      waiting = setTimeout(async () => {
        asking = new AbortController();
        try {
          const found = await post("voice", heard, asking.signal);
          root.hidden = !found.available;
        } catch (error) {
          if (error.name !== "AbortError") root.hidden = true;
        }
      }, LISTEN_AFTER);
    },
  };
}
