// A text with the charter's findings in it: marked while it is typed, explained beside it.

import { behindOf } from "./behind.js";
import { button, el, marked, unitsOf } from "./dom.js";
import { t } from "./i18n.js";
import { notice } from "./notices.js";

const CHECK_AFTER = 250;

export class Editor {
  /** `check(text, signal)` asks the desk; `typed(text)` hears every change a person makes, `checked(result)`
   * every answer: null where there is no text. */
  constructor({ check, typed = () => {}, checked = () => {}, target = null, hard = null, label, placeholder = "" }) {
    Object.assign(this, { check, typed, checked, target, hard });
    this.findings = [];
    this.back = el("div", { class: "back", "aria-hidden": "true" });
    this.area = el("textarea", {
      class: "area", "aria-label": label, placeholder, spellcheck: "true", rows: "6",
      oninput: () => { this.#paint(); this.typed(this.area.value); this.#checkSoon(); },
    });
    this.score = el("div", { class: "score", "aria-live": "polite" });
    this.length = el("span", { class: "length soft" });
    this.list = el("ul", { class: "findings" });
    this.root = el("div", { class: "editor" },
      el("div", { class: "paper" }, this.back, this.area),
      el("div", { class: "row between" }, this.score, this.length),
      this.list);
  }

  get text() { return this.area.value; }

  set(text) {
    this.area.value = text;
    this.findings = [];
    this.#paint();
    this.#checkNow();
  }

  focus() {
    this.area.focus();
    this.area.setSelectionRange(this.text.length, this.text.length);
  }

  /** Shows where a sentence stands in the text; null shows none. */
  point(sentence) {
    this.pointed = sentence;
    this.#paint();
  }

  #checkSoon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#checkNow(), CHECK_AFTER);
  }

  async #checkNow() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    const text = this.text;
    if (!text.trim()) {
      this.findings = [];
      this.list.replaceChildren();
      this.score.replaceChildren();
      this.#paint();
      this.checked(null);
      return;
    }
    const asking = (this.asking = new AbortController());
    try {
      const result = await this.check(text, asking.signal);
      if (text !== this.text) return;
      this.findings = result.findings;
      this.checkedText = text;
      this.#paint();
      this.#explain(result);
      this.checked(result);
    } catch (error) {
      if (error.name !== "AbortError") this.list.replaceChildren(el("li", {}, notice(error)));
    }
  }

  #paint() {
    const text = this.text;
    let spans = this.findings.filter((f) => this.#holds(f))
      .flatMap((f) => [f, ...this.#alsoIn(f)].map((place) => ({ ...place, kind: f.level })));
    if (this.pointed) {
      const start = [...text.slice(0, Math.max(text.indexOf(this.pointed), 0))].length;
      spans = text.includes(this.pointed) ? [{ start, end: start + [...this.pointed].length, kind: "pointed" }] : [];
    }
    const nodes = marked(text, spans, (quote, span) => el("mark", { class: span.kind, text: quote }));
    // A last line break needs something after it, or the mirror is one line shorter than the text.
    this.back.replaceChildren(...nodes, "\u200b");
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight}px`;
    const count = [...text].length;
    this.length.textContent = this.target
      ? t("editor.length", { n: count, target: this.target }) : t("editor.length_only", { n: count });
    this.length.classList.toggle("over", Boolean(this.hard) && count > this.hard);
    this.length.classList.toggle("long", Boolean(this.target) && count > this.target);
  }

  #holds(finding) {
    const at = unitsOf(this.text);
    return this.text.slice(at(finding.start), at(finding.end)) === finding.match;
  }

  /** Further places of a finding; they hold for the text that was checked alone. */
  #alsoIn(finding) { return this.text === this.checkedText ? finding.also ?? [] : []; }

  #explain({ score, band, findings, behind }) {
    const errors = findings.filter((f) => f.level === "error").length;
    const words = errors ? t(errors > 1 ? "score.errors" : "score.error", { n: errors })
      : t(findings.length ? "score.advice" : "score.good");
    this.score.replaceChildren(
      el("span", { class: `band ${band}` }, el("b", { text: String(score) }), words),
      findings.filter((f) => f.fix !== null).length > 1
        ? button(t("fix.all"), () => this.#fixAll(), "quiet small") : "");
    this.list.replaceChildren(...findings.map((f) => el("li", { class: `finding ${f.level}` },
      el("button", { type: "button", class: "finding-text", onclick: () => this.#select(f) },
        f.match.trim() && !f.message.includes(f.match) && el("q", { text: f.match.length > 70 ? `${f.match.slice(0, 68)}…` : f.match }),
        el("span", { text: f.message })),
      f.fix !== null && button(fixLabel(f.fix), () => this.#fix([f]), "small"),
      behindOf(f, behind))));
  }

  #select(finding) {
    const at = unitsOf(this.text);
    this.area.focus();
    this.area.setSelectionRange(at(finding.start), at(finding.end));
  }

  #fixAll() { this.#fix(this.findings.filter((f) => f.fix !== null)); }

  #fix(findings) {
    let text = this.text;
    const at = unitsOf(text);
    let before = Infinity;
    const places = findings.filter((f) => this.#holds(f)).flatMap((f) => [f, ...this.#alsoIn(f)]);
    for (const place of places.sort((a, b) => b.start - a.start)) {
      let start = at(place.start), end = at(place.end);
      if (end > before) continue;
      // A deletion takes one of the two blanks around it along, unless it deletes a blank.
      const deletes = !place.fix && text.slice(start, end).trim() !== "";
      if (deletes && text[end] === " " && (start === 0 || /\s/.test(text[start - 1]))) end += 1;
      else if (deletes && start > 0 && text[start - 1] === " " && (end === text.length || /[ .,\n]/.test(text[end]))) start -= 1;
      text = text.slice(0, start) + place.fix + text.slice(end);
      before = start;
    }
    this.area.value = text;
    this.typed(text);
    this.findings = [];
    this.#paint();
    this.#checkNow();
    this.area.focus();
  }

  /** Asks again, where what the text is checked for has changed. */
  again() { this.#checkSoon(); }
}

function fixLabel(fix) {
  if (fix === "") return t("fix.delete");
  return t("fix.replace", { text: fix.trim() ? (fix.length > 28 ? `${fix.slice(0, 26)}…` : fix) : t("fix.space") });
}
