// One rule: its form or its YAML, what a change would do, and saving it.

import { get, post } from "./api.js";
import { button, el, icon } from "./dom.js";
import { askSure } from "./dialogs.js";
import { field } from "./fields.js";
import { named, t } from "./i18n.js";
import { notice, toast } from "./notices.js";
import { missingPane, trialPane } from "./trial.js";

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

export class RuleEditor {
  /** `draft`: {id, fields, text, mode, fresh}, as far as it was typed; `keep(draft)` remembers it, null
   * forgets it. `saved(id)` hears that a new version stands, null where the rule is gone. */
  constructor(charter, draft, { keep, saved, back }) {
    Object.assign(this, { charter, draft, keep, saved });
    this.mode = draft.mode ?? "form";
    this.message = el("div", {});
    this.body = el("div", { class: "rule-body" });
    this.result = el("div", { class: "rule-result", "aria-live": "polite" });
    this.form = el("section", { class: "pane rule", "aria-label": t("rule.pane") },
      el("header", { class: "case-head" }, back,
        el("h1", { text: draft.id.split(".")[1].replaceAll("_", " ") }),
        el("div", { class: "row between" }, el("code", { text: draft.id }),
          !draft.fresh && button(t("rule.remove"), () => this.remove(), "quiet small danger"))),
      this.message, this.#tabs(), this.body, this.#actions());
    this.side = el("section", { class: "pane trial-pane", "aria-label": t("trial.pane") },
      el("h2", { text: t("trial.title") }), this.result);
    this.#showBody();
    this.#untried();
  }

  get roots() { return [this.form, this.side]; }
  get kindForm() { return this.charter.kinds[this.fields.kind] ?? []; }
  get fields() { return this.draft.fields; }
  get original() { return this.charter.rules.find((r) => r.id === this.draft.id)?.fields ?? {}; }

  #tabs() {
    const tab = (mode) => el("button", { type: "button", class: "tab", role: "tab", "data-mode": mode,
      "aria-selected": String(this.mode === mode), onclick: () => this.#switch(mode), text: t(`rule.${mode}`) });
    this.tabs = el("div", { class: "versions", role: "tablist", "aria-label": t("rule.tabs") }, tab("form"), tab("yaml"));
    return this.tabs;
  }

  #actions() {
    this.saveButton = button([icon("check"), t("rule.save")], () => this.save(), "primary");
    return el("div", { class: "row actions" },
      button([icon("spark"), t("rule.try")], () => this.try_(), ""), this.saveButton,
      button(t("rule.undo"), () => this.#undo(), "quiet"));
  }

  // ── form and YAML ─────────────────────────────────────────────────────────────────────────

  #showBody() {
    for (const tab of this.tabs.children) tab.setAttribute("aria-selected", String(tab.dataset.mode === this.mode));
    if (this.mode === "yaml") return this.#showYaml();
    const kind = el("select", { class: "field short", id: "rule-kind", onchange: () => {
      this.#read();
      this.fields.kind = kind.value;
      this.#changed();
      this.#showBody();
    } }, Object.keys(this.charter.kinds).map((k) => el("option", { value: k, text: named("rulekind", k), selected: k === this.fields.kind })));
    this.made = this.kindForm.map((form) => field(form, this.fields[form.name], () => { this.#read(); this.#changed(); }));
    this.body.replaceChildren(
      el("div", { class: "form-field" }, el("label", { class: "form-label", for: "rule-kind", text: t("field.kind") }),
        el("p", { class: "soft hint", text: t(`rulekind.${this.fields.kind}.note`) }), kind),
      ...this.made.map((f) => f.root));
  }

  #showYaml() {
    const area = el("textarea", { class: "field mono yaml", rows: "22", spellcheck: "false", "aria-label": t("rule.yaml"),
      value: this.draft.text, oninput: () => { this.draft.text = area.value; this.#changed(); } });
    this.made = [];
    this.body.replaceChildren(el("p", { class: "soft", text: t("rule.yaml.note") }), area);
  }

  /** Takes the form's fields; one that a person left as it is by default stays unwritten. */
  #read() {
    const forms = Object.fromEntries(this.kindForm.map((f) => [f.name, f]));
    for (const made of this.made) {
      const value = made.read();
      const { default: standard } = forms[made.name];
      const unwritten = !(made.name in this.original) && same(value, standard);
      if (value === undefined || unwritten) delete this.fields[made.name];
      else this.fields[made.name] = value;
    }
  }

  #changed() {
    this.draft.mode = this.mode;
    this.draft.base ??= this.charter.sha256;
    this.keep(this.draft);
    this.#untried();
  }

  async #switch(mode) {
    if (mode === this.mode) return;
    const trial = await this.#ask();
    if (!trial) return;
    if (mode === "form") {
      if (trial.error) return this.#showTrial(trial);  // a form cannot show what is no rule
      this.draft.fields = trial.fields;
    } else this.draft.text = trial.text;
    this.mode = this.draft.mode = mode;
    this.#showBody();
  }

  #undo() {
    this.keep(null);
    this.saved(this.draft.fresh ? null : this.draft.id, { undone: true });
  }

  // ── try and save ──────────────────────────────────────────────────────────────────────────

  get #wanted() {
    const { id, fields, text, fresh } = this.draft;
    const what = this.mode === "yaml" ? { text } : { fields: Object.fromEntries(
      Object.entries(fields).filter(([name]) => name === "kind" || this.kindForm.some((f) => f.name === name))) };
    return { rule: id, new: Boolean(fresh), ...what };
  }

  async #ask(body = this.#wanted) {
    this.message.replaceChildren();
    try { return await post("charter/try", body); } catch (error) { this.#fail(error); return null; }
  }

  /** Marks the required fields that are empty; their names. */
  #missing() {
    const empty = (value) => value === undefined || (value.bad && value.bad.length + value.good.length === 0);
    const required = new Set(this.kindForm.filter((f) => f.required).map((f) => f.name));
    const missing = this.made.filter((f) => required.has(f.name) && empty(f.read()));
    for (const made of this.made) made.fail(missing.includes(made) ? t("field.missing") : "");
    return missing.map((f) => f.name);
  }

  async try_() {
    const missing = this.#missing();
    if (missing.length) {
      this.#maySave(false);
      this.result.replaceChildren(missingPane(missing));
      return this.#showSide();
    }
    const asked = JSON.stringify(this.#wanted);
    this.result.replaceChildren(el("p", { class: "soft busy", text: t("trial.busy") }));
    const trial = await this.#ask();
    if (!trial) return this.#untried();
    if (asked === JSON.stringify(this.#wanted)) this.#showTrial(trial);
  }

  #showTrial(trial) {
    this.result.replaceChildren(trialPane(trial));
    for (const made of this.made) made.fail(trial.error?.field === made.name ? trial.error.problem : "");
    const good = !trial.error && trial.effect !== "" && trial.examples.bad.length + trial.examples.good.length === 0;
    this.#maySave(good);
    this.#showSide();
  }

  #showSide() {
    this.side.scrollTop = 0;
    // On a narrow screen the effect stands below the form.
    if (this.side.getBoundingClientRect().top > innerHeight - 80) this.side.scrollIntoView({ block: "start" });
  }

  #untried() {
    this.result.replaceChildren(el("p", { class: "soft", text: t("trial.untried", { n: this.charter.replies }) }));
    this.#maySave(false);
  }

  #maySave(tried) {
    const may = this.charter.may_change;
    this.saveButton.disabled = !tried || !may;
    this.saveButton.title = t(may ? "rule.save.first" : "error.charter.role");
  }

