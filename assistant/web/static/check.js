// Any text against the charter.

import { post } from "./api.js";
import { el } from "./dom.js";
import { Editor } from "./editor.js";
import { t } from "./i18n.js";

export function checkPage(status, kept) {
  const lang = document.documentElement.lang;
  const select = (label, options) => el("select", { class: "field small", "aria-label": label, onchange: () => editor.set(editor.text) },
    options.map(([value, text]) => el("option", { value, text })));
  const kind = select(t("check.kind"), ["public_reply", "private_reply", "post", "script"].map((k) => [k, t(`kind.${k}`)]));
  const channel = select(t("add.channel"), [["", t("add.channel")], ...status.channels.map((c) => [c.id, c.label[lang] ?? c.id])]);
  const language = select(t("filter.language"), [["", t("check.detect")], ...status.languages.map((l) => [l, t(`language.${l}`)])]);
  const editor = new Editor({
    label: t("check.title"), placeholder: t("check.placeholder"),
    typed: (text) => { kept.text = text; },
    check: (text, signal) => post("check", {
      text, kind: kind.value, channel: channel.value || null, language: language.value || null }, signal),
  });
  if (kept.text) editor.set(kept.text);
  return el("main", { class: "sheet" },
    el("h1", { text: t("check.title") }),
    el("p", { class: "soft", text: t("check.note", { version: status.charter.version }) }),
    el("div", { class: "row" }, kind, channel, language),
    editor.root);
}
