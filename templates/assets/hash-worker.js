// Hashes a file off the page's thread. The file is read here in slices and never leaves: what comes out is a compressed
// list of tokens, sealed names of segments, counts and line numbers.
import { Refusal, load } from "./matching.js";
import { labelKey, sealLabel } from "./labels-key.js";

const SLICE = 4 << 20;
const EVERY_MS = 120;

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ done: await hash(data) });
  } catch (error) {
    const fields = error instanceof Refusal ? error.fields : { code: faultOf(error) };
    self.postMessage({ refused: fields });
  }
};

function faultOf(error) {
  if (error.name === "NotReadableError") return "unreadable";
  return error instanceof TypeError ? "is_damaged" : "module";
}

async function hash({ module, integrity, file, key, plan }) {
  const matching = await load(module, integrity);
  const hasher = matching.hasher(key, plan);
  const label = plan.segment ? await labelKey(key, plan.room) : null;
  key.fill(0);
  if (label) {
    await each(file, "scanning", (piece) => hasher.scan(piece));
    hasher.scanned();
  }
  const packer = new CompressionStream("gzip");
  const packed = new Response(packer.readable).blob();
  const writer = packer.writable.getWriter();
  await each(file, "hashing", (piece) => writer.write(hasher.feed(piece)), () => hasher.report());
  await writer.write(hasher.finish());
  await writer.close();
  const { segments: names, ...report } = hasher.report();
  hasher.free();
  const segments = label ? await Promise.all(names.map((name) => sealLabel(label, name))) : null;
  return { report, segments, blob: await packed };
}

/** Reads the file in pieces, unpacked where it is gzip-compressed, and tells how far it is. */
async function each(file, stage, use, report = () => null) {
  let told = 0;
  let read = 0;
  const tell = () => {
    if (performance.now() - told <= EVERY_MS) return;
    told = performance.now();
    self.postMessage({ progress: { stage, read, of: file.size, report: report() } });
  };
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (start[0] === 0x1f && start[1] === 0x8b) {
    const counted = new TransformStream({
      transform(piece, controller) {
        read += piece.length;
        controller.enqueue(piece);
      },
    });
    const reader = file.stream().pipeThrough(counted).pipeThrough(new DecompressionStream("gzip")).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      await use(part.value);
      tell();
    }
    return;
  }
  for (; read < file.size; tell()) {
    const piece = new Uint8Array(await file.slice(read, read + SLICE).arrayBuffer());
    await use(piece);
    read += piece.length;
  }
}
