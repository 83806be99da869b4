// Small helps for pages that work without them: copying a link, saving answers while they are typed, moving between
// questions by key, choosing colours. Holds no words of its own: they come from data attributes.
"use strict";

(() => {
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));

  // ---- copy: <button data-copy="id of a field" data-done="Copied"> ----
  for (const button of all("[data-copy]")) {
    button.hidden = false;
    const said = button.textContent;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      if (!field) return;
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = button.dataset.done || said;
        setTimeout(() => { button.textContent = said; }, 2500);
      } catch {
        // No permission: the text stays selected, ready to be copied by hand.
      }
    });
  }
  for (const field of all("[data-copy-from]")) field.addEventListener("focus", () => field.select());

  // ---- colours: remembered in a cookie that the server reads, so that a page never flashes ----
  const paint = (theme) => {
    document.documentElement.dataset.theme = theme;
    for (const button of all("[data-theme-set]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeSet === theme));
    }
  };
  for (const choice of all("[data-theme-choice]")) choice.hidden = false;
  for (const button of all("[data-theme-set]")) {
    button.addEventListener("click", () => {
      const theme = button.dataset.themeSet;
      const secure = location.protocol === "https:" ? "; Secure" : "";
      const age = theme === "device" ? 0 : 31536000;
      document.cookie = `theme=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
      paint(theme);
    });
  }
  paint(document.documentElement.dataset.theme || "device");

  // ---- menus close when one clicks elsewhere or presses Escape ----
  const menus = () => all("details.person[open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // ---- j and k move between [data-review-item] ----
  const items = all("[data-review-item]");
  const typing = (element) => element.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (!items.length || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key !== "j" && event.key !== "k") return;
    const here = items.findIndex((item) => item.contains(document.activeElement));
    const next = event.key === "j" ? Math.min(here + 1, items.length - 1) : Math.max(here - 1, 0);
    const item = items[next];
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "start" });
    event.preventDefault();
  });

  // ---- autosave: <form data-autosave="/where" data-saved="Saved at {time}" data-saving data-retry data-conflict data-gone>
  //      with <output data-autosave-status>. What the form holds is sent whole; the answer is JSON:
  //      {"saved_at":"10:32","revision":"7","text":{"id":"words"},"progress":{"id":5}}. The status says "saved" only after the server did. ----
  for (const form of all("form[data-autosave]")) autosave(form);

  function autosave(form) {
    const status = form.querySelector("[data-autosave-status]");
    let timer = 0;
    let wait = 0;
    let sending = false;
    let again = false;
    let stopped = false;
    let unsaved = false;

    const say = (text, failed) => {
      if (!status) return;
      status.textContent = text || "";
      status.classList.toggle("failed", Boolean(failed));
    };
    const schedule = (delay) => {
      clearTimeout(timer);
      timer = setTimeout(send, delay);
    };
    const retry = () => {
      wait = Math.min(wait ? wait * 2 : 2000, 30000);
      say(form.dataset.retry, true);
      schedule(wait);
    };
    const changed = () => {
      if (stopped) return;
      unsaved = true;
      if (sending) { again = true; return; }
      schedule(700);
    };

    async function send() {
      if (sending || stopped) return;
      sending = true;
      again = false;
      say(form.dataset.saving);
      try {
        const body = new URLSearchParams();
        for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
        const answer = await fetch(form.dataset.autosave, {
          method: "POST",
          headers: { Accept: "application/json" },
          body,
          credentials: "same-origin",
          redirect: "manual",
        });
        if (answer.ok) await done(answer);
        else if (answer.status === 409) stop(form.dataset.conflict);
        else if ([401, 403, 404, 410].includes(answer.status) || answer.type === "opaqueredirect") stop(form.dataset.gone);
        else if (answer.status === 422 || answer.status === 400) await refused(answer);
        else retry();
      } catch {
        retry();
      } finally {
        sending = false;
        if (again && !stopped) schedule(300);
      }
    }

    async function done(answer) {
      const told = await answer.json().catch(() => ({}));
      wait = 0;
      if (!again) unsaved = false;
      const revision = form.querySelector("input[name=revision]");
      if (revision && told.revision !== undefined) revision.value = told.revision;
      for (const [id, text] of Object.entries(told.text || {})) {
        const place = document.getElementById(id);
        if (place) { place.textContent = text; place.hidden = !text; }
      }
      for (const [id, value] of Object.entries(told.progress || {})) {
        const bar = document.getElementById(id);
        if (bar) bar.value = value;
      }
      say((form.dataset.saved || "").replace("{time}", told.saved_at || ""));
    }

    async function refused(answer) {
      const told = await answer.json().catch(() => ({}));
      say(told.detail || form.dataset.retry, true);
    }

    function stop(text) {
      stopped = true;
      say(text, true);
    }

    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    window.addEventListener("online", () => { if (unsaved) { wait = 0; schedule(0); } });
    form.addEventListener("submit", () => { unsaved = false; clearTimeout(timer); });
    window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  }

  // ---- a form is sent once: a second press of its button does nothing ----
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
})();
