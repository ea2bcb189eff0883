// A person's word on the triage: from the fields, by one key, and taken back.

import { del, put } from "./api.js";
import { askKey } from "./dialogs.js";
import { named, t } from "./i18n.js";
import { toast } from "./notices.js";

const UNDO_FOR = 12000;
const CHOICES = { nature: "natures", severity: "severities", truth: "truths" };

/** What a value of nature, severity or truth is called. */
export const called = (name, value) => (name === "severity" ? `${value} – ${t(`severity.${value}`)}` : named(name, value));

/** Corrections of one case. `locked(true)` is told while one is on its way: the next needs the version it makes. */
export class Correcting {
  constructor(case_, status, { changed, failed }) {
    Object.assign(this, { case_, status, changed, failed, busy: false, locked: () => {} });
  }

  get fixed() { return !this.case_.triage || ["approved", "published"].includes(this.case_.state); }
  get path() { return `cases/${this.case_.id}/triage`; }

  async say(name, value) {
    const now = await this.#send(() => put(this.path, { [name]: value, expect: this.case_.version }));
    if (now) toast(t("corrected", { what: called(name, value) }), [[t("undo"), () => this.#takeBack(now.version)]], UNDO_FOR);
  }

  async #takeBack(version) {
    this.busy = false;
    const now = await this.#send(() => del(`${this.path}?expect=${version}`));
    if (now) toast(t("corrected.undone"));
  }

  async #send(work) {
    if (this.busy || this.fixed) return null;
    this.busy = true;
    this.locked(true);
    try {
      const now = await work();
      await this.changed(now);
      return now;
    } catch (error) {
      this.busy = false;
      this.locked(false);
      this.failed(error);
      return null;
    }
  }

  /** A small list, each line under a key. */
  async ask(name) {
    if (this.busy || this.fixed) return;
    const { triage } = this.case_;
    const values = this.status[CHOICES[name]];
    const chosen = await askKey(t(`correct.${name}`), values.map((id, n) => (
      { key: String(n + 1), id, text: called(name, id), now: triage[name] === id })));
    if (chosen && (chosen !== triage[name] || name !== "severity")) this.say(name, chosen);
  }

  /** One of the two natures between which triage is unsure. */
  choose(n) {
    const nature = this.case_.doubt?.candidates[n];
    if (nature) this.say("nature", nature);
  }
}
