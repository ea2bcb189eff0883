// Any text against the charter, as it is typed.

import { post } from "./api.js";
import { movedBy } from "./behind.js";
import { button, el } from "./dom.js";
import { Editor } from "./editor.js";
import { language, t } from "./i18n.js";
import { keep, kept } from "./memory.js";
import { voicePanel } from "./voice.js";

const PAGE = "review";
const NOTHING = { text: "", kind: "public_reply", channel: "", language: "", comment: "", facts: "" };

export function reviewPage(status) {
  const now = { ...NOTHING, ...kept(PAGE) };
  const changed = (name, value) => {
    now[name] = value;
    keep(PAGE, now);
  };
  const score = el("div", {});
  const voice = voicePanel();
  const editor = new Editor({
    label: t("review.text"), placeholder: t("review.placeholder"),
    typed: (text) => changed("text", text),
    check: (text, signal) => post("check", {
      text, kind: now.kind, channel: now.channel || null, language: now.language || null,
      comment: now.comment, facts: now.facts.split("\n").filter((f) => f.trim()),
    }, signal),
    checked: (result) => {
      score.replaceChildren(...[result && movedBy(result)].filter(Boolean));
      voice.show(result && { text: now.text, language: result.language });
    },
  });
  const ask = (name, value) => { changed(name, value); editor.again(); };
  const pick = (name, label, options) => el("label", { class: "pick" },
    el("span", { class: "label", text: label }),
    el("select", { class: "field small", onchange: (e) => {
      ask(name, e.target.value);
      if (name === "channel") limit();
    } }, options.map(([value, text]) => el("option", { value, text, selected: value === now[name] }))));
  const area = (name, label, note) => el("label", { class: "pick" },
    el("span", { class: "label", text: label }),
    el("textarea", { class: "field", rows: "3", value: now[name], placeholder: note, oninput: (e) => ask(name, e.target.value) }));
  const limit = () => {
    editor.target = status.channels.find((c) => c.id === now.channel)?.target_chars ?? null;
    editor.again();
  };
  const clear = () => {
    Object.assign(now, NOTHING);
    keep(PAGE, now);
    root.replaceWith(reviewPage(status));
  };
  const root = el("main", { class: "sheet wide" },
    el("header", { class: "review-head" },
      el("div", { class: "row between" }, el("h1", { text: t("review.title") }), button(t("review.clear"), clear, "quiet small")),
      el("p", { class: "soft", text: t("review.note", { version: status.charter.version }) })),
    el("div", { class: "review" },
      el("section", { class: "review-text", "aria-label": t("review.text") },
        el("div", { class: "row picks" },
          pick("kind", t("review.kind"), ["public_reply", "private_reply", "post", "script"].map((k) => [k, t(`kind.${k}`)])),
          pick("channel", t("add.channel"), [["", t("review.any_channel")], ...status.channels.map((c) => [c.id, c.label[language] ?? c.id])]),
          pick("language", t("review.language"), [["", t("review.detect")], ...status.languages.map((l) => [l, t(`language.${l}`)])])),
        el("details", { class: "fold", open: Boolean(now.comment || now.facts) },
          el("summary", { text: t("review.beside") }),
          area("comment", t("review.comment"), t("review.comment.note")),
          area("facts", t("review.facts"), t("review.facts.note"))),
        editor.root),
      el("aside", { class: "review-side", "aria-label": t("review.side") }, score, voice.root)));
  editor.target = status.channels.find((c) => c.id === now.channel)?.target_chars ?? null;
  editor.set(now.text);
  return root;
}
