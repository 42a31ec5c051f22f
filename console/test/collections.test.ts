import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { utf8 } from "../src/api/sha256.ts";
import type { Item } from "../src/api/types.ts";
import { Collections, visibleNodes } from "../src/explore/collections.ts";
import { base64, crc32, readZip, textOf, writeZip } from "../src/model/zip.ts";

const KEYS = ["pk", "sk"];
const item = (pk: string, sk: string): Item => ({ pk: { S: pk }, sk: { S: sk } });

test("items are a tree of collections, kinds and items, of which only what is expanded is seen", () => {
  const collections = new Collections(KEYS);
  const items = [item("USER#1", "PROFILE"), item("USER#1", "ORDER#1"), item("USER#2", "ORDER#2")];
  const lines = (expanded: string[], all: readonly Item[]) =>
    visibleNodes(collections.of(all), new Set(expanded), KEYS).map((node) =>
      [node.level, node.text, node.count, node.position, node.siblings].join(" "),
    );
  assert.deepEqual(lines([], items), ["1 USER#1 2 1 2", "1 USER#2 1 2 2"]);
  const more = [...items, item("USER#1", "ORDER#3"), item("USER#3", "x")];
  const one = '{"S":"USER#1"}';
  assert.deepEqual(lines([one, `${one}/ORDER`], more), [
    "1 USER#1 3 1 3",
    "2  1 1 2",
    "2 ORDER 2 2 2",
    "3 ORDER#1 0 1 2",
    "3 ORDER#3 0 2 2",
    "1 USER#2 1 2 3",
    "1 USER#3 1 3 3",
  ]);
  assert.deepEqual(lines(['{"S":"USER#2"}'], items.slice(2)), ["1 USER#2 1 1 1", "2 ORDER#2 0 1 1"]);
});

test("an archive is read as it was written, and as others write it", async () => {
  const files = [
    { name: "index.py", content: utf8("print('ñ')\n") },
    { name: "data/empty", content: new Uint8Array() },
  ];
  assert.deepEqual(await readZip(writeZip(files)), files);
  assert.equal(crc32(utf8("123456789")), 0xcbf43926);
  const packed = new Uint8Array(deflateRawSync(Buffer.from("packed ".repeat(100))));
  const stored = writeZip([{ name: "p", content: packed }]);
  const view = new DataView(stored.buffer);
  view.setUint16(8, 8, true); // in the head before the content
  view.setUint16(stored.length - 22 - 47 + 10, 8, true); // and in the directory
  const [read] = await readZip(stored);
  assert.equal(textOf(read?.content ?? new Uint8Array()), "packed ".repeat(100));
  await assert.rejects(readZip(utf8("PK is not enough for an archive of any kind")), /no zip archive/);
  assert.equal(base64(new Uint8Array([0, 1, 2])), "AAEC");
  assert.equal(textOf(new Uint8Array([0xff, 0xfe])), undefined);
});
