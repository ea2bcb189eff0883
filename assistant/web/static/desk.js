// The desk: puts the panes together and keeps them in step.

import { get } from "./api.js";
import { casePane } from "./case.js";
import { askComments, askWho, showKeys } from "./dialogs.js";
import { button, el, icon } from "./dom.js";
import { language, speak, t } from "./i18n.js";
import { listen } from "./keys.js";
import { choose, chosen, dress, me, remember } from "./memory.js";
import { notice, toast } from "./notices.js";
import { Queue } from "./queue.js";
import { Reply } from "./reply.js";
import { reviewPage } from "./review.js";
import { Rules } from "./rules.js";

const FRESH_EVERY = 5000;
const LOADING_EVERY = 1500;

class Desk {
  constructor(root, status) {
    Object.assign(this, { root, status, page: "queue" });
  }

  async render() {
    const open = this.case_?.id;
    await this.reply?.flush();
    this.queue = new Queue(this.status, (id) => this.openCase(id));
    this.work = el("div", { class: "work" });
    this.pill = el("span", { class: "pill" });
    this.main = el("div", { class: "main" });
    this.root.replaceChildren(this.#header(), this.main);
    this.#showStatus();
    this.#showPage();
    if (this.page !== "queue") return;
    await this.queue.refresh();
    if (open) await this.openCase(open);
    else this.#showNothing();
  }

  #header() {
    const page = (name) => el("button", { type: "button", class: "nav", "aria-current": this.page === name ? "page" : null,
      onclick: () => { this.page = name; this.render(); }, text: t(`page.${name}`) });
    return el("header", { class: "top" },
      el("div", { class: "brand" }, el("img", { src: "/desk/icon.svg", alt: "", width: "26", height: "26" }),
        el("strong", { text: "Répartie" }), el("span", { class: "soft company", text: this.status.brand })),
      el("nav", { class: "pages", "aria-label": t("pages") }, page("queue"), page("review"), page("rules")),
      this.pill,
      el("div", { class: "row tools" },
        button([icon("plus"), el("span", { class: "add-word", text: t("add") })], () => this.add(), "", { title: `${t("add")} (n)`, "aria-label": t("add") }),
        button(language === "fr" ? "EN" : "FR", () => this.#switchLanguage(), "quiet square",
          { "aria-label": t("language.switch"), title: t("language.switch"), lang: language === "fr" ? "en" : "fr" }),
        button(icon("sun"), () => this.#switchTheme(), "quiet square", { "aria-label": t("theme"), title: t("theme") }),
        button(icon("help"), showKeys, "quiet square", { "aria-label": t("keys.title"), title: `${t("keys.title")} (?)` }),
        button([icon("person"), el("span", { class: "my-name", text: me.name })], () => this.changePerson(), "quiet", { title: t("who.change") })));
  }

  #showPage() {
    this.root.classList.remove("in-case");
    if (this.page === "review") this.main.replaceChildren(reviewPage(this.status));
    else if (this.page === "rules") {
      this.rules = new Rules(this.root, this.rules?.open);
      this.main.replaceChildren(this.rules.nav, this.rules.work);
      this.rules.load();
    } else this.main.replaceChildren(this.queue.root, this.work);
  }

