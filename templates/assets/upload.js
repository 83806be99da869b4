// Sends a blob in parts (tus 1.0, https://tus.io/protocols/resumable-upload). After a broken connection, or a restart of the
// server, it asks how much has arrived and goes on from there. Holds no words: it throws what the server said.
const VERSION = { "Tus-Resumable": "1.0.0" };
const PART = 8 << 20;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15_000;
const PATIENCE = 15 * 60_000;

/** The server's refusal, in its words; trying again would not help. */
export class Refused extends Error {}

/** The line broke, or the server is busy: a later try may do. */
class Broken extends Error {}

export class Upload {
  #base;
  #csrf;
  #blob;
  #address = null;
  #request = null;
  #cancelled = false;
  #began = 0;
  #first = 0;
  /** Called with `{ sent, of, speed, left }`: bytes, bytes, bytes a second, seconds. */
  onprogress = () => {};
  /** Called when a try failed and another follows. */
  onbreak = () => {};
  /** Called with the upload's address and when the server throws it away. */
  oncreated = () => {};

  constructor(base, csrf, blob) {
    this.#base = base;
    this.#csrf = csrf;
    this.#blob = blob;
  }

  /** Sends everything; gives the upload as the server describes it then. */
  async run(metadata) {
    const field = Object.entries(metadata).map(([name, value]) => `${name} ${base64(value)}`).join(",");
    return this.#onwards(await this.#patiently(() => this.#create(field)));
  }

  /** Goes on with an upload that was begun before, also by another page; gives it as the server describes it then. */
  async resume(address) {
    this.#address = address;
    return this.#onwards(await this.#patiently(() => this.standing(address)));
  }

  /** How much of an upload has arrived; refused if there is none any more. */
  async standing(address) {
    return offsetOf(await this.#ask("HEAD", address));
  }

  /** Throws away an upload that was begun before. */
  async discard(address) {
    await this.#ask("DELETE", address);
  }

  async #onwards(begin) {
    let offset = begin;
    while (offset < this.#blob.size) offset = await this.#next(offset);
    return JSON.parse(await this.#patiently(async () => (await this.#ask("GET", this.#address)).responseText));
  }

  /** Stops, and throws away what has arrived. */
  cancel() {
    this.#cancelled = true;
    this.#request?.abort();
    if (this.#address) this.#ask("DELETE", this.#address).catch(() => {});
  }

  async #create(field) {
    const headers = { "Upload-Length": this.#blob.size, "Upload-Metadata": field };
    const made = await this.#ask("POST", this.#base, headers);
    this.#address = new URL(made.getResponseHeader("Location"), location.href).pathname;
    this.oncreated(this.#address, Date.parse(made.getResponseHeader("Upload-Expires")));
    return 0;
  }

  async #next(offset) {
    try {
      return await this.#part(offset);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      this.onbreak();
      this.#began = 0;
      return this.#patiently(() => this.standing(this.#address));
    }
  }

  async #part(offset) {
    const part = this.#blob.slice(offset, offset + PART);
    const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset };
    return offsetOf(await this.#ask("PATCH", this.#address, headers, part, (loaded) => this.#tell(offset + loaded)));
  }

  #tell(sent) {
    const now = performance.now();
    if (this.#began === 0) {
      this.#began = now;
      this.#first = sent;
    }
    const passed = (now - this.#began) / 1000;
    const speed = passed > 1 ? (sent - this.#first) / passed : NaN;
    const of = this.#blob.size;
    this.onprogress({ sent, of, speed, left: (of - sent) / speed });
  }

  /** Tries until it does, is refused, or patience ends. */
  async #patiently(act) {
    const until = performance.now() + PATIENCE;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof Broken) || performance.now() > until) throw error;
        this.onbreak();
        await new Promise((resolve) => { setTimeout(resolve, pause); });
      }
    }
  }

  #ask(method, address, headers = {}, body = null, progress = null) {
    return new Promise((resolve, reject) => {
      if (this.#cancelled && method !== "DELETE") return reject(new Refused(""));
      const request = new XMLHttpRequest();
      if (method !== "DELETE") this.#request = request;
      request.open(method, address);
      const all = { ...VERSION, "X-CSRF-Token": this.#csrf, Accept: "application/json", ...headers };
      for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
      if (progress) request.upload.onprogress = ({ loaded }) => progress(loaded);
      request.onerror = () => reject(new Broken());
      request.onabort = () => reject(new Refused(""));
      request.onload = () => {
        if (request.status >= 200 && request.status < 300) return resolve(request);
        reject(refusal(request));
      };
      request.send(body);
    });
  }
}

function refusal(request) {
  const told = parsed(request.responseText);
  const offset = request.status === 409 && told.code === "conflict";
  const later = [0, 429, 460, 502, 503, 504].includes(request.status);
  return offset || later ? new Broken(told.detail) : new Refused(told.detail ?? "");
}

function offsetOf(answer) {
  return Number(answer.getResponseHeader("Upload-Offset"));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
