// The fields of a rule's form, one maker for each shape that the desk names: {root, read()}.
// read() gives undefined where the field is empty.

import { button, el } from "./dom.js";
import { has, named, t } from "./i18n.js";

const LANGUAGES = ["fr", "en"];
const PATTERNS = ["pattern", "when", "then", "groups", "markers"];

export function field(form, value, changed) {
  const make = SHAPES[form.shape] ?? text;
  const id = `rule-${form.name}`;
  const control = make({ ...form, id, label: named("field", form.name) }, value ?? form.default ?? undefined, changed);
  const hint = has(`field.${form.name}.note`) && el("p", { class: "soft hint", id: `${id}-note`, text: t(`field.${form.name}.note`) });
  const label = [named("field", form.name), form.required && el("span", { class: "soft", text: ` ${t("field.required")}` })];
  const fault = el("p", { class: "fault", role: "alert", hidden: true });
  const root = control.single
    ? el("div", { class: "form-field" }, el("label", { class: "form-label", for: id }, label), hint, control.root, fault)
    : el("fieldset", { class: "form-field" }, el("legend", { class: "form-label" }, label), hint, control.root, fault);
  if (hint && control.single) control.root.setAttribute("aria-describedby", hint.id);
  return { root, read: control.read, name: form.name,
    fail: (message) => { fault.textContent = message; fault.hidden = !message; } };
}

function text({ id, name }, value, changed) {
  const pattern = PATTERNS.includes(name);
  const root = el(pattern ? "textarea" : "input", { id, class: `field${pattern ? " mono" : ""}`, value: value ?? "",
    rows: pattern ? "3" : null, spellcheck: pattern ? "false" : "true", oninput: changed });
  return { root, single: true, read: () => root.value.replace(/\n/g, "") || undefined };
}

function scalar({ id, choices }, value, changed) {
  const list = choices.length > 0 && el("datalist", { id: `${id}-list` }, choices.map((c) => el("option", { value: c })));
  const input = el("input", { id, class: "field short", value: value ?? "", inputmode: choices.length ? "text" : "decimal",
    list: list ? `${id}-list` : null, oninput: changed });
  if (list) input.after(list);
  const root = list ? el("div", {}, input, list) : input;
  return { root, single: true, read: () => {
    const typed = input.value.trim();
    return typed === "" ? undefined : Number.isFinite(Number(typed)) ? Number(typed) : typed;
  } };
}

function choice({ id, name, choices, required }, value, changed) {
  const root = el("select", { id, class: "field short", onchange: changed },
    !required && value === undefined && el("option", { value: "", text: "–" }),
    choices.map((c) => el("option", { value: c, text: named(GROUPS[name] ?? name, c), selected: c === value })));
  return { root, single: true, read: () => root.value || undefined };
}

const GROUPS = { level: "level", scopes: "kind", languages: "language", unit: "unit", measure: "measure", per: "per" };

function choices({ name, choices: all }, value, changed) {
  const boxes = all.map((c) => el("input", { type: "checkbox", value: c, checked: (value ?? []).includes(c), onchange: changed }));
  const root = el("div", { class: "row checks" }, all.map((c, n) => el("label", { class: "check" }, boxes[n],
    el("span", { text: named(GROUPS[name] ?? name, c) }))));
  return { root, read: () => boxes.filter((b) => b.checked).map((b) => b.value) };
}

function toggle({ id }, value, changed) {
  const root = el("input", { id, type: "checkbox", checked: Boolean(value), onchange: changed });
  return { root, single: true, read: () => root.checked };
}

/** One text a line; where a text has lines of its own, one area for each. */
function lines(form, value, changed) {
  const all = value ?? [];
  if (all.some((v) => v.includes("\n"))) return items(form, all, changed);
  const root = el("textarea", { id: form.id, class: "field", rows: String(Math.min(Math.max(all.length + 1, 2), 10)),
    value: all.join("\n"), oninput: changed });
  return { root, single: true, read: () => {
    const read = root.value.split("\n").map((line) => line.trim()).filter(Boolean);
    return read.length ? read : undefined;
  } };
}

