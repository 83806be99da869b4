// Writing a questionnaire: the sum of the weights as they are typed, and the check of a condition as it is written. Nothing
// here decides anything: the server checks again.

const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

// ---- the sum of the weights ----
for (const form of all("[data-weights]")) {
  const says = form.querySelector("[data-sum]");
  const add = () => {
    const sum = all("input.weight", form).reduce((sum, field) => sum + (Number(field.value) || 0), 0);
    says.textContent = form.dataset.sumWords.replace("SUM", String(sum));
    says.classList.toggle("off", sum !== 100);
  };
  form.addEventListener("input", add);
  add();
}

// ---- the condition, checked while it is written ----
for (const part of all("[data-condition]")) {
  const form = part.closest("form");
  const says = part.querySelector("[data-condition-says]");
  let waiting = 0;
  let asked = 0;
  const check = async () => {
    const mine = (asked += 1);
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (/^(question|when|when_by|join|rule\..*)$/.test(name)) query.append(name, value);
    }
    try {
      const answer = await fetch(`${part.dataset.condition}?${query}`, { headers: { accept: "application/json" } });
      if (!answer.ok || mine !== asked) return;
      const { ok, says: text } = await answer.json();
      says.textContent = text;
      says.classList.toggle("off", !ok);
    } catch {
      // No connection: saving checks the same.
    }
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(check, 300);
  };
  part.addEventListener("input", later);
  // The fields of the ways that are not chosen are out of sight.
  const ways = all("input[name=when_by]", part);
  const show = () => {
    const by = ways.find((way) => way.checked)?.value;
    part.querySelector(".when-rules").hidden = by !== "rules";
    part.querySelector(".when-text").hidden = by !== "text";
  };
  part.addEventListener("change", show);
  show();
}
