// Small helps for pages that work without them: copying a link, moving between questions by key, choosing colours.
// Holds no words of its own: they come from data attributes.
"use strict";

(() => {
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));

  // ---- copy: <button data-copy="id of a field, or of an element with paragraphs" data-done="Copied"> ----
  for (const button of all("[data-copy]")) {
    button.hidden = false;
    const said = button.textContent;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      if (!field) return;
      const paragraphs = () => Array.from(field.children, (part) => part.textContent.trim()).join("\n\n");
      if (field.select) field.select();
      else getSelection().selectAllChildren(field);
      try {
        await navigator.clipboard.writeText(field.value ?? paragraphs());
        button.textContent = button.dataset.done || said;
        setTimeout(() => { button.textContent = said; }, 2500);
      } catch {
        // No permission: the text stays selected, ready to be copied by hand.
      }
    });
  }
  for (const field of all("[data-copy-from]")) field.addEventListener("focus", () => field.select());

  // ---- print: <button data-print hidden> ----
  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

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

  // ---- a form is sent once: a second press of its button does nothing ----
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
})();