function items({ label }, value, changed) {
  const root = el("div", { class: "items" });
  const rows = [];
  const add = (said, focus) => {
    const area = el("textarea", { class: "field", rows: "2", value: said, "aria-label": label, oninput: changed });
    const row = el("div", { class: "item" }, area, button("×", () => {
      rows.splice(rows.indexOf(area), 1);
      row.remove();
      changed();
    }, "quiet square", { "aria-label": t("item.remove"), title: t("item.remove") }));
    rows.push(area);
    more.before(row);
    if (focus) area.focus();
  };
  const more = button(t("item.add"), () => add("", true), "quiet small");
  root.append(more);
  for (const said of value ?? []) add(said, false);
  return { root, read: () => {
    const read = rows.map((area) => area.value.trim()).filter(Boolean);
    return read.length ? read : undefined;
  } };
}

function pairs({ name, label }, value, changed) {
  const root = el("div", { class: "items" });
  const rows = [];
  const mono = PATTERNS.includes(name) ? " mono" : "";
  const add = (from, to, focus) => {
    const input = (said, part) => el("input", { class: `field${part === "to" ? mono : ""}`, value: said,
      "aria-label": `${label} – ${t(`pair.${name}.${part}`)}`, placeholder: t(`pair.${name}.${part}`), oninput: changed });
    const pair = [input(from, "from"), input(to, "to")];
    const row = el("div", { class: "item pair" }, pair[0], el("span", { class: "soft", "aria-hidden": "true", text: "→" }), pair[1],
      button("×", () => {
        rows.splice(rows.indexOf(pair), 1);
        row.remove();
        changed();
      }, "quiet square", { "aria-label": t("item.remove"), title: t("item.remove") }));
    rows.push(pair);
    more.before(row);
    if (focus) pair[0].focus();
  };
  const more = button(t("item.add"), () => add("", "", true), "quiet small");
  root.append(more);
  for (const [from, to] of Object.entries(value ?? {})) add(from, to, false);
  return { root, read: () => {
    const read = rows.map(([from, to]) => [from.value.trim(), to.value]).filter(([from]) => from);
    return read.length ? Object.fromEntries(read) : undefined;
  } };
}

function texts({ label }, value, changed) {
  const areas = LANGUAGES.map((l) => el("textarea", { class: "field", rows: "2", lang: l, value: value?.[l] ?? "",
    "aria-label": `${label} – ${t(`language.${l}`)}`, oninput: changed }));
  const root = el("div", { class: "items" }, LANGUAGES.map((l, n) => el("div", { class: "item said-in" },
    el("span", { class: "soft", "aria-hidden": "true", text: l.toUpperCase() }), areas[n])));
  return { root, read: () => {
    const read = LANGUAGES.map((l, n) => [l, areas[n].value.trim()]).filter(([, said]) => said);
    return read.length ? Object.fromEntries(read) : undefined;
  } };
}

function fix({ id }, value, changed) {
  const kind = value === undefined || value === null ? "none" : value === "" ? "delete" : "replace";
  const input = el("input", { class: "field grow", value: value ?? "", "aria-label": t("fix.by"), hidden: kind !== "replace", oninput: changed });
  const select = el("select", { id, class: "field short", onchange: () => { input.hidden = select.value !== "replace"; changed(); } },
    ["none", "delete", "replace"].map((k) => el("option", { value: k, text: t(`fix.kind.${k}`), selected: k === kind })));
  return { root: el("div", { class: "row nowrap" }, select, input), read: () =>
    select.value === "none" ? undefined : select.value === "delete" ? "" : input.value || undefined };
}

function examples(_form, value, changed) {
  const parts = ["bad", "good"].map((part) => [part, items({ label: t(`examples.${part}`) }, value?.[part], changed)]);
  const root = el("div", { class: "examples" }, parts.map(([part, list]) => el("div", { class: part },
    el("h3", { text: t(`examples.${part}`) }), list.root)));
  return { root, read: () => {
    const read = parts.map(([part, list]) => [part, list.read() ?? []]);
    return read.some(([, list]) => list.length) ? Object.fromEntries(read) : undefined;
  } };
}

const SHAPES = { text, scalar, choice, choices, switch: toggle, lines, pairs, texts, fix, examples };
