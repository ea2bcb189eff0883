// Questions the page asks: who is here, why, what to add; and the list of keys.

import { get, post } from "./api.js";
import { button, el } from "./dom.js";
import { named, t } from "./i18n.js";
import { me, remember } from "./memory.js";
import { notice, toast } from "./notices.js";

/** Opens a dialog; the promise gives what `close(value)` was called with, null when it was left. */
function ask(title, build, { leave = true } = {}) {
  return new Promise((resolve) => {
    let given = null;
    const close = (value) => { given = value; box.close(); };
    const box = el("dialog", { class: "dialog", "aria-label": title,
      onclose: () => { box.remove(); resolve(given); },
      oncancel: (e) => { if (!leave) e.preventDefault(); } },
    el("div", { class: "row between" }, el("h2", { text: title }),
      leave && button("×", () => close(null), "quiet square", { "aria-label": t("close") })),
    build(close));
    document.getElementById("desk").append(box);
    box.showModal();
  });
}

export function askReason(title, note, suggestion = "") {
  return ask(title, (close) => {
    const area = el("textarea", { class: "field area-small", rows: "3", "aria-label": note, value: suggestion, autofocus: true });
    return el("form", { method: "dialog", onsubmit: (e) => {
      e.preventDefault();
      if (area.value.trim()) close(area.value.trim()); else area.focus();
    } }, el("p", { class: "soft", text: note }), area,
    el("div", { class: "row end" }, el("button", { type: "submit", class: "btn primary", text: t("confirm") })));
  });
}

/** One of a few values, by its key or a click: [{key, id, text, now}]; `now` marks the one that stands. */
export function askKey(title, options) {
  return ask(title, (close) => el("div", { class: "palette", onkeydown: (e) => {
    const chosen = !e.ctrlKey && !e.metaKey && !e.altKey && options.find((o) => o.key === e.key);
    if (!chosen) return;
    e.preventDefault();
    e.stopPropagation();  // closed by then, the dialog would no longer keep the page's own keys from acting
    close(chosen.id);
  } }, options.map(({ key, id, text, now }, n) => el("button", { type: "button", class: "person", autofocus: n === 0,
    "aria-current": now ? "true" : null, "aria-keyshortcuts": key, onclick: () => close(id) },
  el("span", { text }), el("kbd", { text: key })))));
}

/** Whether a person means it; `more` is shown below the note. */
export function askSure(title, note, label, more = null) {
  return ask(title, (close) => el("div", { class: "sure" }, el("p", { text: note }), more,
    el("div", { class: "row end" }, button(t("cancel"), () => close(false), "quiet"),
      button(label, () => close(true), "primary", { autofocus: true }))));
}

/** The name and kind of a new rule: {id, kind}; `free(id)` says whether the name can be had. */
export function askRule(families, kinds, free) {
  return ask(t("rules.add"), (close) => {
    const said = el("p", { class: "fault", role: "alert", hidden: true });
    const family = el("select", { class: "field" }, families.map((f) => el("option", { value: f, text: `${named("family", f)} (rules/${f}.yaml)` })));
    const kind = el("select", { class: "field" }, kinds.map((k) => el("option", { value: k, text: named("rulekind", k) })));
    const name = el("input", { class: "field", maxlength: "60", autofocus: true, autocapitalize: "off", spellcheck: "false", "aria-describedby": "rule-name-note" });
    const add = (event) => {
      event.preventDefault();
      const key = name.value.trim().normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^[_0-9]+|_+$/g, "");
      const id = `${family.value}.${key}`;
      const wrong = !key ? "error.charter.rule_name" : free(id) ? "" : "error.charter.rule_exists";
      said.hidden = !wrong;
      if (!wrong) return close({ id, kind: kind.value });
      said.textContent = t(wrong);
      name.focus();
    };
    const labelled = (label, control) => el("label", { class: "pick" }, el("span", { class: "label", text: label }), control);
    return el("form", { onsubmit: add },
      labelled(t("rules.add.name"), name), el("p", { class: "soft hint", id: "rule-name-note", text: t("rules.add.note") }), said,
      labelled(t("rules.add.file"), family), labelled(t("field.kind"), kind),
      el("div", { class: "row end" }, el("button", { type: "submit", class: "btn primary", text: t("rules.add.do") })));
  });
}

