// What the triage has learned from people's corrections, and learning anew.

import { del, get, post } from "./api.js";
import { button, el } from "./dom.js";
import { language, moment, t } from "./i18n.js";
import { notice, toast } from "./notices.js";

const LOOK_EVERY = 1000;
const FIGURES = ["macro_f1", "right_when_sure", "unsure", "attack_recall", "alarm_recall", "alarm_precision"];

const WAITING = ["classifier.waiting_none", "classifier.waiting_one"];

/** `learned(n)`: so many corrections still wait. */
export function classifierPane({ back, learned }) {
  const body = el("div", { class: "classifier" });
  const root = el("section", { class: "pane versions-pane", "aria-label": t("classifier.title") },
    el("div", { class: "row nowrap" }, back, el("h1", { text: t("classifier.title") })),
    el("p", { class: "soft", text: t("classifier.note") }), body);
  let learning = false, stopped = false;

  async function ask(work) {
    try { show(await work()); } catch (error) { body.replaceChildren(notice(error, [button(t("classifier.again"), () => ask(() => get("classifier")), "small")])); }
  }

  function show(now) {
    if (learning && !now.running) {
      learned(now.waiting);
      if (!now.error && !stopped) toast(t("classifier.done"));
    }
    stopped = Boolean(now.running?.stopping);
    learning = Boolean(now.running);
    body.replaceChildren(...[
      el("p", { class: "strong", text: t(WAITING[now.waiting] ?? "classifier.waiting", { n: now.waiting }) }),
      now.error && notice(refusal(now.error)),
      now.running ? progress(now.running, now.may_teach)
        : now.may_teach
          ? el("div", { class: "row" }, button(t("classifier.learn"), () => ask(() => post("classifier")), "primary"))
          : el("p", { class: "soft", text: t("classifier.ask") }),
      now.lesson && figures(now.lesson)].filter(Boolean));
    if (learning) setTimeout(() => root.isConnected && ask(() => get("classifier")), LOOK_EVERY);
  }

  function progress({ stage, done, total, stopping }, mayStop) {
    const share = stage === "reading" && total ? done / total : null;
    return el("div", { class: "card", role: "status" },
      el("div", { class: "row between" },
        el("span", { class: "busy", text: t(stopping ? "classifier.stopping" : `classifier.stage.${stage}`, { done, total: total ?? "…" }) }),
        mayStop && !stopping && button(t("stop"), () => ask(() => del("classifier")), "quiet small")),
      el("progress", { max: "1", value: share, "aria-label": t("classifier.progress") }));
  }

  ask(() => get("classifier"));
  return root;
}

function refusal(error) {
  return Object.assign(new Error(error.message), error);
}

const share = (n) => new Intl.NumberFormat(language === "fr" ? "fr-FR" : "en-GB", { style: "percent", maximumFractionDigits: 1 }).format(n);

function figures({ at, by, corrections, before, after }) {
  const row = (name, was, now) => el("tr", {}, el("th", { scope: "row", text: name }), el("td", { text: was }), el("td", { text: now }));
  return el("section", {},
    el("h2", { text: t("classifier.last") }),
    el("p", { class: "soft", text: t("classifier.last.note", { when: moment(at), who: by === "desk" ? t("who.desk") : by, n: corrections, comments: after.comments }) }),
    el("table", { class: "figures" },
      el("thead", {}, el("tr", {}, el("td", {}), el("th", { scope: "col", text: t("classifier.before") }), el("th", { scope: "col", text: t("classifier.after") }))),
      el("tbody", {}, FIGURES.map((name) => row(t(`figure.${name}`), share(before[name]), share(after[name]))),
        row(t("figure.wronged"), `${before.wronged} / ${before.complaints}`, `${after.wronged} / ${after.complaints}`))));
}
