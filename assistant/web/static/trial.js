// What a change of a rule would do: where the rule is wrong, its own examples, past replies.

import { el, marked } from "./dom.js";
import { named, t, told } from "./i18n.js";

const SHOWN = 8;
const GROUPS = ["stopped", "passing", "advised", "unadvised"];

export function trialPane(trial) {
  if (trial.error) return el("div", { class: "trial" }, faultCard(trial.error));
  const wrong = trial.examples.bad.length + trial.examples.good.length;
  return el("div", { class: "trial" },
    el("div", { class: "card" },
      el("p", { class: "strong", text: t(trial.effect ? `effect.${trial.effect}` : "effect.none") }),
      trial.fields && (wrong
        ? [el("p", { class: "bad-mark", text: t(wrong > 1 ? "trial.examples_wrong" : "trial.example_wrong", { n: wrong }) }),
          el("ul", { class: "wrong-examples" }, ["bad", "good"].flatMap((part) => trial.examples[part].map((text) => el("li", {},
            el("q", { text }), el("span", { class: "soft", text: t(`trial.${part}_wrong`) })))))]
        : el("p", { class: "good-mark", text: t("trial.examples_right") }))),
    trial.effect && replies(trial.replies));
}

function faultCard({ line, column, problem, ...error }) {
  const { message, hint } = told(error);
  return el("div", { class: "card fault-card", role: "alert" },
    el("p", { class: "strong", text: message }),
    line > 0 && el("p", { text: t("trial.place", { line, column }) }),
    el("p", { class: "mono", text: problem }),
    hint && el("p", { class: "soft", text: hint }));
}

/** The fields without which there is nothing to try. */
export function missingPane(names) {
  return el("div", { class: "card fault-card", role: "alert" },
    el("p", { class: "strong", text: t("trial.missing") }),
    el("ul", {}, names.map((name) => el("li", { text: named("field", name) }))));
}

function replies(found) {
  if (!found.read) return el("p", { class: "soft", text: t("trial.no_replies") });
  const touched = GROUPS.filter((group) => found[group].length);
  return el("section", { class: "card touched" },
    el("h2", { text: t("trial.replies", { n: found.read }) }),
    touched.length === 0 && el("p", { class: "good-mark", text: t("trial.untouched") }),
    touched.map((group) => el("details", { class: `fold ${group}`, open: true },
      el("summary", { text: t(found[group].length > 1 ? `trial.${group}_n` : `trial.${group}`, { n: found[group].length }) }),
      el("ul", { class: "verdicts" }, found[group].slice(0, SHOWN).map((v) => verdict(v, group))),
      found[group].length > SHOWN && el("p", { class: "soft", text: t("trial.more", { n: found[group].length - SHOWN }) }))));
}

function verdict(reply, group) {
  const kind = { stopped: "error", advised: "warning" }[group] ?? "gone";
  return el("li", {},
    el("p", { class: "soft answered", text: reply.comment }),
    el("p", { class: "sentence" }, marked(reply.sentence, [reply], (quote) => el("mark", { class: kind, text: quote }))),
    reply.start === reply.end && el("p", { class: "soft", text: reply.message }));
}