/** Who is at the desk. The first name ever given becomes its administrator. */
export async function askWho(leave) {
  const people = await get("people");
  return ask(t("who.title"), (close) => {
    const said = el("div", {});
    const enter = async (name) => {
      try { remember(await post("me", { name })); close(me.name); } catch (error) { said.replaceChildren(notice(error)); }
    };
    if (people.length) {
      return el("div", {}, el("p", { class: "soft", text: t("who.choose") }),
        el("div", { class: "people" }, people.map((p) => el("button", { type: "button", class: "person", onclick: () => enter(p.name) },
          el("strong", { text: p.name }), el("span", { class: "soft", text: `${t(`role.${p.role}`)} · ${t(`authority.${p.authority}`)}` })))),
        said);
    }
    const name = el("input", { class: "field", maxlength: "80", "aria-label": t("who.name"), placeholder: t("who.name"), autofocus: true });
    return el("form", { onsubmit: (e) => { e.preventDefault(); enter(name.value); } },
      el("p", { class: "soft", text: t("who.first") }), name, said,
      el("div", { class: "row end" }, el("button", { type: "submit", class: "btn primary", text: t("who.enter") })));
  }, { leave });
}

/** One comment by hand, or a file of them; gives the id of a new case, or "" after an import. */
export function askComments(status) {
  const lang = document.documentElement.lang;
  const channels = () => el("select", { class: "field", "aria-label": t("add.channel") },
    el("option", { value: "", text: t("add.channel") }),
    status.channels.map((c) => el("option", { value: c.id, text: c.label[lang] ?? c.id })));
  return ask(t("add.title"), (close) => {
    const said = el("div", {});
    const text = el("textarea", { class: "field", rows: "6", name: "text", "aria-label": t("add.text"), placeholder: t("add.text"), autofocus: true });
    const author = el("input", { class: "field", name: "author", maxlength: "200", "aria-label": t("add.author"), placeholder: t("add.author") });
    const channel = channels();
    const rating = el("select", { class: "field", "aria-label": t("add.rating") }, el("option", { value: "", text: t("add.rating") }),
      [5, 4, 3, 2, 1].map((n) => el("option", { value: n, text: "★".repeat(n) })));
    const add = async (e) => {
      e.preventDefault();
      if (!text.value.trim()) return text.focus();
      try {
        const { case: made, new: fresh } = await post("comments", {
          text: text.value, author: author.value || null, channel: channel.value || null,
          rating: rating.value ? Number(rating.value) : null });
        if (!fresh) toast(t("add.known"));
        close(made.id);
      } catch (error) { said.replaceChildren(notice(error)); }
    };
    const fileChannel = channels();
    const file = el("input", { type: "file", hidden: true, accept: ".csv,.tsv,.xlsx,.jsonl,.json", "aria-label": t("import.file"),
      onchange: async () => {
        if (!file.files.length) return;
        const form = new FormData();
        form.set("file", file.files[0]);
        form.set("channel", fileChannel.value);
        said.replaceChildren(el("p", { class: "soft busy", text: t("import.reading") }));
        try { said.replaceChildren(report(await post("import", form), close)); } catch (error) { said.replaceChildren(notice(error)); }
        file.value = "";
      } });
    return el("div", { class: "add" },
      el("form", { onsubmit: add }, text, el("div", { class: "thirds" }, author, channel, rating),
        el("div", { class: "row end" }, el("button", { type: "submit", class: "btn primary", text: t("add.one") }))),
      el("div", { class: "import" }, el("h3", { text: t("import.title") }), el("p", { class: "soft", text: t("import.note") }),
        el("div", { class: "thirds two" }, fileChannel, button(t("import.choose"), () => file.click()), file)),
      said);
  });
}

function report(found, close) {
  return el("div", { class: "card" },
    el("p", { class: "strong", text: t("import.done", { added: found.added, known: found.known, bad: found.bad }) }),
    found.errors.length > 0 && el("ul", { class: "bad-rows" }, found.errors.map((e) => el("li", {},
      el("strong", { text: t("import.line", { n: e.line }) }), ` ${e.message} `, el("span", { class: "soft", text: e.hint })))),
    el("div", { class: "row end" }, button(t("import.see"), () => close(""), "primary")));
}

export function showKeys() {
  const keys = [["j", "k"], ["d"], ["e"], ["c"], ["s"], ["v"], ["1", "2"], ["Ctrl + ↵"], ["Ctrl + S"], ["n"], ["/"], ["?"], ["Esc"]];
  return ask(t("keys.title"), () => el("dl", { class: "keys" }, keys.map((k) => [
    el("dt", {}, k.map((key) => el("kbd", { text: key }))), el("dd", { text: t(`keys.${k[0]}`) })])));
}
