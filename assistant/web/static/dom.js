// Elements are made by functions; text enters by textContent alone, so that it stays text.

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(2).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

export function button(label, onclick, kind = "", props = {}) {
  return el("button", { type: "button", class: `btn ${kind}`, onclick, ...props }, label);
}

/** A link only where the address is one of the web: anything else is shown as text. */
export function link(url, label) {
  if (!/^https?:\/\//i.test(url ?? "")) return document.createTextNode(label);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer", text: label });
}

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  lock: "M6 9V6.5a4 4 0 0 1 8 0V9M5 9h10v8H5z",
  plus: "M10 4v12M4 10h12",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6 16 16M16 4l-1.4 1.4M5.4 14.6 4 16",
  help: "M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.5v.01M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16",
  back: "M12 4l-6 6 6 6",
  search: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M13 13l4 4",
  pen: "M4 16l1-4 8.5-8.5 3 3L8 15z",
  spark: "M10 2.5l1.8 5.7 5.7 1.8-5.7 1.8L10 17.5l-1.8-5.7L2.5 10l5.7-1.8z",
  check: "M4 10.5l4 4 8-9",
  copy: "M7 7h9v10H7zM4 13V3h9",
  person: "M10 3a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M3.5 17c.6-3.5 3-5 6.5-5s5.9 1.5 6.5 5",
  filter: "M3 5h14M6 10h8M8.5 15h3",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** Offsets of the server count characters; JavaScript counts UTF-16 units. */
export function unitsOf(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (n) => n;
  const places = [0];
  for (const character of text) places.push(places.at(-1) + character.length);
  return (n) => places[Math.min(n, places.length - 1)];
}

/** The text as nodes, with a mark around each span; of overlapping spans the first one stands. */
export function marked(text, spans, make) {
  const at = unitsOf(text);
  const nodes = [];
  let done = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const start = at(span.start), end = at(span.end);
    if (start < done || end <= start) continue;
    nodes.push(document.createTextNode(text.slice(done, start)), make(text.slice(start, end), span));
    done = end;
  }
  nodes.push(document.createTextNode(text.slice(done)));
  return nodes;
}
