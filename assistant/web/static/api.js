// Everything the page asks of the desk.

import { language } from "./i18n.js";
import { me } from "./memory.js";

export class Fault extends Error {
  constructor({ code, message, hint }, status) {
    super(message);
    Object.assign(this, { code, hint, status });
  }
}

function headers(extra = {}) {
  return {
    "X-Repartie": "1",
    "X-Repartie-Lang": language,
    "X-Repartie-Who": encodeURIComponent(me.name),
    ...extra,
  };
}

async function ask(method, path, body, signal) {
  const form = body instanceof FormData;
  let answer;
  try {
    answer = await fetch(`/api/${path}`, {
      method, signal,
      headers: headers(body && !form ? { "Content-Type": "application/json" } : {}),
      body: form ? body : body && JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Fault({ code: "web.away", message: "The desk does not answer.", hint: "" }, 0);
  }
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  throw new Fault(await answer.json().catch(() => ({ code: "web.unexpected", message: "" })), answer.status);
}

export const get = (path, signal) => ask("GET", path, undefined, signal);
export const post = (path, body = {}, signal) => ask("POST", path, body, signal);
export const put = (path, body) => ask("PUT", path, body);
export const del = (path) => ask("DELETE", path);

/** A draft as it is made: calls on(name, data) for each event; closing the signal stops the work. */
export async function draft(caseId, body, on, signal) {
  const answer = await fetch(`/api/cases/${caseId}/draft`, {
    method: "POST", signal, body: JSON.stringify(body), headers: headers({ "Content-Type": "application/json" }),
  });
  if (!answer.ok) throw new Fault(await answer.json(), answer.status);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const name = /^event: (.*)$/m.exec(block)?.[1];
      if (!name) continue;
      const data = JSON.parse(/^data: (.*)$/m.exec(block)[1]);
      if (name === "error") throw new Fault(data, 0);
      on(name, data);
    }
  }
}
