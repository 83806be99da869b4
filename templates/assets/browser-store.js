// One object store of this browser's IndexedDB: what is kept there outlives the page. Whoever keeps something says what, and why.

function open(database, store) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** A function that acts on one store in a transaction of its own, and answers once what it changed is kept. */
export function browserStore(database, store) {
  return async function within(mode, act) {
    const db = await open(database, store);
    try {
      return await new Promise((resolve, reject) => {
        const transaction = db.transaction(store, mode);
        const request = act(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onerror = () => reject(transaction.error);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      db.close();
    }
  };
}
