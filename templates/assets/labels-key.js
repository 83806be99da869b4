// The names of segments, sealed and opened under the room's label key: HKDF-SHA256(key, "entente/v1" + room, "label"),
// AES-256-GCM, names filled with zero bytes to 64 so that no length tells them apart. The same boxes as `entente hash` makes.
import { fromBase64, toBase64 } from "./matching.js";

const LENGTH = 64;
const encoder = new TextEncoder();

/** The label key of 32 bytes of key for a room. */
export async function labelKey(key, room) {
  const material = await crypto.subtle.importKey("raw", key.slice(), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: encoder.encode(`entente/v1${room}`), info: encoder.encode("label") };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** A name in its box. */
export async function sealLabel(key, name) {
  const filled = new Uint8Array(LENGTH);
  filled.set(encoder.encode(name));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const body = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, filled));
  const box = new Uint8Array(iv.length + body.length);
  box.set(iv);
  box.set(body, iv.length);
  return toBase64(box);
}

/** The name in a box; null if this key does not open it. */
export async function openLabel(key, sealed) {
  const box = fromBase64(sealed);
  if (!box) return null;
  try {
    const body = await crypto.subtle.decrypt({ name: "AES-GCM", iv: box.slice(0, 12) }, key, box.slice(12));
    return new TextDecoder().decode(body).replace(/\0+$/, "");
  } catch {
    return null;
  }
}