  async save(body = this.#wanted, done = "rule.saved") {
    this.message.replaceChildren();
    try {
      const { version } = await post("charter/save", { ...body, expect: this.draft.base ?? this.charter.sha256 });
      this.keep(null);
      toast(t(done, { version }));
      this.saved(body.remove ? null : this.draft.id);
    } catch (error) { this.#fail(error); }
  }

  async remove() {
    const trial = await this.#ask({ rule: this.draft.id, remove: true });
    if (!trial) return;
    const sure = await askSure(t("rule.remove"), t("rule.remove.note", { rule: this.draft.id }), t("rule.remove.do"), trialPane(trial));
    if (sure) this.save({ rule: this.draft.id, remove: true }, "rule.removed");
  }

  // ── when someone else was quicker ─────────────────────────────────────────────────────────

  #fail(error) {
    if (error.code === "charter.version") return this.#both(error);
    this.message.replaceChildren(notice(error));
    this.message.scrollIntoView({ block: "nearest" });
  }

  async #both(error) {
    let theirs;
    try { theirs = await get(`charter/rules/${this.draft.id}`); } catch (failed) {
      if (failed.code !== "charter.rule_unknown") return this.message.replaceChildren(notice(failed));
    }
    const mine = (await this.#ask())?.text ?? this.draft.text ?? "";
    const again = async () => {
      const now = await get("charter");
      Object.assign(this.charter, now);
      this.draft.base = now.sha256;
      if (!theirs) this.draft.fresh = true;
      this.keep(this.draft);
      this.message.replaceChildren();
      this.try_();
    };
    this.#maySave(false);
    const now = theirs?.text ?? t("race.gone");
    this.message.replaceChildren(notice(error, [
      button(t("race.mine"), again, "small"),
      button(t("race.theirs"), () => this.#undo(), "small quiet")]),
    el("div", { class: "race" },
      el("div", {}, el("h3", { text: t("race.now") }), el("pre", { class: "mono", tabindex: "0" }, linesNotIn(now, mine))),
      el("div", {}, el("h3", { text: t("race.yours") }), el("pre", { class: "mono", tabindex: "0" }, linesNotIn(mine, now)))));
    this.message.scrollIntoView({ block: "nearest" });
  }
}

/** A text with the lines marked that another text does not have. */
function linesNotIn(text, other) {
  const known = new Set(other.split("\n"));
  return text.split("\n").flatMap((line) => [known.has(line) ? line : el("mark", { text: line }), "\n"]);
}
