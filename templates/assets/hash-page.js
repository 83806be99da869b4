// The hashing page: key, list, columns, hashing, sending. The list is read by a Worker of this page and by nothing else; the only
// requests that carry anything of it are the parts of the compressed tokens at the end. Words come from the page's templates.
import { Refusal, load, readKey, takeFragment } from "./matching.js";
import { keyOfWords, loadWords, readWords } from "./agreement.js";
import { keptKey } from "./key-store.js";
import { Refused, Upload } from "./upload.js";
import { forgetUpload, keepUpload, keptUploads } from "./upload-keep.js";

const page = document.getElementById("hashing");
const by = (id) => document.getElementById(id);
const data = page.dataset;
const number = (n) => n.toLocaleString(document.documentElement.lang);
// ISO 3166-1 codes with a numbering plan; their names come from the browser, in the page's language.
const COUNTRIES = (
  "AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG " +
  "CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI " +
  "GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA " +
  "LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO " +
  "NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST " +
  "SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
).split(" ");
const START = 1 << 16;
const decoder = new TextDecoder();

let key = null;
let file = null;
let preview = null;
let result = null;
let worker = null;
let sending = null;
// What this browser keeps of the upload in hand: it outlives the page.
let kept = null;
// The keeping itself, which holds up no upload: a browser may be slow to write, or have no room.
let keeping = Promise.resolve();

/** A sentence of the page, its %placeholders% filled. */
function word(name, fields = {}) {
  const template = by("words").content.querySelector(`[data-word="${CSS.escape(name)}"]`);
  const text = (template ?? by("words").content.querySelector('[data-word="module"]')).textContent;
  return text.replace(/%(\w+)%/g, (whole, field) => {
    const value = fields[field];
    if (value === undefined) return whole;
    return typeof value === "number" ? number(value) : value;
  });
}

function say(id, text, bad = false, good = false) {
  const place = by(id);
  place.textContent = text;
  place.classList.toggle("bad-text", bad);
  place.classList.toggle("good-text", good);
  place.hidden = text === "";
}

const show = (id, shown = true) => { by(id).hidden = !shown; };

// ---- 1. key ----
const basic = load(data.module, data.moduleIntegrity);
basic.catch(() => say("key-status", word("module"), true));

async function takeKey(text) {
  const read = readKey(text);
  if (!read) return say("key-status", word("key_malformed"), true);
  try {
    if (read.words) {
      show("key-words-field");
      const said = by("key-words").value.trim();
      if (said === "") return say("key-status", word("ask_words"));
      const { words } = readWords(said, await loadWords(data.words));
      if (!words) return say("key-status", word("words_fault"), true);
      read.key = await keyOfWords(read.key, words, data.room);
    }
    if (!(await fits(read))) return say("key-status", word(read.words ? "words_mismatch" : "key_mismatch"), true);
  } catch {
    return say("key-status", word("module"), true);
  }
  useKey(read.key, "key_matches");
}

/** Whether it is this room's key; one that is not is wiped. */
async function fits(read) {
  const check = (await basic).keyCheck(read.key, data.room);
  if (check === data.kcv && (read.room === null || read.room === data.room)) return true;
  read.key.fill(0);
  return false;
}

function useKey(mine, said) {
  key = mine;
  say("key-status", word(said), false, true);
  by("key-paste").value = "";
  show("key-form", false);
  show("step-list");
  by("list-file").focus();
}

// ---- 2. list and columns ----
async function takeFile(chosen) {
  file = chosen;
  result = null;
  for (const id of ["step-columns", "step-run", "step-send"]) show(id, false);
  say("list-status", "");
  try {
    const start = await startOf(file);
    if (decoder.decode(start.slice(0, 4)) === "PAR1") return takeClientFile();
    preview = (await basic).preview(start);
  } catch (error) {
    return refuse("list-status", error);
  }
  drawPreview();
  drawColumns();
  show("step-columns");
}

