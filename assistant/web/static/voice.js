// How a text sounds beside how the charter wants to sound. Asked apart from the check, which is faster.

import { post } from "./api.js";
import { el } from "./dom.js";
import { language, t } from "./i18n.js";

const LISTEN_AFTER = 900;
const SHOWN = 3;

export function voicePanel() {
  const body = el("div", { class: "voice-body" });
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
          if (found.available) {
            body.replaceChildren(...found.dimensions.map(dimension), found.note && el("p", { class: "soft", text: found.note }));
          }
        } catch (error) {
          if (error.name !== "AbortError") root.hidden = true;  // the check stands without it
        }
      }, LISTEN_AFTER);
    },
  };
}

/** One scale: where the text is, with the measure's error, and what the charter takes. */
function dimension(at) {
  const share = (position) => `${Math.min(Math.max((position + 2) / 4, 0), 1) * 100}%`;
  const [low, high] = [t(`pole.${at.low}`), t(`pole.${at.high}`)];
  const verdict = at.inside === null ? "voice.free" : at.close_call ? "voice.close" : at.inside ? "voice.inside" : "voice.outside";
  const number = (n) => new Intl.NumberFormat(language, { maximumFractionDigits: 1, signDisplay: "exceptZero" }).format(n);
  const bar = el("div", { class: "scale", role: "img", "aria-label":
    t("voice.said", { low, high, position: number(at.position), error: number(at.error).replace("+", "") }) });
  if (at.target !== null) bar.append(placed("taken", share(at.target - at.tolerance), share(at.target + at.tolerance)));
  bar.append(placed("error", share(at.position - at.error), share(at.position + at.error)), placed("point", share(at.position)));
  return el("div", { class: `dimension ${at.inside === false && !at.close_call ? "outside" : ""}` },
    el("div", { class: "row between poles" }, el("span", { text: low }), el("span", { text: high })),
    bar,
    el("p", { class: "verdict-line", text: t(verdict) }),
    at.evidence.length > 0 && el("ul", { class: "soft voice-why" }, at.evidence.slice(0, SHOWN).map((e) => el("li", {
      text: `${e.label} → ${e.effect < 0 ? low : high}` }))));
}

function placed(name, from, to = null) {
  const mark = el("span", { class: name });
  mark.style.left = from;
  if (to) mark.style.right = `calc(100% - ${to})`;
  return mark;
}
