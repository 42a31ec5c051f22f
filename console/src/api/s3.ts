import type { Namespace } from "./client.ts";
import { child, text } from "./query.ts";
import { type RestCall, restCall } from "./rest.ts";

export interface Bucket {
  readonly name: string;
  readonly created: string;
}

/** One object, or what begins like others up to the next slash. */
export interface Listed {
  readonly key: string;
  readonly isPrefix: boolean;
  readonly bytes: number;
  readonly modified: string;
}

export interface ListedPage {
  readonly entries: readonly Listed[];
  readonly next: string;
}

export interface ObjectFacts {
  readonly bytes: number;
  readonly type: string;
  readonly etag: string;
  readonly modified: string;
  /** Headers x-amz-meta-…, without that. */
  readonly metadata: readonly (readonly [name: string, value: string])[];
}

const PAGE_KEYS = 500;

async function ask(namespace: Namespace, call: Omit<RestCall, "service">): Promise<Response> {
  return restCall(namespace, { service: "s3", ...call });
}

async function xml(response: Response): Promise<Element> {
  return new DOMParser().parseFromString(await response.text(), "application/xml").documentElement;
}

function all(element: Element, name: string): Element[] {
  return [...element.children].filter((one) => one.localName === name);
}

export async function listBuckets(namespace: Namespace): Promise<Bucket[]> {
  const root = await xml(await ask(namespace, { path: [""], quiet: true }));
  const buckets = child(root, "Buckets");
  return (buckets ? all(buckets, "Bucket") : []).map((one) => ({
    name: text(one, "Name"),
    created: text(one, "CreationDate"),
  }));
}

export async function createBucket(namespace: Namespace, bucket: string): Promise<void> {
  const body =
    namespace.region === "us-east-1"
      ? ""
      : `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${namespace.region}</LocationConstraint></CreateBucketConfiguration>`;
  await ask(namespace, { method: "PUT", path: [bucket], body });
}

export async function deleteBucket(namespace: Namespace, bucket: string): Promise<void> {
  await ask(namespace, { method: "DELETE", path: [bucket] });
}

export async function listObjects(
  namespace: Namespace,
  bucket: string,
  prefix: string,
  next: string,
): Promise<ListedPage> {
  const root = await xml(
    await ask(namespace, {
      path: [bucket],
      query: {
        "list-type": "2",
        delimiter: "/",
        "encoding-type": "url",
        "max-keys": String(PAGE_KEYS),
        ...(prefix && { prefix }),
        ...(next && { "continuation-token": next }),
      },
      quiet: true,
    }),
  );
  return {
    entries: [
      ...all(root, "CommonPrefixes").map((one) => ({
        key: decoded(text(one, "Prefix")),
        isPrefix: true,
        bytes: 0,
        modified: "",
      })),
      ...all(root, "Contents").map((one) => ({
        key: decoded(text(one, "Key")),
        isPrefix: false,
        bytes: Number(text(one, "Size")),
        modified: text(one, "LastModified"),
      })),
    ],
    next: text(root, "IsTruncated") === "true" ? text(root, "NextContinuationToken") : "",
  };
}

/** Keys are encoded, for XML cannot carry all characters. */
function decoded(key: string): string {
  return decodeURIComponent(key.replaceAll("+", "%20"));
}

const objectPath = (bucket: string, key: string) => [bucket, ...key.split("/")];

/** Whether a browser can ask for a key: it takes segments of one or two dots for steps. */
export function isAddressable(key: string): boolean {
  return !key.split("/").some((segment) => segment === "." || segment === "..");
}

export async function objectFacts(namespace: Namespace, bucket: string, key: string): Promise<ObjectFacts> {
  const { headers } = await ask(namespace, { method: "HEAD", path: objectPath(bucket, key), quiet: true });
  return {
    bytes: Number(headers.get("content-length") ?? 0),
    type: headers.get("content-type") ?? "",
    etag: headers.get("etag") ?? "",
    modified: headers.get("last-modified") ?? "",
    metadata: [...headers]
      .filter(([name]) => name.startsWith("x-amz-meta-"))
      .map(([name, value]) => [name.slice("x-amz-meta-".length), value]),
  };
}

/** An object, or its beginning. */
export async function getObject(
  namespace: Namespace,
  bucket: string,
  key: string,
  bytesMax = 0,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await ask(namespace, {
    path: objectPath(bucket, key),
    ...(bytesMax > 0 && { headers: { range: `bytes=0-${bytesMax - 1}` } }),
  });
  return new Uint8Array(await response.arrayBuffer());
}

export async function putObject(
  namespace: Namespace,
  bucket: string,
  key: string,
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<void> {
  await ask(namespace, {
    method: "PUT",
    path: objectPath(bucket, key),
    body,
    contentType: contentType || "application/octet-stream",
  });
}

export async function deleteObject(namespace: Namespace, bucket: string, key: string): Promise<void> {
  await ask(namespace, { method: "DELETE", path: objectPath(bucket, key) });
}

/** Which functions a bucket calls, and on what. */
export async function notifications(
  namespace: Namespace,
  bucket: string,
): Promise<{ function: string; events: string[] }[]> {
  const root = await xml(await ask(namespace, { path: [bucket], query: { notification: "" }, quiet: true }));
  return all(root, "CloudFunctionConfiguration").map((one) => ({
    function: text(one, "CloudFunction"),
    events: all(one, "Event").map((event) => event.textContent ?? ""),
  }));
}
