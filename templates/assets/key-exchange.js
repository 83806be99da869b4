// Agreeing on a key through the server, which only relays. The host commits to its keys before it sees the guest's, so that a
// server in the middle has one guess at the six words that both people compare in the end. Holds no words of its own.
import { agree, commitment, freshPairs, openingOf } from "./agreement.js";

const EVERY_MS = 1500;

/** The exchange ended: another was begun, or a side ended it; `voided` says which side voided it, if one did. */
export class Over extends Error {
  constructor(message, voided = null) {
    super(message);
    this.voided = voided;
  }
}
/** The host's keys are not those it committed to. */
export class Tampered extends Error {}
/** The server refused, in its words. */
export class Refused extends Error {}

/** The server's part. */
export class Relay {
  #at;
  #csrf;

  constructor(at, csrf) {
    this.#at = at;
    this.#csrf = csrf;
  }

  async #send(method, path, body) {
    const headers = { Accept: "application/json", "X-CSRF-Token": this.#csrf };
    if (body) headers["Content-Type"] = "application/json";
    const answer = await fetch(this.#at + path, { method, headers, body: body ? JSON.stringify(body) : undefined });
    const told = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
    if (answer.status === 409 && told.code === "conflict") throw new Over(told.detail);
    if (!answer.ok) throw new Refused(told.detail ?? "");
    return told;
  }

  state() { return this.#send("GET", ""); }
  start(offer) { return this.#send("POST", "", offer); }
  answer(answer) { return this.#send("POST", "/answer", answer); }
  open(opening) { return this.#send("POST", "/opening", opening); }
  void(exchange) { return this.#send("POST", "/void", { exchange, reason: "words_differ" }); }
  end() { return this.#send("DELETE", ""); }

  /** Asks until `ready` gives something; a line that breaks is asked again. */
  async until(ready, signal) {
    for (;;) {
      signal.throwIfAborted();
      const state = await this.state().catch((error) => {
        if (error instanceof TypeError) return null;
        throw error;
      });
      const found = state && ready(state);
      if (found) return found;
      await new Promise((resolve) => { setTimeout(resolve, EVERY_MS); });
    }
  }
}

const same = (id) => (state) => {
  if (state.exchange !== id && state.kcv === null) throw new Over("", state.voided?.exchange === id ? state.voided.by : null);
  return state;
};

/** The host's side: `{ key, words, id }`. */
export async function asHost({ relay, room, list, signal }) {
  const pairs = await freshPairs();
  const opening = openingOf(pairs);
  const curves = pairs.x25519 ? ["x25519", "p256"] : ["p256"];
  const { id } = await relay.start({ commitment: await commitment(room, opening), curves });
  const answered = await relay.until((state) => same(id)(state).guest && state, signal);
  const own = pairs[answered.curve];
  if (!own) throw new Tampered("");
  const { key, words } = await agree({ own, theirs: answered.guest, room, host: own.public, guest: answered.guest, list });
  await relay.open({ exchange: id, ...opening });
  return { key, words, id };
}

/** The guest's side: `{ key, words, id }`. */
export async function asGuest({ relay, room, list, signal, begun }) {
  const offer = await relay.until((state) => state.exchange && !state.guest && state, signal);
  begun();
  const pairs = await freshPairs();
  const own = offer.curves.includes("x25519") && pairs.x25519 ? pairs.x25519 : pairs.p256;
  const id = offer.exchange;
  await relay.answer({ exchange: id, curve: own.curve, public: own.public });
  const { opening } = await relay.until((state) => same(id)(state).opening && state, signal);
  const keys = { x25519: opening.x25519, p256: opening.p256, nonce: opening.nonce };
  const host = opening[own.curve];
  if (!host || (await commitment(room, keys)) !== offer.commitment) {
    await relay.end().catch(() => {});
    throw new Tampered("");
  }
  const { key, words } = await agree({ own, theirs: host, room, host, guest: own.public, list });
  return { key, words, id };
}

/** The check value that the host set, once it did; fails if the exchange ends before. */
export function untilSet({ relay, id, signal }) {
  return relay.until((state) => same(id)(state).kcv, signal);
}

/** Resolves when the exchange has ended without a key, with how it ended. */
export async function untilOver({ relay, id, signal }) {
  try {
    await relay.until((state) => { same(id)(state); return false; }, signal);
  } catch (error) {
    if (!(error instanceof Over)) throw error;
    return error;
  }
}
