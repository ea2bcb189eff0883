// What stands behind a finding: how grave it is, the rule or the passage of the charter, a good example;
// and what the score is made of.

import { el } from "./dom.js";
import { has, t } from "./i18n.js";

export function behindOf(finding, behind) {
  const found = behind?.[finding.rule];
  return el("details", { class: "behind" },
    el("summary", {},
      el("span", { class: `level ${finding.level}`, text: t(`level.${finding.level}`) }),
      el("span", { text: t(finding.opinion ? "behind.opinion" : "behind.why") })),
    el("div", { class: "behind-body" },
      found?.text && [el("p", { class: "strong", text: found.title }), el("p", { class: "passage", text: found.text })],
      found?.good.length > 0 && [
        el("p", { class: "label", text: t("behind.good") }),
        found.good.map((example) => el("p", { class: "passage", text: example }))],
      el("p", { class: "soft" },
        `${found?.good.length ? t("behind.rule") : t("behind.guard")} `, el("code", { text: finding.rule }),
        found?.file && [" · ", el("code", { text: found.good.length ? found.file : `${found.file} · ${found.key}` })])));
}

/** The findings that moved the score, each with its points. */
export function movedBy({ score, moved, findings }) {
  if (!moved.length) return null;
  return el("details", { class: "fold", open: true },
    el("summary", { text: t("moved.title", { score }) }),
    el("ul", { class: "moved" }, moved.map((m) => {
      const finding = findings[m.finding];
      const quote = finding.match.trim();
      const said = quote ? (quote.length > 44 ? `${quote.slice(0, 42)}…` : quote) : finding.message;
      return el("li", { class: finding.level },
        el("b", { text: `\u2212${m.points}` }),
        el("span", { text: said }),
        el("code", { text: finding.rule }));
    })));
}

export const levelName = (level) => (has(`level.${level}`) ? t(`level.${level}`) : level);
