// The queue: which cases wait, the most urgent first.

import { get } from "./api.js";
import { el, icon } from "./dom.js";
import { due, has, named, t } from "./i18n.js";
import { choose, chosen } from "./memory.js";
import { notice } from "./notices.js";

export const TABS = {
  open: ["received", "triaged", "drafted", "in_review"],
  approved: ["approved"],
  escalated: ["escalated"],
  published: ["published"],
  set_aside: ["ignored", "closed"],
};

export class Queue {
  constructor(status, open) {
    this.status = status;
    this.open = open;
    this.tab = TABS[chosen("tab")] ? chosen("tab") : "open";
    this.filters = remembered();
    this.lines = [];
    this.current = null;
    this.tabs = el("div", { class: "tabs", role: "tablist", "aria-label": t("queue.states") });
    this.list = el("ul", { class: "lines", "aria-label": t("queue.title") });
    this.search = el("input", {
      type: "search", class: "field", placeholder: t("queue.search"), "aria-label": t("queue.search"),
      oninput: () => { clearTimeout(this.typing); this.typing = setTimeout(() => this.refresh(), 200); },
    });
    this.more = el("div", { class: "filters", hidden: !this.#filtered() }, this.#selects());
    const toggle = el("button", {
      type: "button", class: "btn quiet square", "aria-label": t("queue.filter"), title: t("queue.filter"),
      "aria-expanded": String(!this.more.hidden),
      onclick: () => {
        this.more.hidden = !this.more.hidden;
        toggle.setAttribute("aria-expanded", String(!this.more.hidden));
      },
    }, icon("filter"));
    this.root = el("nav", { class: "pane queue", "aria-label": t("queue.title") },
      el("div", { class: "queue-head" },
        el("div", { class: "row nowrap" }, this.search, toggle), this.more, this.tabs),
      this.list);
  }

  #selects() {
    const set = (name, value) => {
      this.filters[name] = value;
      choose("filters", JSON.stringify(this.filters));
      this.refresh();
    };
    const select = (name, label, options) => el("select", {
      class: "field small", "aria-label": label, onchange: (e) => set(name, e.target.value),
    }, el("option", { value: "", text: label }),
    options.map(([id, text]) => el("option", { value: id, text, selected: id === this.filters[name] })));
    const author = el("input", { type: "search", class: "field small", value: this.filters.author ?? "",
      placeholder: t("filter.author"), "aria-label": t("filter.author"),
      oninput: () => { clearTimeout(this.naming); this.naming = setTimeout(() => set("author", author.value.trim()), 200); } });
    const unsure = el("label", { class: "check" }, el("input", { type: "checkbox", checked: Boolean(this.filters.unsure),
      onchange: (e) => set("unsure", e.target.checked ? "true" : "") }), el("span", { text: t("filter.unsure") }));
    const { natures, severities, channels, languages } = this.status;
    const inWords = (c) => c.label[document.documentElement.lang] ?? c.id;
    return [
      select("nature", t("filter.nature"), natures.map((n) => [n, named("nature", n)])),
      select("severity", t("filter.severity"), severities.map((s) => [s, `${s} – ${t(`severity.${s}`)}`])),
      select("channel", t("filter.channel"), channels.map((c) => [c.id, inWords(c)])),
      select("written_in", t("filter.language"), languages.map((l) => [l, named("language", l)])),
      select("due", t("filter.due"), ["late", "soon"].map((d) => [d, t(`filter.due.${d}`)])),
      author, unsure,
      select("order", t("order.clock"), ["severity", "newest"].map((o) => [o, t(`order.${o}`)])),
    ];
  }

  #filtered() { return Object.values(this.filters).some(Boolean); }

  async refresh() {
    const query = new URLSearchParams();
    for (const state of TABS[this.tab]) query.append("state", state);
    for (const [name, value] of Object.entries(this.filters)) if (value) query.set(name, value);
    if (this.search.value.trim()) query.set("search", this.search.value.trim());
    const asked = (this.asked = (this.asked ?? 0) + 1);
    try {
      const found = await get(`cases?${query}`);
      if (asked !== this.asked) return;
      this.lines = found.lines;
      this.#showTabs(found.counts);
      this.#showLines();
    } catch (error) {
      if (asked === this.asked) this.list.replaceChildren(el("li", {}, notice(error)));
    }
  }

  #showTabs(counts) {
    this.tabs.replaceChildren(...Object.entries(TABS).map(([id, states]) => {
      const count = states.reduce((sum, s) => sum + (counts[s] ?? 0), 0);
      return el("button", {
        type: "button", class: "tab", role: "tab", "aria-selected": String(id === this.tab),
        onclick: () => this.show(id),
      }, el("span", { text: t(`tab.${id}`) }), count > 0 && el("span", { class: "count", text: String(count) }));
    }));
  }

