// The case: what was said, what it is, and what the charter asks for.

import { called } from "./correct.js";
import { el, link, marked } from "./dom.js";
import { due, moment, named, t } from "./i18n.js";
import { severityChip } from "./queue.js";

export function casePane(case_, status, { correcting, back, open }) {
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
    triage ? verdict(case_, status, correcting) : el("p", { class: "soft busy", text: t("case.reading") }),
    case_.author && authorCard(case_.author, open),
    case_.duty && duty(case_),
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

function verdict(case_, status, correcting) {
  const { triage, decided, doubt } = case_;
  const pick = (name, values) => el("label", { class: "pick" },
    el("span", { class: "label", text: t(`case.${name}`) }),
    el("select", { class: "field small", disabled: correcting.fixed, onchange: (e) => correcting.say(name, e.target.value) },
      values.map((id) => el("option", { value: id, text: called(name, id), selected: id === triage[name] }))));
  const signals = Object.entries(triage.signals).filter(([, v]) => v >= 0.3).sort((a, b) => b[1] - a[1]);
  const about = [...case_.problems.map((p) => p.label.replace(/\.$/, "")), ...signals.map(([s]) => named("signal", s))];
  const card = el("section", { class: `card verdict${triage.unsure ? " doubtful" : ""}` },
    el("div", { class: "row" },
      severityChip(triage.severity),
      pick("nature", status.natures), pick("severity", status.severities), pick("truth", status.truths)),
    triage.subtype && el("p", { class: "soft", text: named("subtype", triage.subtype) }),
    triage.unsure && doubts(triage, doubt, correcting),
    triage.opinion && el("p", { class: "soft", text:
      `${t("unsure.opinion", { model: triage.opinion.model })} ${named("nature", triage.opinion.nature)}` }),
    decided && el("p", { class: "about" },
      el("span", { class: "label", text: t("case.decided", { severity: triage.severity }) }), el("span", { text: decided.reason })),
    said(triage),
    about.length > 0 && el("p", { class: "about" },
      el("span", { class: "label", text: t("case.why") }), el("span", { text: `${[...new Set(about)].join(", ")}.` })),
    triage.hypotheses.length > 0 && el("details", { class: "fold" },
      el("summary", { text: t("case.hypotheses") }),
      el("ul", {}, triage.hypotheses.map((h) => el("li", { text: `${named("hypothesis", h.kind)} – ${h.evidence}` }))),
      el("p", { class: "soft", text: t("case.hypotheses.note") })));
  correcting.locked = (yes) => {
    for (const field of card.querySelectorAll("select, .doubt button")) field.disabled = yes || correcting.fixed;
  };
  return card;
}

function doubts({ nature }, doubt, correcting) {
  const candidates = doubt?.candidates ?? [nature];
  return el("div", { class: "doubt" },
    el("div", { class: "row" }, el("span", { text: t("unsure.ask") }),
      candidates.map((id, n) => el("button", { type: "button", class: "btn small", disabled: correcting.fixed, onclick: () => correcting.say("nature", id) },
        named("nature", id), doubt && el("kbd", { text: String(n + 1) })))),
    doubt && el("p", { text: doubt.decides }));
}

/** What people said of this triage, and what its words tell of the method's other questions. */
function said({ subject, claim, corrections }) {
  const seen = (group, answer) => answer && `${t(`${group}.${answer.value}`)} (${answer.evidence.map((e) => t("quoted", { text: e.quote })).join(", ")})`;
  const about = [seen("subject", subject), seen("claim", claim)].filter(Boolean);
  const last = corrections.at(-1);
  return [
    about.length > 0 && el("p", { class: "about" }, el("span", { class: "label", text: t("case.about") }), el("span", { text: about.join(", ") })),
    last && el("p", { class: "soft", text: t("case.corrected", { who: last.by, when: moment(last.at),
      what: Object.entries(last.given).map(([name, value]) => called(name, value)).join(", ") }) }),
  ];
}

function duty({ duty: { due_at: at, clock, tell, second_person: second }, state }) {
  const due = at && !["published", "ignored", "closed"].includes(state);
  if (!due && !tell.length && !second) return null;
  return el("section", { class: "duty" },
    el("h2", { text: t("duty.title") }),
    due && el("p", { text: t("duty.before", { when: moment(at), clock: t(`clock.${clock}`) }) }),
    second && el("p", { class: "soft", text: t("duty.second") }),
    tell.length > 0 && el("ul", { "aria-label": t("duty.tell") }, tell.map((call) => el("li", {},
      el("span", {}, t("duty.tell"), " ", el("strong", { text: call.contact || call.function })),
      el("span", { class: "soft", text: ` – ${call.because.map((b) => (b.startsWith("S") ? called("severity", b) : named("signal", b))).join(", ")}` })))));
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
