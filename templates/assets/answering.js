"use strict";
// Saves each answer while the page stays open. Without this script the section is one form with a button.
(() => {
  const form = document.querySelector("form[data-answering]");
  if (!form) return;
  const csrf = form.querySelector("input[name=csrf]").value;
  const line = form.querySelector("[data-saved-line]");
  const words = form.dataset;
  const PARTS = ["option", "reason", "comment", "evidence", "revision"];
  const AFTER_TYPING = 1200;
  const AFTER_FAILURE = 5000;
  const waiting = new Map(); // question -> timer
  const unsaved = new Set(); // questions with changes that the server has not confirmed
  let busy = Promise.resolve();

  const card = (id) => document.getElementById(`q-${id}`);
  const named = (id, part) => form.elements.namedItem(`${id}:${part}`);

  function say(text, failed) {
    line.textContent = text;
    line.classList.toggle("failed", Boolean(failed));
  }

  function body(id) {
    const fields = new URLSearchParams({ csrf });
    for (const part of PARTS) {
      const field = named(id, part);
      if (field) fields.set(part, field.value);
    }
    return fields;
  }

  function fault(id, text) {
    const error = document.getElementById(`${id}:error`);
    error.hidden = !text;
    error.querySelector("span").textContent = text;
    error.closest(".field").classList.toggle("bad", Boolean(text));
  }

  function shown(visible) {
    for (const article of form.querySelectorAll("[data-question]")) {
      article.hidden = !visible.includes(article.dataset.question);
    }
  }

  function progress(done, of) {
    const bar = document.querySelector("[data-progress] progress");
    const text = document.querySelector("[data-progress] .muted");
    bar.value = done;
    bar.max = of;
    text.textContent = words.progressWords.replace("DONE", done).replace("OF", of);
  }

  async function save(id) {
    const sent = body(id).toString();
    say(words.saving, false);
    let answer;
    try {
      answer = await fetch(words.answering + encodeURIComponent(id), {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
        body: sent,
      });
    } catch {
      say(words.failed, true);
      soon(id, AFTER_FAILURE);
      return;
    }
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      const detail = told.errors && told.errors.length ? told.errors[0].detail : told.detail || words.failed;
      fault(id, detail);
      say(detail, true);
      if (answer.status >= 500 || answer.status === 429) soon(id, AFTER_FAILURE);
      return;
    }
    named(id, "revision").value = told.revision;
    fault(id, "");
    shown(told.visible);
    progress(told.answered, told.asked);
    const same = (fields) => fields.replace(/revision=\d*/, "");
    if (same(body(id).toString()) === same(sent)) unsaved.delete(id);
    if (unsaved.size === 0) {
      const at = new Date(told.saved_at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
      say(words.saved.replace("TIME", at), false);
    }
  }

  // One request at a time, so that an answer never overtakes its own earlier version.
  function soon(id, delay) {
    unsaved.add(id);
    clearTimeout(waiting.get(id));
    waiting.set(id, setTimeout(() => {
      waiting.delete(id);
      busy = busy.then(() => save(id));
    }, delay));
  }

  form.addEventListener("input", (event) => {
    const article = event.target.closest("[data-question]");
    if (article) soon(article.dataset.question, event.target.type === "radio" ? 0 : AFTER_TYPING);
  });
  form.addEventListener("submit", () => unsaved.clear());
  addEventListener("beforeunload", (event) => {
    if (unsaved.size > 0) event.preventDefault();
  });
})();