  show(tab) {
    this.tab = tab;
    choose("tab", tab);
    return this.refresh();
  }

  #showLines() {
    const top = this.list.scrollTop;
    if (!this.lines.length) {
      const filtered = this.search.value || this.#filtered();
      const key = filtered ? "queue.none_found" : `queue.empty.${this.tab}`;
      this.list.replaceChildren(el("li", { class: "empty soft", text: t(key) }));
      return;
    }
    this.list.replaceChildren(...this.lines.map((line) => el("li", {}, this.#line(line))));
    this.list.scrollTop = top;
  }

  #line(line) {
    const [when, late, soon] = line.due_at && TABS.open.includes(line.state) ? due(line.due_at) : ["", false, false];
    const kind = line.nature ? named("nature", line.nature) : t("queue.reading");
    return el("button", {
      type: "button", class: "line", "data-id": line.id,
      "aria-current": line.id === this.current ? "true" : null,
      onclick: () => this.open(line.id),
    },
    el("span", { class: "line-top" },
      line.severity && severityChip(line.severity),
      el("span", { class: "line-nature", text: kind }),
      line.unsure && el("span", { class: "unsure", title: t("unsure.why"), text: t("unsure") }),
      when && el("span", { class: `due${late ? " late" : soon ? " soon" : ""}`, text: when })),
    el("span", { class: "line-text", text: line.excerpt }),
    el("span", { class: "line-foot soft" },
      el("span", { class: "line-author", text: line.author || t("anonymous") }),
      el("span", { text: line.channel_label || (line.channel === "unknown" ? t("channel.unknown") : line.channel) }),
      has(`badge.${line.state}`) && el("span", { class: "badge", text: t(`badge.${line.state}`) })));
  }

  /** Marks the line of the case that is open. */
  mark(id) {
    this.current = id;
    for (const line of this.list.querySelectorAll(".line")) {
      if (line.dataset.id === id) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    }
  }

  /** The case `step` lines away from the open one. */
  step(step) {
    const at = this.lines.findIndex((l) => l.id === this.current);
    const next = this.lines[at < 0 ? 0 : Math.min(Math.max(at + step, 0), this.lines.length - 1)];
    if (!next || next.id === this.current) return;
    this.open(next.id);
    this.list.querySelector(`[data-id="${CSS.escape(next.id)}"]`)?.scrollIntoView({ block: "nearest" });
  }

  /** The next case to work on after this one, or null. */
  after(id) {
    const at = this.lines.findIndex((l) => l.id === id);
    const others = [...this.lines.slice(at + 1), ...this.lines.slice(0, Math.max(at, 0))];
    return others.find((l) => l.id !== id)?.id ?? null;
  }
}

const NAMES = ["nature", "severity", "channel", "written_in", "due", "author", "unsure", "order"];

/** The filters this browser had; none where what it kept cannot be read. */
function remembered() {
  try {
    const kept = JSON.parse(chosen("filters") || "{}");
    return Object.fromEntries(NAMES.filter((n) => typeof kept[n] === "string").map((n) => [n, kept[n]]));
  } catch { return {}; }
}

export function severityChip(severity) {
  return el("span", { class: `chip ${severity.toLowerCase()}`, title: t(`severity.${severity}`), text: severity });
}
