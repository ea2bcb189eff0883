// The texts one reply may become: proposals of the desk, and what people have typed. A proposal never
// takes the place of a typed text: it stands beside it.

export class Versions {
  constructor(case_) {
    this.own = [];
    this.#proposals(case_.draft);
    if (case_.edited !== null && !this.proposals.includes(case_.edited)) this.own.push(case_.edited);
    if (case_.typed && ![...this.own, ...this.proposals].includes(case_.typed)) this.own.push(case_.typed);
    this.active = this.own.length ? { kind: "own", n: this.own.length - 1 } : { kind: "proposal", n: 0 };
  }

  #proposals(draft) {
    this.proposals = draft?.draft ? [draft.draft, ...draft.alternatives.map((a) => a.draft)] : [];
  }

  get text() {
    return (this.active.kind === "own" ? this.own : this.proposals)[this.active.n] ?? "";
  }

  get isOwn() { return this.active.kind === "own"; }
  get any() { return this.own.length + this.proposals.length > 0; }

  choose(kind, n) { this.active = { kind, n }; }

  /** Keeps what was typed: over the person's own text where that is open, else as a new one of theirs. */
  type(text) {
    if (this.isOwn) this.own[this.active.n] = text;
    else this.active = { kind: "own", n: this.own.push(text) - 1 };
  }

  /** New proposals of the desk; opened only where nobody has typed. */
  renew(draft) {
    this.#proposals(draft);
    this.own = this.own.filter((text) => text.trim());
    if (!this.own.length) this.active = { kind: "proposal", n: 0 };
    else if (!this.isOwn) this.active = { kind: "own", n: this.own.length - 1 };
  }

  /** Every version: {kind, n, text, active}; people's own first. */
  all() {
    const as = (kind) => (text, n) => ({ kind, n, text, active: this.active.kind === kind && this.active.n === n });
    return [...this.own.map(as("own")), ...this.proposals.map(as("proposal"))];
  }
}
