// Hashes a file off the page's thread. The file is read here in slices and never leaves: what comes out is a compressed
// list of tokens, counts and line numbers.
import { Refusal, load } from "./matching.js";

const SLICE = 4 << 20;
const EVERY_MS = 120;

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ done: await hash(data) });
  } catch (error) {
    const fields = error instanceof Refusal ? error.fields : { code: error.name === "NotReadableError" ? "unreadable" : "module" };
    self.postMessage({ refused: fields });
  }
};

async function hash({ module, file, key, plan }) {
  const matching = await load(module);
  const hasher = matching.hasher(key, plan);
  key.fill(0);
  const packer = new CompressionStream("gzip");
  const packed = new Response(packer.readable).blob();
  const writer = packer.writable.getWriter();
  let told = 0;
  for (let at = 0; at < file.size; at += SLICE) {
    const piece = new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer());
    await writer.write(hasher.feed(piece));
    if (performance.now() - told > EVERY_MS) {
      told = performance.now();
      self.postMessage({ progress: { read: Math.min(at + SLICE, file.size), of: file.size, report: hasher.report() } });
    }
  }
  await writer.write(hasher.finish());
  await writer.close();
  const report = hasher.report();
  hasher.free();
  return { report, blob: await packed };
}
