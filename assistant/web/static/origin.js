// Where each sentence comes from, and what the draft drew on.

import { el } from "./dom.js";
import { t } from "./i18n.js";

export function origins(draft, editor) {
  const root = el("ol", { class: "origins" });
  const paint = () => {
    let rest = editor.text;
    const rows = draft.sentences.map((s) => {
      const kept = rest.includes(s.text);
      if (kept) rest = rest.replace(s.text, "");
      return row(s, kept, editor);
    });
    if (rest.replace(/\s/g, "").length > 3) {
      rows.push(row({ text: rest.trim().replace(/\s+/g, " "), move: "edit", source: { kind: "edit", id: "" } }, true, editor));
    }
    root.replaceChildren(...rows);
  };
  paint();
  return { root, paint };
}

function row(sentence, kept, editor) {
  const { kind, id } = sentence.source;
  const show = () => kept && editor.point(sentence.text);
  const hide = () => editor.point(null);
  return el("li", { class: `origin ${kind}${kept ? "" : " gone"}`, tabindex: "0",
    onmouseenter: show, onmouseleave: hide, onfocus: show, onblur: hide },
  el("span", { class: "origin-text", text: sentence.text }),
  el("span", { class: "origin-from soft" },
    el("span", { class: "dot" }), t(kept ? `source.${kind}` : "source.gone"),
    kept && id && el("code", { text: id })));
}

export function evidence(draft) {
  if (!draft.evidence.length) return null;
  const groups = ["reply", "fact", "charter"].map((kind) => [kind, draft.evidence.filter((e) => e.kind === kind)]);
  return el("details", { class: "fold" },
    el("summary", { text: t("evidence.title", { n: draft.evidence.length }) }),
    draft.weak_match && el("p", { class: "soft", text: t("evidence.weak") }),
    groups.filter(([, items]) => items.length).map(([kind, items]) => [
      el("h3", { text: t(`evidence.${kind}`) }),
      el("ul", { class: "evidence" }, items.map((e) => el("li", {},
        el("p", { text: e.text }),
        el("p", { class: "soft" }, el("code", { text: e.id }),
          kind === "charter" ? "" : ` ${t("evidence.near", { n: Math.round(e.score * 100) })}`))))]));
}

export function made(draft) {
  if (!draft.text && !draft.draft) return null;
  const words = draft.model ? t("made.model", { model: draft.model }) : t("made.words");
  return el("p", { class: "soft made", text: `${words} ${t("made.charter", { version: draft.charter.version })}` });
}
