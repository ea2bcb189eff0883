// The case: what was said, what it is, and what the charter asks for.

import { put } from "./api.js";
import { el, link, marked } from "./dom.js";
import { due, moment, named, t } from "./i18n.js";
import { severityChip } from "./queue.js";

export function casePane(case_, status, { changed, failed, back, open }) {
  const { triage, playbook } = case_;
  const messages = [case_.comment, ...case_.thread];
  const title = case_.comment.title || t("case.title", {
    nature: triage ? named("nature", triage.nature) : t("queue.reading"),
    author: case_.comment.author || t("anonymous"),
  });
  return el("article", { class: "pane case", "aria-label": t("case.pane") },
    el("header", { class: "case-head" },
      back,
      el("h1", { text: title }),
      el("p", { class: "facts soft" },
        el("span", { text: case_.channel_label || (case_.channel === "unknown" ? t("channel.unknown") : case_.channel) }),
        el("span", { text: t(case_.public ? "case.public" : "case.private") }),
        case_.due_at && dueWords(case_))),
    el("div", { class: "thread" }, messages.map((m) => message(m, m.id === case_.answered ? triage : null))),
    triage ? verdict(case_, status, changed, failed) : el("p", { class: "soft busy", text: t("case.reading") }),
    case_.author && authorCard(case_.author, open),
    playbook && conduct(case_),
    timeline(case_));
}

function dueWords(case_) {
  if (["published", "ignored", "closed"].includes(case_.state)) return null;
  const [words, late, soon] = due(case_.due_at);
  return el("span", { class: `due${late ? " late" : soon ? " soon" : ""}`, title: moment(case_.due_at),
    text: t("case.due", { when: words }) });
}

function message(comment, triage) {
  const ours = comment.direction === "out";
  const spans = triage ? [...triage.reasons, ...triage.problems.map((p) => ({ ...p, signal: "problem" }))] : [];
  const text = el("p", { class: `said${comment.title ? " titled" : ""}` }, marked(comment.whole, spans, (quote, span) => {
    const tip = span.signal === "problem" ? t("problem.found") : span.message || named("signal", span.signal);
    return el("mark", { class: `why ${family(span.signal)}`, tabindex: "0", "data-tip": tip, "aria-label": `${quote} – ${tip}`, text: quote });
  }));
  return el("section", { class: `message${ours ? " ours" : ""}` },
    el("header", { class: "message-head" },
      el("strong", { text: comment.author || t(ours ? "us" : "anonymous") }),
      comment.rating && stars(comment.rating),
      comment.posted_at && el("time", { class: "soft", datetime: comment.posted_at, text: moment(comment.posted_at) }),
      comment.url && link(comment.url, t("case.original"))),
    text,
    comment.facts.length > 0 && el("ul", { class: "case-facts soft" },
      comment.facts.map((f) => el("li", { text: `${f.text} (${t(`tell.${f.tell}`)})` }))));
}

function stars(rating) {
  return el("span", { class: "stars", role: "img", "aria-label": t("case.rating", { n: rating }) },
    "★".repeat(rating), el("span", { class: "off", text: "★".repeat(5 - rating) }));
}

const GRAVE = new Set(["abuse", "insult", "threat", "hate", "discrimination", "legal", "safety", "data_breach"]);
function family(signal) {
  return GRAVE.has(signal) ? "grave" : signal === "praise" ? "kind" : signal === "problem" ? "problem" : "plain";
}

