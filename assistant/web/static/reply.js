// The reply: proposed, edited under the charter's eye, decided by a person.

import { draft, post, put } from "./api.js";
import { button, el, icon, link } from "./dom.js";
import { Editor } from "./editor.js";
import { askReason } from "./dialogs.js";
import { moment, t } from "./i18n.js";
import { me } from "./memory.js";
import { notice, toast } from "./notices.js";
import { evidence, made, origins } from "./origin.js";
import { Versions } from "./versions.js";

const AUTOSAVE_AFTER = 800;
const STAGES = ["planning", "searching", "writing", "checking"];

export class Reply {
  /** `changed(case, {next})` hears what became of the case; `next`: go on to the next one. */
  constructor(case_, { changed, reload }) {
    Object.assign(this, { case_, changed, reload });
    this.versions = new Versions(case_);
    this.root = el("section", { class: "pane reply", "aria-label": t("reply.pane") });
    this.message = el("div", {});
    this.body = el("div", { class: "reply-body" });
    this.root.append(this.message, this.body);
    this.show();
  }

  get path() { return `cases/${this.case_.id}`; }
  get open() { return !["approved", "published", "ignored", "escalated", "closed"].includes(this.case_.state); }

  /** Takes the case as it is now; typed text stays. */
  take(case_) {
    const drafted = case_.draft && JSON.stringify(case_.draft.sentences) !== JSON.stringify(this.case_.draft?.sentences);
    this.case_ = case_;
    if (drafted) this.versions.renew(case_.draft);
    this.message.replaceChildren();
    this.show();
  }

  show() {
    const { state } = this.case_;
    if (this.drafting) return;
    if (["approved", "published"].includes(state)) this.#showDecided();
    else if (["ignored", "escalated", "closed"].includes(state)) this.#showAside();
    else if (this.versions.any || this.writing) this.#showEditor();
    else this.#showStart();
  }

  fail(error) {
    if (error.name === "AbortError") return;
    const actions = [];
    if (error.code === "case.version") actions.push(button(t("reload"), () => this.reload(), "small"));
    if (error.code === "approval.findings") {
      actions.push(button(t("approve.anyway"), () => this.approve(true), "small"));
    }
    if (["approval.four_eyes", "approval.authority", "approval.role"].includes(error.code)) {
      actions.push(button(t("save.review"), () => this.save(), "small"));
    }
    this.message.replaceChildren(notice(error, actions));
    this.message.scrollIntoView({ block: "nearest" });
  }

