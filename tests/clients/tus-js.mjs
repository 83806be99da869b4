// Uploads a file with tus-js-client: a first part, a break, and the rest from where the server says it was.
// node tus-js.mjs MODULES ENDPOINT TOKEN ROOM KCV FILE
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [modules, endpoint, token, room, kcv, path] = process.argv.slice(2);
const tus = createRequire(`${modules}/`)("tus-js-client");
const file = readFileSync(path);
const base = {
  endpoint,
  headers: { Authorization: `Bearer ${token}` },
  metadata: { room, kcv, label: "By tus-js-client" },
  chunkSize: 20_000,
  retryDelays: [0, 200, 500],
};

function run(options, stopAfter) {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(file, {
      ...base,
      ...options,
      onError: reject,
      onSuccess: () => resolve(upload.url),
      onChunkComplete: (_size, accepted) => {
        if (accepted >= stopAfter) upload.abort().then(() => resolve(upload.url), reject);
      },
    });
    upload.start();
  });
}

const url = await run({}, 20_000);
const done = await run({ uploadUrl: url }, Infinity);
if (done !== url) throw new Error(`it began again: ${done}`);
console.log(url);
