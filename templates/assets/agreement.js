// The arithmetic of agreeing on a key, with WebCrypto: the same formulas as src/rooms/agreement.rs, tested equal. Nothing here
// sends anything or touches the page.
import { fromBase64, toBase64 } from "./matching.js";

const encoder = new TextEncoder();
const SAID = 6;
const bytesOf = (text) => encoder.encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The list of words. */
export async function loadWords(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error("words");
  return (await answer.text()).trimEnd().split("\n");
}

/** Six words that carry the first 60 bits. */
export function wordsOf(bytes, list) {
  const bits = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  return Array.from({ length: SAID }, (_, place) => list[Number((bits >> BigInt(54 - 10 * place)) & 1023n)]).join(" ");
}

/** Six fresh words. */
export function freshWords(list) {
  return wordsOf(crypto.getRandomValues(new Uint8Array(8)), list);
}

/** `{ words }` of six words as they were said, or `{ count }` or `{ unknown }`, the place of a word that is not on the list. */
export function readWords(text, list) {
  const said = text.toLowerCase().split(/[\s,.;-]+/).filter((word) => word !== "");
  if (said.length !== SAID) return { count: said.length };
  const at = said.findIndex((word) => !list.includes(word));
  return at < 0 ? { words: said.join(" ") } : { unknown: at + 1 };
}

async function derive(salt, secret, info) {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: bytesOf(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(how, material, 256));
}

async function sha256(text) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(text)));
}

/** The key of a link's 32 bytes and its words, for a room. */
export function keyOfWords(link, words, room) {
  const said = bytesOf(words);
  const secret = new Uint8Array(link.length + said.length);
  secret.set(link);
  secret.set(said, link.length);
  return derive(bytesOf(`entente/v1 words\n${room}`), secret, "key");
}

/** A value of a key that is the same in every room, to notice a key that was used before. */
export async function keyPrint(key) {
  const mac = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const print = new Uint8Array(await crypto.subtle.sign("HMAC", mac, bytesOf("entente/v1 used once")));
  return hex(print.slice(0, 16));
}

/** Eight bytes, in hex, that say "same key for the same room": what `matching` computes, tested equal. */
export async function keyCheck(key, room) {
  const hmac = async (secret, message) => {
    const mac = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", mac, message));
  };
  const pseudorandom = await hmac(bytesOf(`entente/v1${room}`), key);
  const check = await hmac(pseudorandom, bytesOf("kcv"));
  pseudorandom.fill(0);
  return hex(check.slice(0, 8));
}

// ---- the exchange ----
const ALGORITHMS = { x25519: { name: "X25519" }, p256: { name: "ECDH", namedCurve: "P-256" } };

async function pair(curve) {
  const keys = await crypto.subtle.generateKey(ALGORITHMS[curve], false, ["deriveBits"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
  return { curve, secret: keys.privateKey, public: toBase64(raw) };
}

/** Key pairs on the curves that this browser has. */
export async function freshPairs() {
  const p256 = await pair("p256");
  const x25519 = await pair("x25519").catch(() => null);
  return { x25519, p256 };
}

/** What a host commits to. */
export function openingOf(pairs) {
  const nonce = toBase64(crypto.getRandomValues(new Uint8Array(32)));
  return { x25519: pairs.x25519?.public ?? null, p256: pairs.p256.public, nonce };
}

/** The commitment to it, in hex. */
export async function commitment(room, opening) {
  const lines = ["entente/v1 commit", room, opening.x25519 ?? "-", opening.p256, opening.nonce];
  return hex(await sha256(lines.join("\n")));
}

/** `{ key, words }` of one's own pair, the other side's public key, and both public keys in their order. */
export async function agree({ own, theirs, room, host, guest, list }) {
  const raw = fromBase64(theirs);
  const other = await crypto.subtle.importKey("raw", raw, ALGORITHMS[own.curve], false, []);
  const how = { ...ALGORITHMS[own.curve], public: other };
  const secret = new Uint8Array(await crypto.subtle.deriveBits(how, own.secret, 256));
  return agreed({ secret, room, curve: own.curve, host, guest, list });
}

/** The same of a shared secret. */
export async function agreed({ secret, room, curve, host, guest, list }) {
  const salt = await sha256(["entente/v1 exchange", room, curve, host, guest].join("\n"));
  const key = await derive(salt, secret, "key");
  const words = wordsOf(await derive(salt, secret, "words"), list);
  secret.fill(0);
  return { key, words };
}
