// Keeps what an upload sends until it has ended, so that a reload of the page, or a browser that was closed, costs no second
// hashing. Kept are tokens and the upload's address: never the list, never the key. Signing out clears all of it.
import { browserStore } from "./browser-store.js";

const within = browserStore("entente-uploads", "uploads");

/** Keeps `{ address, blob, expires }` for a room; `expires` in milliseconds. Fails where the browser has no room for it. */
export function keepUpload(room, record) {
  return within("readwrite", (store) => store.put({ ...record, room }, [room, record.address]));
}

/** What is kept for a room, oldest first. Whatever the server has thrown away by now, of any room, is thrown away here too. */
export async function keptUploads(room) {
  try {
    const all = await within("readonly", (store) => store.getAll());
    const over = all.filter((record) => record.expires <= Date.now());
    await Promise.all(over.map((record) => forgetUpload(record.room, record.address)));
    return all.filter((record) => record.room === room && !over.includes(record));
  } catch {
    return [];
  }
}

/** Forgets one that has ended. */
export async function forgetUpload(room, address) {
  await within("readwrite", (store) => store.delete([room, address])).catch(() => {});
}
