// The key page. Host (`data-stage="make"`): makes the key here, shows the link that carries it, and fills its check value into
// the form. Guest (`check`): takes the key from the link or a paste, compares check values here, and only then fills the form.
// The key is in this tab's memory alone; the server gets 8 bytes that say "same key". Words come from data attributes.
import { load, readKey, takeFragment, toBase64 } from "./matching.js";

const root = document.getElementById("room-key");
const by = (id) => document.getElementById(id);
const words = root.dataset;
const say = (text, kind = "") => {
  by("key-status").textContent = text;
  by("key-status").className = `prose ${kind}`;
};

const fragment = takeFragment();
root.hidden = false;
const matching = load(words.module);
matching.catch(() => say(words.failed, "bad-text"));

function ready(check) {
  by("key-form-kcv").value = check;
  by("key-form").hidden = false;
}

// ---- host ----
async function make() {
  by("key-make").disabled = true;
  try {
    const key = crypto.getRandomValues(new Uint8Array(32));
    const check = (await matching).keyCheck(key, words.room);
    const encoded = toBase64(key);
    key.fill(0);
    by("key-link").value = `${words.link}#k=${encoded}`;
    by("key-save").addEventListener("click", () => save(encoded));
    by("key-start").hidden = true;
    by("key-made").hidden = false;
    by("key-link").focus();
    ready(check);
  } catch {
    by("key-make").disabled = false;
    say(words.failed, "bad-text");
  }
}

// The key file of `entente key`: its line ends in the first four bytes of the SHA-256 of what stands before them.
async function save(encoded) {
  const line = `entente-key-1:${words.room}:${encoded}`;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(line)));
  const sum = Array.from(digest.slice(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${line}:${sum}\n`], { type: "text/plain" }));
  link.download = `room-${words.room}.key`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// ---- guest ----
async function check(text) {
  const read = readKey(text);
  if (!read) return say(words.malformed, "bad-text");
  try {
    const found = (await matching).keyCheck(read.key, words.room);
    read.key.fill(0);
    if (found !== words.kcv || (read.room !== null && read.room !== words.room)) return say(words.mismatch, "bad-text");
    say(words.matches, "good-text");
    by("key-paste-form").hidden = true;
    by("key-paste").value = "";
    ready(found);
  } catch {
    say(words.failed, "bad-text");
  }
}

if (words.stage === "make") {
  by("key-make").addEventListener("click", make);
} else {
  by("key-check").addEventListener("click", () => check(by("key-paste").value));
  by("key-paste").addEventListener("keydown", (event) => {
    if (event.key === "Enter") check(by("key-paste").value);
  });
  if (fragment) {
    say(words.reading);
    check(fragment);
  }
  // A second link opened in the same tab changes the fragment alone.
  addEventListener("hashchange", () => {
    const next = takeFragment();
    if (next) check(next);
  });
}
