// The charter's rules: a list to find one in, the open one, and the versions.

import { get } from "./api.js";
import { classifierPane } from "./classifier.js";
import { askRule } from "./dialogs.js";
import { button, el, icon } from "./dom.js";
import { language, named, t } from "./i18n.js";
import { keep, kept } from "./memory.js";
import { notice } from "./notices.js";
import { RuleEditor } from "./rule.js";
import { versionsPane } from "./charter_versions.js";

const PAGE = "rules";

export class Rules {
  constructor(root, open = null) {
    Object.assign(this, { root, open });
    this.drafts = kept(PAGE);
    this.filters = { level: "", kind: "" };
    this.search = el("input", { type: "search", class: "field", placeholder: t("rules.search"), "aria-label": t("rules.search"),
      oninput: () => this.#showList() });
    this.list = el("div", { class: "lines" });
    this.work = el("div", { class: "work" });
    this.head = el("div", { class: "queue-head" });
    this.nav = el("nav", { class: "pane queue rules", "aria-label": t("rules.title") }, this.head, this.list);
  }

  async load() {
    try {
      [this.charter, { waiting: this.waiting }] = await Promise.all([get("charter"), get("classifier")]);
      for (const rule of this.charter.rules) rule.said = spoken(rule);
      this.#showHead();
      this.#showList();
      if (this.open && this.#find(this.open)) await this.openRule(this.open);
      else this.#showNothing();
    } catch (error) { this.work.replaceChildren(notice(error)); }
  }

  #find(id) { return this.charter.rules.some((r) => r.id === id) || this.drafts[id]?.fresh; }

  #showHead() {
    const select = (name, label, options) => el("select", { class: "field small", "aria-label": label,
      onchange: (e) => { this.filters[name] = e.target.value; this.#showList(); } },
    el("option", { value: "", text: label }), options.map(([id, text]) => el("option", { value: id, text, selected: id === this.filters[name] })));
    this.head.replaceChildren(
      el("div", { class: "row nowrap" }, this.search,
        button(icon("plus"), () => this.add(), "quiet square", { "aria-label": t("rules.add"), title: t("rules.add") })),
      el("div", { class: "filters" },
        select("level", t("rules.any_level"), ["error", "warning", "suggestion"].map((l) => [l, t(`level.${l}`)])),
        select("kind", t("rules.any_kind"), Object.keys(this.charter.kinds).map((k) => [k, named("rulekind", k)]))),
      el("button", { type: "button", class: "history-link", onclick: () => this.openVersions() },
        el("span", { text: t("versions.link", { version: this.charter.version }) }), icon("back")),
      el("button", { type: "button", class: "history-link", onclick: () => this.openClassifier() },
        el("span", { text: t("classifier.link", { n: this.waiting }) }), icon("back")));
  }

  #showList() {
    const wanted = this.search.value.trim().toLowerCase();
    const fresh = Object.values(this.drafts).filter((d) => d.fresh).map((d) => ({ id: d.id, fields: d.fields, said: "" }));
    const found = [...fresh, ...this.charter.rules].filter(({ id, fields, said }) =>
      (!this.filters.level || fields.level === this.filters.level) && (!this.filters.kind || fields.kind === this.filters.kind)
      && (!wanted || `${id} ${said} ${JSON.stringify(fields)}`.toLowerCase().includes(wanted)));
    const families = [...new Set(found.map((r) => r.id.split(".")[0]))].sort();
    const top = this.list.scrollTop;
    this.list.replaceChildren(...families.map((family) => el("section", { "aria-label": family },
      el("h3", { class: "family" }, named("family", family), el("code", { text: `rules/${family}.yaml` })),
      el("ul", {}, found.filter((r) => r.id.startsWith(`${family}.`)).map((rule) => el("li", {}, this.#line(rule)))))));
    if (!found.length) this.list.append(el("p", { class: "empty soft", text: t("rules.none_found") }));
    this.list.scrollTop = top;
  }

  #line({ id, fields, said }) {
    return el("button", { type: "button", class: "line rule-line", "data-id": id, "aria-current": id === this.open ? "true" : null,
      onclick: () => this.openRule(id) },
    el("span", { class: "line-top" },
      el("span", { class: `level ${fields.level}`, text: named("level", fields.level) }),
      el("span", { class: "line-nature", text: id.split(".")[1].replaceAll("_", " ") }),
      this.drafts[id] && el("span", { class: "badge", text: t("rules.unsaved") })),
    said && el("span", { class: "line-text soft", text: said }),
    el("span", { class: "line-foot soft" }, el("span", { text: named("rulekind", fields.kind) })));
  }

  #showNothing() {
    this.open = null;
    this.#leave();
    this.work.replaceChildren(el("div", { class: "nothing" },
      el("p", { class: "strong", text: t("rules.choose") }),
      el("p", { class: "soft", text: t(this.charter.may_change ? "rules.hint" : "rules.hint_try") })));
  }

  #mark(id) {
    this.open = id;
    for (const line of this.list.querySelectorAll(".line")) {
      if (line.dataset.id === id) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    }
    this.root.classList.add("in-case");
  }

  #leave() { this.root.classList.remove("in-case"); }
  #back() { return button(icon("back"), () => this.#leave(), "quiet square back-button", { "aria-label": t("rules.back") }); }

  async openRule(id) {
    this.#mark(id);
    let draft = this.drafts[id];
    if (!draft) {
      try {
        const rule = await get(`charter/rules/${id}`);
        draft = { id, fields: rule.fields, text: rule.text };
      } catch (error) { return this.work.replaceChildren(notice(error)); }
      if (this.open !== id) return;
    }
    const editor = new RuleEditor(this.charter, draft, {
      back: this.#back(),
      keep: (now) => {
        if (now) this.drafts[id] = now;
        else delete this.drafts[id];
        keep(PAGE, this.drafts);
        if (!now || !this.list.querySelector(`[data-id="${CSS.escape(id)}"] .badge`)) this.#showList();
      },
      saved: (now) => { this.open = now; this.load(); },
    });
    this.work.replaceChildren(...editor.roots);
  }

  async openVersions() {
    this.#mark("");
    this.work.replaceChildren(await versionsPane({ back: this.#back(), restored: () => this.load().then(() => this.openVersions()) }));
  }

  openClassifier() {
    this.#mark("");
    this.work.replaceChildren(classifierPane({
      back: this.#back(),
      learned: (waiting) => { this.waiting = waiting; this.#showHead(); },
    }));
  }

  async add() {
    const families = [...new Set(this.charter.rules.map((r) => r.id.split(".")[0]))].sort();
    const made = await askRule(families, Object.keys(this.charter.kinds), (id) => !this.#find(id));
    if (!made) return;
    this.drafts[made.id] = { id: made.id, fresh: true, mode: "form",
      fields: { kind: made.kind, level: "suggestion", message: {}, examples: { bad: [], good: [] } }, text: "" };
    keep(PAGE, this.drafts);
    this.search.value = "";
    this.filters = { level: "", kind: "" };
    this.#showHead();
    this.#showList();
    this.openRule(made.id);
    this.list.querySelector(`[data-id="${CSS.escape(made.id)}"]`)?.scrollIntoView({ block: "nearest" });
  }
}

function spoken({ fields }) {
  const said = fields.message?.[language] ?? Object.values(fields.message ?? {})[0] ?? "";
  return said.replace("{match}", "…");
}
