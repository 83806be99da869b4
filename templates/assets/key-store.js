// Keeps a room's key in this browser, if its owner asks: sealed in IndexedDB under a key that no script can read out. Until
// then keys are in a page's memory alone.
import { browserStore } from "./browser-store.js";

const within = browserStore("entente", "keys");

/** Keeps the key of a room. */
export async function keepKey(room, key) {
  const wrapping = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, wrapping, key);
  await within("readwrite", (store) => store.put({ wrapping, iv, sealed }, room));
}

/** The key of a room, if it is kept here; else null. */
export async function keptKey(room) {
  try {
    const kept = await within("readonly", (store) => store.get(room));
    if (!kept) return null;
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, kept.wrapping, kept.sealed));
  } catch {
    return null;
  }
}

/** Forgets the key of a room. */
export async function forgetKey(room) {
  await within("readwrite", (store) => store.delete(room)).catch(() => {});
}
