// The WebAssembly module behind a small class: copies bytes in, reads JSON and bytes out. Used by pages and by the worker.
// The module is our own Rust (src/matching through src/browser); it imports nothing and so can do nothing but compute.
const ABI = 2;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A refusal of the module: `code` names the page's sentence, the other fields fill it. */
export class Refusal extends Error {
  constructor(fields) {
    super(fields.code);
    this.fields = fields;
  }
}

/** Fetches and starts the module at `url`; one whose bytes have another digest than `integrity` is not taken. */
export async function load(url, integrity) {
  const response = await fetch(url, { integrity });
  if (!response.ok) throw new Refusal({ code: "module" });
  const { instance } = await WebAssembly.instantiateStreaming(response, {});
  if (instance.exports.entente_abi() !== ABI) throw new Refusal({ code: "module" });
  return new Matching(instance.exports);
}

export class Matching {
  #x;

  constructor(exports) {
    this.#x = exports;
  }

  // Memory may have moved since the last call, so views are made anew each time.
  #bytes(pointer, length) {
    return new Uint8Array(this.#x.memory.buffer, pointer, length);
  }

  #text() {
    const bytes = this.#bytes(this.#x.entente_text_pointer(), this.#x.entente_text_length());
    return JSON.parse(decoder.decode(bytes));
  }

  #lend(bytes, use) {
    const pointer = this.#x.entente_alloc(bytes.length);
    try {
      this.#bytes(pointer, bytes.length).set(bytes);
      return use(pointer, bytes.length);
    } finally {
      this.#x.entente_free(pointer, bytes.length); // Wipes it too.
    }
  }

  #answer(bytes, call) {
    this.#lend(bytes, (pointer, length) => call(pointer, length));
    const answer = this.#text();
    if (answer.error) throw new Refusal(answer.error);
    return answer;
  }

  /** The key check value of 32 bytes of key for a room. */
  keyCheck(key, room) {
    const argument = withKey(key, [room]);
    try {
      return this.#answer(argument, this.#x.entente_key_check).check;
    } finally {
      argument.fill(0);
    }
  }

  /** Columns, first rows and guesses from the start of a file. */
  preview(start) {
    return this.#answer(start, this.#x.entente_preview);
  }

  /** The canonical form of one value, or "!reason". */
  normalise(type, profile, country, value) {
    return this.#answer(encoder.encode([type, profile, country, value].join("\0")), this.#x.entente_normalise).canonical;
  }

  /** A hasher for a file; `ids` are pairs of type and column. */
  hasher(key, { room, profile, country, segment, optOut, ids }) {
    const argument = withKey(key, [room, profile, country, segment, optOut, ...ids.flat()]);
    try {
      const handle = this.#lend(argument, (pointer, length) => this.#x.entente_hasher_new(pointer, length));
      if (handle === 0) throw new Refusal(this.#text().error);
      return new Hasher(this.#x, handle, (bytes, use) => this.#lend(bytes, use), () => this.#text());
    } finally {
      argument.fill(0);
    }
  }
}

class Hasher {
  #x;
  #handle;
  #lend;
  #text;

  constructor(exports, handle, lend, text) {
    this.#x = exports;
    this.#handle = handle;
    this.#lend = lend;
    this.#text = text;
  }

  /** Reads a piece of the file for the names of its segments. */
  scan(piece) {
    const failed = this.#lend(piece, (pointer, length) => this.#x.entente_hasher_feed(this.#handle, pointer, length));
    if (failed) throw new Refusal(this.#text().error);
  }

  /** Reads the next piece of the file; gives the client file's bytes that came of it. */
  feed(piece) {
    const failed = this.#lend(piece, (pointer, length) => this.#x.entente_hasher_feed(this.#handle, pointer, length));
    return this.#output(failed);
  }

  /** Ends the first reading of a file with segments; it is fed again from its start. */
  scanned() {
    if (this.#x.entente_hasher_scanned(this.#handle)) throw new Refusal(this.#text().error);
  }

  /** Ends the file; gives the last bytes. */
  finish() {
    return this.#output(this.#x.entente_hasher_finish(this.#handle));
  }

  #output(failed) {
    if (failed) throw new Refusal(this.#text().error);
    const pointer = this.#x.entente_hasher_output_pointer(this.#handle);
    const length = this.#x.entente_hasher_output_length(this.#handle);
    const bytes = new Uint8Array(this.#x.memory.buffer, pointer, length).slice();
    this.#x.entente_hasher_taken(this.#handle);
    return bytes;
  }

  /** Rows, people, duplicates, and refusals by column, reason and line. */
  report() {
    this.#x.entente_hasher_report(this.#handle);
    return this.#text();
  }

  /** Forgets the keys. */
  free() {
    this.#x.entente_hasher_free(this.#handle);
    this.#handle = 0;
  }
}

function withKey(key, parts) {
  const rest = encoder.encode(parts.join("\0"));
  const argument = new Uint8Array(32 + rest.length);
  argument.set(key);
  argument.set(rest, 32);
  return argument;
}

// ---- keys as text: a link's fragment, a key file's line, or the bare key ----

/**
 * `{ key, room, words }` of a pasted text; room is null where the text names none, and words tells whether spoken words belong
 * to it, without which its bytes are no key yet. Null if it is no key.
 */
export function readKey(text) {
  const line = text.trim();
  let encoded = line;
  let room = null;
  const words = line.includes("#k1=");
  if (words) {
    encoded = line.slice(line.lastIndexOf("#k1=") + 4);
  } else if (line.includes("#k=")) {
    encoded = line.slice(line.lastIndexOf("#k=") + 3);
  } else if (line.startsWith("entente-key-1:")) {
    const parts = line.split(":");
    if (parts.length !== 4) return null;
    [, room, encoded] = parts;
  }
  const key = fromBase64(encoded);
  return key && key.length === 32 ? { key, room, words } : null;
}

/** The bytes of base64url text, or null. */
export function fromBase64(text) {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  } catch {
    return null;
  }
}

/** Bytes as base64url. */
export function toBase64(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Takes the key out of the address bar before anything else can read or keep it. */
export function takeFragment() {
  const fragment = location.hash;
  if (!fragment.startsWith("#k=") && !fragment.startsWith("#k1=")) return null;
  history.replaceState(null, "", location.pathname + location.search);
  return fragment;
}