/** The first bytes of a file, unpacked where it is gzip-compressed. */
async function startOf(file) {
  const start = new Uint8Array(await file.slice(0, START).arrayBuffer());
  if (start[0] !== 0x1f || start[1] !== 0x8b) return start;
  const reader = file.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const pieces = [];
  for (let length = 0; length < START;) {
    const { value, done } = await reader.read();
    if (done) break;
    pieces.push(value);
    length += value.length;
  }
  reader.cancel().catch(() => {});
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** A list that was hashed before, by `entente hash`: it is sent as it is. */
function takeClientFile() {
  result = { blob: file, segments: null };
  say("list-status", word("client_file"));
  say("send-what", word("to_send_file", { size: bytes(file.size) }));
  show("step-send");
  by("send-go").focus();
}

function cell(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function drawPreview() {
  const table = by("preview");
  const head = document.createElement("tr");
  for (const column of preview.columns) {
    const th = cell("th", column.name);
    th.scope = "col";
    head.append(th);
  }
  const rows = preview.rows.map((row) => {
    const tr = document.createElement("tr");
    tr.append(...row.map((value) => cell("td", value)));
    return tr;
  });
  table.tHead.replaceChildren(head);
  table.tBodies[0].replaceChildren(...rows);
}

const selects = () => Array.from(page.querySelectorAll("select[data-type]"));
const extras = () => [by("segment"), by("opt-out")].filter((select) => select !== null);

function drawColumns() {
  for (const select of selects()) {
    const none = cell("option", word("no_column"));
    none.value = "";
    const options = preview.columns.map((column, at) => {
      const option = cell("option", column.name);
      option.value = String(at);
      option.selected = column.guess === select.dataset.type;
      return option;
    });
    select.replaceChildren(none, ...options);
  }
  for (const select of extras()) {
    const none = cell("option", word("no_column"));
    none.value = "";
    select.replaceChildren(none, ...preview.columns.map((column, at) => {
      const option = cell("option", column.name);
      option.value = String(at);
      return option;
    }));
  }
  columnsChanged();
}

function columnsChanged() {
  const chosen = selects().filter((select) => select.value !== "");
  show("country-field", chosen.some((select) => select.dataset.type === "phone"));
  by("hash-go").disabled = chosen.length === 0;
}

function drawCountries() {
  const names = new Intl.DisplayNames([document.documentElement.lang], { type: "region" });
  const home = new Intl.Locale(navigator.language).maximize().region;
  const listed = COUNTRIES.map((code) => ({ code, name: names.of(code) }));
  listed.sort((a, b) => a.name.localeCompare(b.name));
  const none = cell("option", word("no_country"));
  none.value = "";
  by("country").replaceChildren(none, ...listed.map(({ code, name }) => {
    const option = cell("option", name);
    option.value = code;
    option.selected = code === home;
    return option;
  }));
}

// ---- 3. hashing ----
function start() {
  const chosen = selects().filter((select) => select.value !== "");
  const ids = chosen.map((select) => [select.dataset.type, preview.columns[Number(select.value)].name]);
  const phone = ids.some(([type]) => type === "phone");
  const [segment, optOut = ""] = extras().map((select) => (select.value === "" ? "" : preview.columns[Number(select.value)].name));
  const plan = { room: data.room, profile: data.profile, country: phone ? by("country").value : "", segment, optOut, ids };
  show("step-columns", false);
  show("step-send", false);
  show("step-run");
  say("run-status", word("hashing"));
  by("run-progress").value = 0;
  drawReport({ rows: 0, people: 0, duplicates: 0, columns: [], findings: [] });
  worker = new Worker(data.worker, { type: "module" });
  worker.onmessage = ({ data: message }) => {
    if (message.progress) {
      by("run-progress").value = message.progress.read / Math.max(message.progress.of, 1);
      say("run-status", word(message.progress.stage));
      if (message.progress.report) drawReport(message.progress.report);
    } else if (message.done) {
      finished(message.done);
    } else {
      stop();
      show("step-columns");
      show("step-run", false);
      say("list-status", word(message.refused.code, message.refused), true);
    }
  };
  worker.onerror = () => {
    stop();
    show("step-columns");
    show("step-run", false);
    say("list-status", word("module"), true);
  };
  // A copy: the page's key serves again if the person changes a column.
  const [module, integrity] = phone ? [data.phoneModule, data.phoneModuleIntegrity] : [data.module, data.moduleIntegrity];
  worker.postMessage({ module: new URL(module, location.href).href, integrity, file, key: key.slice(), plan });
}

function stop() {
  worker?.terminate();
  worker = null;
}

function drawReport(report) {
  by("run-rows").textContent = number(report.rows);
  by("run-people").textContent = number(report.people);
  by("run-duplicates").textContent = number(report.duplicates);
  const refused = report.columns.flatMap((column) =>
    column.refused.map((part) => ({ ...part, type: column.type })));
  const left = refused.filter((part) => part.reason !== "empty");
  by("run-refused").textContent = number(left.reduce((sum, part) => sum + part.count, 0));
  drawFindings(report.findings);
  by("run-reasons").replaceChildren(...left.map((part) => {
    const lines = part.lines.map((line) => String(line)).join(", ") + (part.count > part.lines.length ? ", …" : "");
    const reason = word(`reason_${part.reason}`);
    return cell("li", word("reason_line", { count: part.count, type: word(`type_${part.type}`), reason, lines }));
  }));
}

/** What to look at: why the list might match fewer people than it could. */
function drawFindings(findings) {
  by("run-findings").replaceChildren(...findings.map((finding) => {
    const fields = { count: finding.number, percent: percent(finding.number), type: word(`type_${finding.type || "email"}`) };
    return cell("li", word(`finding_${finding.code}`, fields));
  }));
  show("findings", findings.length > 0);
}

function percent(perMille) {
  return (perMille / 1000).toLocaleString(document.documentElement.lang, { style: "percent", maximumFractionDigits: 1 });
}

function finished(done) {
  stop();
  result = done;
  by("run-progress").value = 1;
  drawReport(done.report);
  show("run-cancel", false);
  if (done.report.people === 0) {
    say("run-status", word("nobody"), true);
    return show("step-columns");
  }
  say("run-status", word("hashed"));
  say("send-what", word("to_send", { people: done.report.people, size: bytes(done.blob.size) }));
  show("step-send");
  by("send-go").focus();
}

function bytes(size) {
  const units = size < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
  const format = { style: "unit", unit: units[0], maximumFractionDigits: 1 };
  return (size / units[1]).toLocaleString(document.documentElement.lang, format);
}

// ---- 4. sending: the only requests that carry anything of the list ----
function send() {
  const upload = new Upload(data.action, data.csrf, result.blob);
  upload.oncreated = keep;
  // What a line that stayed broken left behind is gone on with.
  if (kept?.blob === result.blob) return transmit("send", upload, () => upload.resume(kept.address));
  kept = null;
  return transmit("send", upload, () => upload.run(about()));
}

/** Sends, and shows how far it is in the section `where`. */
async function transmit(where, upload, act) {
  const status = `${where}-status`;
  by(`${where}-go`).disabled = true;
  show(`${where}-progress`);
  say(status, word("sending"));
  upload.onprogress = ({ sent, of, speed, left }) => {
    by(`${where}-progress`).value = sent / Math.max(of, 1);
    if (sent === of) return say(status, word("storing"));
    const fields = { sent: bytes(sent), size: bytes(of), speed: bytes(speed), left: duration(left) };
    say(status, word(Number.isFinite(left) ? "sent" : "sending", fields));
  };
  upload.onbreak = () => say(status, word("send_again"), true);
  sending = upload;
  try {
    const done = await act();
    await forget();
    if (upload === sending) location.assign(done.receipt.room);
  } catch (error) {
    // Refused: the server has nothing that could be gone on with.
    if (error instanceof Refused) await forget();
    if (upload === sending) unsent(where, error instanceof Refused && error.message ? error.message : word("send_failed"));
  }
}

// ---- an upload outlives the page: its tokens are kept here until it ends ----
function keep(address, expires) {
  // A file from the disk is there anyway; what was hashed here is in this page's memory alone.
  if (result.blob === file) return;
  const record = { address, blob: result.blob, expires };
  const told = () => {
    kept = record;
    say("send-kept", word("kept", { date: moment(expires) }));
  };
  keeping = keepUpload(data.room, record).then(told, () => {});
}

async function forget() {
  // What is still being written when patience ends is found out on the page's next visit.
  await Promise.race([keeping, new Promise((resolve) => { setTimeout(resolve, 2000); })]);
  if (kept) await forgetUpload(data.room, kept.address);
  kept = null;
  say("send-kept", "");
}

/** Offers to go on with what an earlier page began; one that has arrived, or that the server no longer knows, is forgotten. */
async function offerKept() {
  for (const record of await keptUploads(data.room)) {
    const upload = new Upload(data.action, data.csrf, record.blob);
    const sent = await upload.standing(record.address).catch((error) => error);
    if (sent instanceof Refused || sent >= record.blob.size) {
      await forgetUpload(data.room, record.address);
      continue;
    }
    kept = record;
    const fields = { sent: bytes(Number.isFinite(sent) ? sent : 0), size: bytes(record.blob.size), date: moment(record.expires) };
    say("kept-what", word("kept_found", fields));
    show("step-kept");
    by("kept-go").onclick = () => {
      kept = record;
      transmit("kept", upload, () => upload.resume(record.address));
    };
    by("kept-drop").onclick = () => drop(upload, record);
    return;
  }
}

async function drop(upload, record) {
  if (sending === upload) {
    upload.cancel();
    sending = null;
  } else {
    await new Upload(data.action, data.csrf, record.blob).discard(record.address).catch(() => {});
  }
  await forgetUpload(data.room, record.address);
  if (kept === record) kept = null;
  show("step-kept", false);
}

function moment(at) {
  // The server writes English dates as the United Kingdom does.
  const lang = document.documentElement.lang;
  return new Date(at).toLocaleString(lang === "en" ? "en-GB" : lang, { dateStyle: "long", timeStyle: "short" });
}

/** What is said about the upload. */
function about() {
  const said = { kcv: data.kcv, label: by("label").value.trim() || (result.blob === file ? file.name : "") };
  const kind = by("kind")?.value ?? "audience";
  if (kind !== "audience") said.kind = kind;
  if (result.segments) said.segments = JSON.stringify(result.segments);
  return said;
}

function duration(seconds) {
  const unit = seconds < 90 ? ["second", 1] : ["minute", 60];
  const format = { style: "unit", unit: unit[0], unitDisplay: "long", maximumFractionDigits: 0 };
  return Math.ceil(seconds / unit[1]).toLocaleString(document.documentElement.lang, format);
}

function unsent(where, text) {
  sending = null;
  by(`${where}-go`).disabled = where === "kept" && kept === null;
  show(`${where}-progress`, false);
  say(`${where}-status`, text, true);
}

function refuse(place, error) {
  if (error instanceof Refusal) return say(place, word(error.fields.code, error.fields), true);
  say(place, word(error.name === "NotReadableError" ? "unreadable" : "module"), true);
}

/** Back to the columns; nothing that was typed is lost. */
function cancel() {
  stop();
  sending?.cancel();
  if (sending) forget();
  sending = null;
  result = null;
  by("send-go").disabled = false;
  show("send-progress", false);
  say("send-status", "");
  show("step-run", false);
  show("step-send", false);
  show("step-columns");
}

// ---- wiring ----
const fragment = takeFragment();
page.hidden = false;
drawCountries();
by("key-go").addEventListener("click", () => takeKey(by("key-paste").value));
by("key-paste").addEventListener("keydown", (event) => {
  if (event.key === "Enter") takeKey(by("key-paste").value);
});
by("key-words").addEventListener("keydown", (event) => {
  if (event.key === "Enter") takeKey(by("key-paste").value);
});
by("key-file").addEventListener("change", async ({ target }) => {
  if (target.files[0]) takeKey(await target.files[0].slice(0, START).text());
});
by("list-file").addEventListener("change", ({ target }) => {
  if (target.files[0]) takeFile(target.files[0]);
});
for (const select of selects()) select.addEventListener("change", columnsChanged);
by("hash-go").addEventListener("click", () => {
  say("list-status", "");
  show("run-cancel");
  start();
});
by("run-cancel").addEventListener("click", cancel);
by("send-cancel").addEventListener("click", cancel);
by("send-go").addEventListener("click", send);
addEventListener("hashchange", () => {
  const next = takeFragment();
  if (next) takeKey(next);
});
addEventListener("beforeunload", (event) => {
  if (worker || (sending && !kept)) event.preventDefault();
});
if (fragment) {
  by("key-paste").value = fragment;
  takeKey(fragment);
} else {
  const mine = await keptKey(data.room);
  if (mine && (await fits({ key: mine, room: null }).catch(() => false))) useKey(mine, "key_kept");
}
offerKept();
