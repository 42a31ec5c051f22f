import { utf8 } from "../api/sha256.ts";

/** One file of an archive. */
export interface ZipFile {
  readonly name: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const STORED = 0;
const DEFLATED = 8;
const UTF8_NAMES = 0x0800;
const MODE = 0o100755 << 16;
const FILES_MAX = 10_000;
const BYTES_MAX = 64_000_000;

/** The files of a zip archive, without its directories. */
export async function readZip(data: Uint8Array<ArrayBuffer>): Promise<ZipFile[]> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const end = endRecord(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  let bytes = 0;
  const files: ZipFile[] = [];
  for (let i = 0; i < Math.min(count, FILES_MAX); i++) {
    if (view.getUint32(at, true) !== CENTRAL) {
      throw new Error("The archive is broken.");
    }
    const method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(data.subarray(at + 46, at + 46 + (nameLength ?? 0)));
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
    if (name.endsWith("/")) {
      continue;
    }
    bytes += size;
    if (bytes > BYTES_MAX) {
      throw new Error("The archive is too large to be shown here.");
    }
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    files.push({ name, content: await unpacked(data.slice(from, from + packed), method) });
  }
  return files;
}

/** It stands at the end, before a comment that may be there. */
function endRecord(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 65_535); at--) {
    if (view.getUint32(at, true) === END) {
      return at;
    }
  }
  throw new Error("This is no zip archive.");
}

async function unpacked(data: Uint8Array<ArrayBuffer>, method: number): Promise<Uint8Array<ArrayBuffer>> {
  if (method === STORED) {
    return data;
  }
  if (method !== DEFLATED) {
    throw new Error("The archive is packed in a way that is not known here.");
  }
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** An archive of files, which are not packed: a function's code is small. */
export function writeZip(files: readonly ZipFile[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const central: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const { name, content } of files) {
    const path = utf8(name);
    const checksum = crc32(content);
    const fields = (signature: number, more: readonly [bytes: 2 | 4, value: number][]) =>
      record([[4, signature], ...more]);
    const common: [2 | 4, number][] = [
      [2, UTF8_NAMES],
      [2, STORED],
      [2, 0],
      [2, 0x21], // 1 January 1980
      [4, checksum],
      [4, content.length],
      [4, content.length],
      [2, path.length],
      [2, 0],
    ];
    central.push(
      fields(CENTRAL, [[2, 0x0314], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, MODE], [4, at]]),
      path,
    );
    const head = fields(LOCAL, [[2, 20], ...common]);
    parts.push(head, path, content);
    at += head.length + path.length + content.length;
  }
  const size = central.reduce((sum, one) => sum + one.length, 0);
  const end = record([
    [4, END],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, size],
    [4, at],
    [2, 0],
  ]);
  return joined([...parts, ...central, end]);
}

function record(fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fields.reduce((sum, [length]) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [length, value] of fields) {
    length === 2 ? view.setUint16(at, value, true) : view.setUint32(at, value >>> 0, true);
    at += length;
  }
  return bytes;
}

function joined(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function crc32(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}

export function base64(data: Uint8Array): string {
  let text = "";
  for (let at = 0; at < data.length; at += 0x8000) {
    text += String.fromCharCode(...data.subarray(at, at + 0x8000));
  }
  return btoa(text);
}

/** Whether bytes are text that people read. */
export function textOf(data: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(data);
    return text.includes("\u0000") ? undefined : text;
  } catch {
    return undefined;
  }
}
