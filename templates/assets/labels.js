// Puts the names of segments where a page says "Segment 3": `<span data-label="BOX">`, under `<… data-room="ID">`. The names
// are opened here with the room's key, if this browser keeps it or the person gives it; the server never reads them.
import { keptKey } from "./key-store.js";
import { labelKey, openLabel } from "./labels-key.js";
import { readKey } from "./matching.js";

const labels = Array.from(document.querySelectorAll("span[data-label]"));
const room = document.querySelector("[data-room]")?.dataset.room;
const ask = document.getElementById("labels-ask");

async function show(key) {
  const label = await labelKey(key, room);
  key.fill(0);
  let opened = 0;
  for (const place of labels) {
    const name = await openLabel(label, place.dataset.label);
    if (!name) continue;
    place.textContent = name;
    opened += 1;
  }
  return opened > 0;
}

async function given(text) {
  const status = ask.querySelector("[role=status]");
  const read = readKey(text);
  const fits = read && !read.words && (read.room === null || read.room === room) && (await show(read.key));
  if (fits) ask.hidden = true;
  else status.textContent = status.dataset.mismatch;
}

if (labels.length > 0 && room) {
  const kept = await keptKey(room);
  const shown = kept ? await show(kept) : false;
  if (!shown && ask) {
    ask.hidden = false;
    const field = ask.querySelector("input");
    ask.querySelector("button").addEventListener("click", () => given(field.value));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") given(field.value);
    });
  }
}
