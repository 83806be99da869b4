// The key page. Host (`data-stage="make"`): makes the key here and hands it over by link, by link and spoken words, or through
// the server. Guest (`join`, before there is a key; `check`, after): takes its part. The key is in this tab's memory alone,
// unless its owner keeps it; the server gets 8 bytes that say "same key". Words come from the page's template.
import { freshWords, keyCheck, keyOfWords, keyPrint, loadWords, readWords } from "./agreement.js";
import { Over, Refused, Relay, Tampered, asGuest, asHost, untilOver, untilSet } from "./key-exchange.js";
import { forgetKey, keepKey } from "./key-store.js";
import { readKey, takeFragment, toBase64 } from "./matching.js";

const root = document.getElementById("room-key");
const by = (id) => document.getElementById(id);
const data = root.dataset;
const show = (id, shown = true) => { if (by(id)) by(id).hidden = !shown; };

function word(name, fields = {}) {
  const text = by("words").content.querySelector(`[data-word="${CSS.escape(name)}"]`).textContent;
  return text.replace(/%(\w+)%/g, (whole, field) => fields[field] ?? whole);
}

const say = (text, kind = "") => {
  by("key-status").textContent = text;
  by("key-status").className = `prose ${kind}`;
};

const fragment = takeFragment();
root.hidden = false;
const list = loadWords(data.words);
list.catch(() => say(word("failed"), "bad-text"));
const relay = new Relay(data.exchange, data.csrf);
let working = new AbortController();

// ---- whoever has the key now: save it, keep it, tell the server its check value ----
async function ready(key) {
  const check = await keyCheck(key, data.room);
  by("key-form-kcv").value = check;
  if (by("key-form-print")) by("key-form-print").value = await keyPrint(key);
  const encoded = toBase64(key);
  by("key-save").onclick = () => save(encoded);
  by("key-keep").onchange = async ({ target }) => {
    if (!target.checked) return forgetKey(data.room);
    await keepKey(data.room, key).catch(() => { target.checked = false; });
  };
  show("key-hold");
  show("key-form");
  return check;
}

// The key file of `entente key`: its line ends in the first four bytes of the SHA-256 of what stands before them.
async function save(encoded) {
  const line = `entente-key-1:${data.room}:${encoded}`;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(line)));
  const sum = Array.from(digest.slice(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${line}:${sum}\n`], { type: "text/plain" }));
  link.download = `room-${data.room}.key`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// ---- host ----
async function make() {
  by("key-make").disabled = true;
  const way = document.querySelector("input[name=way]:checked").value;
  try {
    if (way === "server") return await exchange(asHost);
    const random = crypto.getRandomValues(new Uint8Array(32));
    let key = random.slice();
    let mark = "k";
    if (way === "words") {
      const words = freshWords(await list);
      key = await keyOfWords(random, words, data.room);
      mark = "k1";
      by("key-words").textContent = words;
      show("key-words-field");
    }
    by("key-link").value = `${data.link}#${mark}=${toBase64(random)}`;
    by("key-form-exchange").value = "";
    show("key-start", false);
    show("key-made");
    await ready(key);
    by("key-link").focus();
  } catch {
    say(word("failed"), "bad-text");
  } finally {
    by("key-make").disabled = false;
  }
}

// ---- both: through the server ----
async function exchange(side) {
  working = new AbortController();
  show("key-start", false);
  show("key-compare", false);
  say(word(side === asHost ? "waiting_guest" : "waiting_host"));
  try {
    const how = { relay, room: data.room, list: await list, signal: working.signal, begun: () => say(word("begun")) };
    const agreed = await side(how);
    say(word("compare"));
    by("key-compare-words").textContent = agreed.words;
    show("key-compare");
    untilOver({ relay, id: agreed.id, signal: working.signal }).then(ended, () => {});
    by("key-same").onclick = () => same(side, agreed).catch(ended);
    by("key-differ").onclick = async () => {
      working.abort();
      const failed = await relay.void(agreed.id).then(() => null, (error) => error);
      ended(failed ?? new Over("", side === asHost ? "host" : "guest"));
    };
  } catch (error) {
    ended(error);
  }
}

async function same(side, agreed) {
  show("key-compare", false);
  if (side === asHost) {
    by("key-form-exchange").value = agreed.id;
    await ready(agreed.key);
    return say(word("same"), "good-text");
  }
  say(word("waiting_set"));
  const kcv = await untilSet({ relay, id: agreed.id, signal: working.signal });
  working.abort();
  if ((await keyCheck(agreed.key, data.room)) !== kcv) return say(word("mismatch"), "bad-text");
  await ready(agreed.key);
  say(word("same"), "good-text");
}

/** Back to the start, with what happened; nothing half done stays. */
function ended(error) {
  if (error.name === "AbortError") return;
  working.abort();
  show("key-compare", false);
  show("key-form", false);
  show("key-hold", false);
  show("key-start");
  // A key that nobody agreed on is not kept either.
  by("key-keep").checked = false;
  forgetKey(data.room);
  const said = error instanceof Refused && error.message ? error.message : null;
  const ours = data.stage === "make" ? "host" : "guest";
  const voided = error.voided && (error.voided === ours ? "differ_us" : "differ_them");
  const known = error instanceof Over ? voided ?? "over" : error instanceof Tampered ? "tampered" : "failed";
  say(said ?? word(known), "bad-text");
}

// ---- guest ----
async function check(text) {
  const read = readKey(text);
  if (!read) return say(word("malformed"), "bad-text");
  try {
    let key = read.key;
    if (read.words) {
      show("key-words-field");
      const said = by("key-words").value.trim();
      if (said === "") {
        by("key-words").focus();
        return say(word("ask_words"));
      }
      const words = readWords(said, await list);
      if (words.count !== undefined) return say(word("words_count", { n: words.count }), "bad-text");
      if (words.unknown) return say(word("words_unknown", { n: words.unknown }), "bad-text");
      key = await keyOfWords(read.key, words.words, data.room);
    }
    const found = await keyCheck(key, data.room);
    if (found !== data.kcv || (read.room !== null && read.room !== data.room)) {
      return say(word(read.words ? "words_mismatch" : "mismatch"), "bad-text");
    }
    await ready(key);
    say(word("matches"), "good-text");
    show("key-paste-form", false);
    by("key-paste").value = "";
  } catch {
    say(word("failed"), "bad-text");
  }
}

function opened(text) {
  say(word("reading"));
  by("key-paste").value = text;
  check(text);
}

if (data.stage === "make") {
  by("key-make").addEventListener("click", make);
} else if (data.stage === "join") {
  by("key-make").addEventListener("click", () => exchange(asGuest));
} else {
  const go = () => check(by("key-paste").value);
  by("key-check").addEventListener("click", go);
  for (const id of ["key-paste", "key-words"]) {
    by(id).addEventListener("keydown", (event) => {
      if (event.key === "Enter") go();
    });
  }
  if (fragment) opened(fragment);
  // A second link opened in the same tab changes the fragment alone.
  addEventListener("hashchange", () => {
    const next = takeFragment();
    if (next) opened(next);
  });
}