  async #do(work) {
    this.message.replaceChildren();
    try { return await work(); } catch (error) { this.fail(error); return null; }
  }

  // ── before there is a text ────────────────────────────────────────────────────────────────

  #showStart() {
    const { draft: found, playbook } = this.case_;
    const parts = [el("h2", { text: t("reply.title") })];
    if (found?.status === "no_reply") parts.push(...this.#noReply(found));
    else if (found?.status === "abstained") parts.push(...this.#abstained(found));
    else {
      parts.push(
        playbook && el("p", { class: "objective", text: playbook.objective }),
        el("div", { class: "row" },
          button([icon("spark"), t("draft")], () => this.draft(), "primary", { title: "d" }),
          button(t("write.own"), () => this.write(""), "quiet")),
        el("p", { class: "soft", text: t("draft.note") }));
    }
    this.body.replaceChildren(...parts.filter(Boolean));
  }

  #noReply(found) {
    return [
      el("div", { class: "card" },
        el("p", { class: "strong", text: t("no_reply.title") }),
        el("p", { class: "soft", text: this.case_.playbook?.objective || found.reason })),
      el("div", { class: "row" },
        button(t("ignore"), () => this.leave("ignore", t("no_reply.reason")), "primary"),
        button(t("write.anyway"), () => this.write(""), "quiet")),
    ];
  }

  #abstained(found) {
    const line = found.holding_line || this.case_.playbook?.holding_line;
    return [
      el("div", { class: "card" },
        el("p", { class: "strong", text: t("abstained.title") }),
        el("p", { class: "soft", text: t("abstained.why", { reason: found.reason }) })),
      line && el("div", { class: "holding" },
        el("h3", { text: t("holding.title") }), el("blockquote", { text: line }),
        button(t("holding.use"), () => this.write(line), "small")),
      el("div", { class: "row" },
        button(t("write.own"), () => this.write(""), "primary"),
        button(t("escalate"), () => this.leave("escalate"), "quiet"),
        button(t("draft.again"), () => this.draft(), "quiet")),
      evidence(found),
    ];
  }

  write(text) {
    this.writing = true;
    if (text) this.versions.type(text);
    this.show();
    this.editor.focus();
    if (text) this.#keep(text);
  }

  // ── the editor ────────────────────────────────────────────────────────────────────────────

  #showEditor() {
    const { draft: found, target_chars: target, hard_chars: hard } = this.case_;
    this.editor = new Editor({
      check: (text, signal) => post(`${this.path}/check`, { text }, signal),
      typed: (text) => this.#typed(text),
      target, hard, label: t("reply.title"), placeholder: t("editor.placeholder"),
    });
    this.tabs = el("div", { class: "versions", role: "tablist", "aria-label": t("versions") });
    this.from = found?.sentences?.length ? origins(found, this.editor) : null;
    const changes = this.case_.approval?.decision === "changes_requested" && this.case_.approval;
    this.body.replaceChildren(...[
      el("div", { class: "row between" },
        el("h2", { text: t("reply.title") }),
        button([icon("spark"), t(this.versions.proposals.length ? "draft.another" : "draft")], () => this.draft(), "quiet small")),
      changes && el("div", { class: "card" },
        el("p", { class: "strong", text: t("changes.asked", { who: changes.by }) }), el("p", { text: changes.note })),
      this.tabs,
      this.editor.root,
      el("div", { class: "row actions" },
        button([icon("check"), t("approve")], () => this.approve(), "primary", { title: "Ctrl + ↵" }),
        button(t("save.review"), () => this.save(), "", { title: "Ctrl + S" }),
        button(icon("copy"), () => this.copy(), "quiet square", { "aria-label": t("copy"), title: t("copy") }),
        this.#more()),
      this.from && el("details", { class: "fold", open: true },
        el("summary", { text: t("origins.title") }), this.from.root),
      found && evidence(found),
      found && made(found),
    ].filter(Boolean));
    this.#showTabs();
    this.editor.set(this.versions.text);
    this.from?.paint();
  }

  #more() {
    return el("details", { class: "menu" },
      el("summary", { class: "btn quiet", text: t("more") }),
      el("div", { class: "menu-list" },
        me.role !== "drafter" && button(t("changes.ask"), () => this.askChanges(), "quiet"),
        button(t("escalate"), () => this.leave("escalate"), "quiet"),
        button(t("ignore"), () => this.leave("ignore"), "quiet")));
  }

  #showTabs() {
    const all = this.versions.all();
    const label = ({ kind, n }) => kind === "own" ? (this.versions.own.length > 1 ? t("version.own_n", { n: n + 1 }) : t("version.own"))
      : n === 0 ? t("version.draft") : t("version.other", { n });
    this.tabs.hidden = all.length < 2;
    this.tabs.replaceChildren(...all.map((v) => el("button", {
      type: "button", class: "tab", role: "tab", "aria-selected": String(v.active),
      onclick: () => {
        this.versions.choose(v.kind, v.n);
        this.#showTabs();
        this.editor.set(this.versions.text);
        this.from?.paint();
      },
    }, label(v))));
  }

  #typed(text) {
    const before = this.versions.all().length;
    this.versions.type(text);
    if (this.versions.all().length !== before) this.#showTabs();
    this.from?.paint();
    this.#keep(text);
  }

  #keep(text) {
    clearTimeout(this.keeping);
    this.unsaved = text;
    this.keeping = setTimeout(() => this.flush(), AUTOSAVE_AFTER);
  }

  /** Sends what was typed and not kept yet. */
  async flush() {
    clearTimeout(this.keeping);
    if (this.unsaved === undefined) return;
    const text = this.unsaved;
    this.unsaved = undefined;
    try { await put(`${this.path}/autosave`, { text }); } catch (error) { this.fail(error); }
  }

  // ── drafting ──────────────────────────────────────────────────────────────────────────────

  async draft() {
    if (this.drafting || !this.open) return;
    await this.flush();
    const stop = (this.drafting = new AbortController());
    const steps = el("ol", { class: "steps" }, STAGES.map((s) => el("li", { "data-stage": s, text: t(`stage.${s}`) })));
    const waiting = el("p", { class: "soft" });
    const lines = el("div", { class: "incoming", "aria-live": "polite" });
    this.message.replaceChildren();
    this.body.replaceChildren(
      el("div", { class: "row between" }, el("h2", { text: t("drafting") }), button(t("stop"), () => stop.abort(), "quiet small")),
      steps, waiting, lines);
    const seed = this.case_.draft ? this.case_.draft.seed + 1 : 0;
    let done = null, failed = null;
    try {
      await draft(this.case_.id, { seed }, (name, data) => {
        if (name === "waiting") waiting.textContent = t("waiting", { n: data.ahead });
        if (name === "stage") {
          waiting.textContent = "";
          const at = STAGES.indexOf(data.name);
          [...steps.children].forEach((li, n) => { li.className = n < at ? "done" : n === at ? "now" : ""; });
        }
        if (name === "sentence") {
          const line = el("p", { class: `origin ${data.source.kind}` }, el("span", { class: "dot" }), el("span", { text: data.text }));
          line.style.animationDelay = `${lines.children.length * 90}ms`;
          lines.append(line);
        }
        if (name === "done") done = data;
      }, stop.signal);
      if (done?.draft?.draft) await new Promise((r) => setTimeout(r, 120 * lines.children.length + 350));
    } catch (error) { failed = error; }
    this.drafting = null;
    if (done) {
      const typed = this.versions.own.length > 0;
      this.changed(done);
      if (typed && done.draft?.draft) toast(t("draft.beside"));
    } else {
      this.show();
      if (failed) this.fail(failed);
    }
  }

  stop() { this.drafting?.abort(); }

  // ── deciding ──────────────────────────────────────────────────────────────────────────────

  async approve(despite = false) {
    if (!this.editor || !this.open) return;
    const text = this.editor.text;
    let reason = "";
    if (despite) {
      reason = await askReason(t("approve.anyway"), t("approve.anyway.note"));
      if (!reason) return;
    }
    await this.#do(async () => {
      clearTimeout(this.keeping);
      this.unsaved = undefined;
      const body = { text, expect: this.case_.version, override_reason: reason };
      this.changed(await post(`${this.path}/approve`, body), { next: true, text });
    });
  }

  async save() {
    if (!this.editor || !this.open) return;
    await this.#do(async () => {
      clearTimeout(this.keeping);
      this.unsaved = undefined;
      const text = this.editor.text;
      this.changed(await post(`${this.path}/edit`, { text, expect: this.case_.version }));
      toast(t("saved"));
    });
  }

  async askChanges() {
    const note = await askReason(t("changes.ask"), t("changes.note"));
    if (note) {
      await this.#do(async () => this.changed(
        await post(`${this.path}/request-changes`, { note, expect: this.case_.version }), { next: true }));
    }
  }

  async leave(how, suggestion = "") {
    const reason = await askReason(t(how), t(`${how}.note`), suggestion);
    if (reason) {
      await this.#do(async () => this.changed(
        await post(`${this.path}/${how}`, { reason, expect: this.case_.version }), { next: true }));
    }
  }

  async copy(text = this.editor?.text ?? this.case_.text) {
    try {
      await navigator.clipboard.writeText(text);
      toast(t("copied"), [], 2500);
    } catch { toast(t("copy.failed")); }
  }

  // ── after the decision ────────────────────────────────────────────────────────────────────

  #showDecided() {
    const { approval, state, published_at: at, published_url: url } = this.case_;
    const published = state === "published";
    this.editor = null;
    const address = el("input", { class: "field grow", type: "url", placeholder: "https://…", "aria-label": t("publish.link") });
    this.body.replaceChildren(...[
      el("h2", { text: t(published ? "published.title" : "approved.title") }),
      el("p", { class: "soft", text: t("approved.by", { who: approval?.by ?? "", when: moment(approval?.at) }) }),
      el("div", { class: "final", text: this.case_.text }),
      approval?.override_reason && el("p", { class: "soft", text: t("approved.despite", { reason: approval.override_reason }) }),
      published
        ? el("p", {}, t("published.on", { when: moment(at) }), " ", url && link(url, t("published.see")))
        : el("div", { class: "publish" },
          el("p", { class: "soft", text: t("publish.how") }),
          el("div", { class: "row nowrap" }, address, button(t("publish"), () => this.publish(address.value.trim()), "primary"))),
      el("div", { class: "row" },
        button([icon("copy"), t("copy")], () => this.copy(this.case_.text)),
        !published && button(t("approved.edit"), () => this.rework(), "quiet")),
    ].filter(Boolean));
  }

  async publish(url) {
    await this.#do(async () => this.changed(
      await post(`${this.path}/publish`, { url: url || null, expect: this.case_.version }), { said: t("publish.done") }));
  }

  async rework() {
    const { text, version } = this.case_;
    await this.#do(async () => {
      this.versions = new Versions({ ...this.case_, edited: text, typed: null });
      this.changed(await post(`${this.path}/edit`, { text, expect: version }));
    });
  }

  #showAside() {
    const { state, reason } = this.case_;
    this.editor = null;
    this.body.replaceChildren(
      el("h2", { text: t(`aside.${state}`) }),
      reason && el("p", { class: "card", text: reason }),
      el("div", { class: "row" }, button(t("reopen"), () => this.#do(async () => this.changed(
        await post(`${this.path}/reopen`, { expect: this.case_.version }))))));
  }
}