  #showStatus() {
    const { parts, model, worker } = this.status;
    const failed = Object.entries(parts).find(([, p]) => p.state === "failed");
    const loading = Object.entries(parts).find(([, p]) => p.state === "loading");
    let detail = t("status.ready");
    if (loading) {
      const [name, part] = loading;
      detail = t(`status.loading.${name}`, { done: part.done ?? 0, total: part.total ?? "…" });
    } else if (failed) detail = `${t(`status.failed.${failed[0]}`)}`;
    else if (worker) detail = t("status.worker");
    const why = (failed?.[1].error ?? worker)?.message ?? "";
    this.pill.className = `pill${model.remote ? " remote" : ""}${failed || worker ? " trouble" : ""}`;
    this.pill.title = [why, model.name && t("status.model", { model: model.name })].filter(Boolean).join("\n");
    this.pill.replaceChildren(icon("lock"),
      el("span", { text: model.remote ? t("status.remote", { host: model.remote }) : t("status.local") }),
      el("span", { class: `soft state${loading ? " busy" : ""}`, text: detail }));
  }

  #showNothing() {
    this.case_ = null;
    this.reply = null;
    this.root.classList.remove("in-case");
    this.work.replaceChildren(el("div", { class: "nothing" },
      el("p", { class: "strong", text: t(this.queue.lines.length ? "nothing.choose" : "nothing.empty") }),
      el("p", { class: "soft", text: t("nothing.hint") }),
      !this.queue.lines.length && button([icon("plus"), t("add")], () => this.add(), "primary")));
  }

  async openCase(id) {
    const asked = (this.asked = (this.asked ?? 0) + 1);
    await this.reply?.flush();
    this.reply?.stop();
    this.queue.mark(id);
    try {
      const case_ = await get(`cases/${id}`);
      if (asked !== this.asked) return;
      this.reply = new Reply(case_, {
        changed: (now, how) => this.#changed(now, how),
        reload: () => this.openCase(id),
      });
      this.#showCase(case_);
    } catch (error) {
      if (asked === this.asked) this.work.replaceChildren(notice(error));
    }
  }

  #showCase(case_) {
    this.case_ = case_;
    const back = button(icon("back"), () => { this.root.classList.remove("in-case"); }, "quiet square back-button", { "aria-label": t("back") });
    const pane = casePane(case_, this.status, {
      back,
      changed: (now) => this.#changed(now),
      failed: (error) => this.reply.fail(error),
      open: (id) => this.openCase(id),
    });
    this.root.classList.add("in-case");
    const top = this.work.firstElementChild?.dataset.case === case_.id ? this.work.firstElementChild.scrollTop : 0;
    pane.dataset.case = case_.id;
    this.work.replaceChildren(pane, this.reply.root);
    pane.scrollTop = top;
  }

  async #changed(case_, { next = false, said = "", text = "" } = {}) {
    if (this.case_?.id !== case_.id) { this.queue.refresh(); return; }
    const following = next ? this.queue.after(case_.id) : null;
    this.reply.take(case_);
    this.#showCase(case_);
    const reply = this.reply;
    await this.queue.refresh();
    if (text) {
      toast(t("approved.said"), [[t("copy"), () => reply.copy(text)],
        [t("approved.publish"), () => this.queue.show("approved").then(() => this.openCase(case_.id))]], 15000);
    } else if (said) toast(said);
    if (following) this.openCase(following);
    else this.queue.mark(case_.id);
  }

  async add() {
    const id = await askComments(this.status);
    if (id === null) return;
    this.page = "queue";
    await this.render();
    await this.queue.show("open");
    if (id) this.openCase(id);
  }

  async changePerson() {
    if (await askWho(true)) this.render();
  }

  async #switchLanguage() {
    const wanted = language === "fr" ? "en" : "fr";
    choose("language", wanted);
    await speak(wanted);
    this.render();
  }

  #switchTheme() {
    const dark = getComputedStyle(this.root).colorScheme.includes("dark") && !getComputedStyle(this.root).colorScheme.includes("light")
      || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
    const theme = dark ? "light" : "dark";
    choose("theme", theme);
    dress(theme);
  }

  /** Looks for what changed elsewhere: triage done, comments come in, models loaded. */
  async watch() {
    for (;;) {
      await new Promise((r) => setTimeout(r, this.status.ready ? FRESH_EVERY : LOADING_EVERY));
      if (document.hidden) continue;
      try {
        this.status = await get("status");
        this.#showStatus();
        if (this.page !== "queue") continue;
        await this.queue.refresh();
        await this.#freshen();
      } catch (error) {
        this.pill.className = "pill trouble";
        this.pill.replaceChildren(el("span", { text: t("status.away") }));
      }
    }
  }

  /** Shows the triage of the open case once it is there; a case that is being worked on is left alone. */
  async #freshen() {
    if (!this.case_ || this.case_.triage || this.reply?.drafting) return;
    const id = this.case_.id;
    const now = await get(`cases/${id}`);
    if (this.case_?.id !== id || now.version === this.case_.version) return;
    this.reply.take(now);
    this.#showCase(now);
  }
}

async function begin(root) {
  dress(chosen("theme"));
  const wanted = chosen("language") || navigator.language.slice(0, 2);
  await speak(wanted);
  const status = await get("status");
  if (!chosen("language") && !["fr", "en"].includes(wanted)) await speak(status.language);
  const people = await get("people");
  const known = people.find((p) => p.name === me.name);
  if (known) remember(known);
  const desk = new Desk(root, status);
  listen(desk);
  if (!known) {
    root.replaceChildren();
    await askWho(false);
  }
  await desk.render();
  window.addEventListener("pagehide", () => desk.reply?.flush());
  desk.watch();
}

/** Gradio makes the page's elements in its own time. */
function whenThere(id, then) {
  const found = document.getElementById(id);
  if (found) return then(found);
  const seen = new MutationObserver(() => {
    const node = document.getElementById(id);
    if (node) { seen.disconnect(); then(node); }
  });
  seen.observe(document.documentElement, { childList: true, subtree: true });
}

whenThere("desk", (root) => begin(root).catch((error) => root.replaceChildren(notice(error))));