function verdict(case_, status, changed, failed) {
  const { triage } = case_;
  const correct = async (change) => {
    // One change at a time: the next one needs the version that this one makes.
    for (const field of card.querySelectorAll("select, button")) field.disabled = true;
    try {
      changed(await put(`cases/${case_.id}/triage`, { ...change, expect: case_.version }));
    } catch (error) {
      for (const field of card.querySelectorAll("select, button")) field.disabled = false;
      failed(error);
    }
  };
  const fixed = ["approved", "published"].includes(case_.state);
  const pick = (name, label, options, value) => el("label", { class: "pick" },
    el("span", { class: "label", text: label }),
    el("select", { class: "field small", value, disabled: fixed,
      onchange: (e) => correct({ [name]: e.target.value }) },
    options.map(([id, text]) => el("option", { value: id, text, selected: id === value }))));
  const signals = Object.entries(triage.signals).filter(([, v]) => v >= 0.3).sort((a, b) => b[1] - a[1]);
  const about = [...case_.problems.map((p) => p.label.replace(/\.$/, "")), ...signals.map(([s]) => named("signal", s))];
  const guesses = triage.alternatives.slice(0, 2).filter((a) => a.nature !== triage.nature);
  const card = el("section", { class: `card verdict${triage.unsure ? " doubtful" : ""}` },
    el("div", { class: "row" },
      severityChip(triage.severity),
      pick("nature", t("case.nature"), status.natures.map((n) => [n, named("nature", n)]), triage.nature),
      pick("severity", t("case.severity"), status.severities.map((s) => [s, `${s} – ${t(`severity.${s}`)}`]), triage.severity)),
    triage.subtype && el("p", { class: "soft", text: named("subtype", triage.subtype) }),
    triage.unsure && el("div", { class: "row doubt" },
      el("span", { text: t("unsure.ask") }),
      [{ nature: triage.nature }, ...guesses].map((g) => el("button", {
        type: "button", class: "btn small", onclick: () => correct({ nature: g.nature }), text: named("nature", g.nature) }))),
    about.length > 0 && el("p", { class: "about" },
      el("span", { class: "label", text: t("case.why") }), el("span", { text: `${[...new Set(about)].join(", ")}.` })),
    triage.hypotheses.length > 0 && el("details", { class: "fold" },
      el("summary", { text: t("case.hypotheses") }),
      el("ul", {}, triage.hypotheses.map((h) => el("li", { text: `${named("hypothesis", h.kind)} – ${h.evidence}` }))),
      el("p", { class: "soft", text: t("case.hypotheses.note") })));
  return card;
}

function authorCard(author, open) {
  const natures = Object.entries(author.natures).sort((a, b) => b[1] - a[1])
    .map(([nature, n]) => t("author.nature", { nature: named("nature", nature).toLowerCase(), n }));
  const unseen = author.count - author.messages.length;
  return el("details", { class: "fold author" },
    el("summary", { text: t(author.count === 1 ? "author.one" : "author.many", { n: author.count }) }),
    natures.length > 0 && el("p", { class: "soft", text: natures.join(", ") }),
    el("ol", {}, author.messages.map((m) => el("li", {},
      el("p", { class: "facts soft" },
        el("time", { datetime: m.at, text: moment(m.at) }),
        el("span", { text: m.channel_label || (m.channel === "unknown" ? t("channel.unknown") : m.channel) }),
        m.nature && el("span", { text: named("nature", m.nature) }),
        el("button", { type: "button", class: "btn small quiet", onclick: () => open(m.case_id), text: t("author.open", { id: m.case_id }) })),
      el("p", { text: m.excerpt }),
      m.answer && el("p", { class: "answer soft" },
        el("span", { class: "label", text: t("author.answer") }), el("span", { text: m.answer }))))),
    unseen > 0 && el("p", { class: "soft", text: t("author.unseen", { n: unseen }) }));
}

function conduct({ playbook, needed_authority: needed }) {
  return el("section", { class: "conduct" },
    el("h2", { text: t("playbook.title") }),
    el("p", { class: "objective", text: playbook.objective }),
    needed && el("p", { class: "soft", text: t("playbook.needs", { who: t(`authority.${needed}`) }) }),
    list("playbook.avoid", playbook.avoid, "avoid", true),
    list("playbook.checklist", playbook.checklist, "todo", playbook.action === "person"));
}

function list(title, items, kind, open) {
  if (!items.length) return null;
  return el("details", { class: "fold", open },
    el("summary", { text: t(title) }), el("ul", { class: kind }, items.map((text) => el("li", { text }))));
}

function timeline({ events }) {
  return el("details", { class: "fold timeline" },
    el("summary", { text: t("timeline.title", { n: events.length }) }),
    el("ol", {}, events.map((e) => el("li", {},
      el("time", { class: "soft", text: moment(e.at) }),
      el("span", {}, el("strong", { text: who(e.who) }), ` ${named("did", e.what)}`,
        e.detail && e.what !== "triaged" && el("span", { class: "soft", text: ` – ${e.detail}` }))))));
}

const who = (name) => (["desk", "import", "init"].includes(name) ? t(`who.${name}`) : name);
