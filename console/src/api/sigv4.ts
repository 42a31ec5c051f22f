import { hex, hmac, sha256, utf8 } from "./sha256.ts";

/** Whom a request is signed as. */
export interface Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly sessionToken?: string;
}

/** What is signed: a POST to the root, unless it says something else. */
export interface Unsigned {
  readonly method?: string;
  /** As it is sent, each segment percent-encoded once. */
  readonly path?: string;
  readonly query?: URLSearchParams;
  readonly host: string;
  /** The operation, for services that take it as a header. */
  readonly target?: string;
  readonly service?: string;
  /** "" for what has no body. */
  readonly contentType?: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly region: string;
  readonly time: Date;
}

export const CONTENT_TYPE = "application/x-amz-json-1.0";

/** The headers that make a call: Signature Version 4, for the service "dynamodb" unless another one is named. */
export async function signedHeaders(
  call: Unsigned,
  credentials: Credentials,
): Promise<Record<string, string>> {
  const stamp = call.time.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = stamp.slice(0, 8);
  const service = call.service ?? "dynamodb";
  const type = call.contentType ?? CONTENT_TYPE;
  const content = hex(await digest(typeof call.body === "string" ? utf8(call.body) : call.body));
  const headers: Record<string, string> = {
    ...(type && { "content-type": type }),
    host: call.host,
    ...(service === "s3" && { "x-amz-content-sha256": content }),
    "x-amz-date": stamp,
    ...(call.target && { "x-amz-target": call.target }),
  };
  if (credentials.sessionToken) {
    headers["x-amz-security-token"] = credentials.sessionToken;
  }
  const names = Object.keys(headers).sort();
  const canonical = [
    call.method ?? "POST",
    canonicalPath(service, call.path ?? "/"),
    canonicalQuery(call.query),
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    names.join(";"),
    content,
  ].join("\n");
  const scope = `${day}/${call.region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", stamp, scope, hex(sha256(utf8(canonical)))].join("\n");
  const key = [day, call.region, service, "aws4_request"].reduce(hmac, utf8(`AWS4${credentials.secretKey}`));
  delete headers.host; // the browser sets it
  headers.authorization =
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKey}/${scope}, ` +
    `SignedHeaders=${names.join(";")}, Signature=${hex(hmac(key, toSign))}`;
  return headers;
}

/** Amazon S3 takes the path as it is, all others encode it once more. */
function canonicalPath(service: string, path: string): string {
  return service === "s3" ? path : path.split("/").map(encoded).join("/");
}

function canonicalQuery(query = new URLSearchParams()): string {
  return [...query]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join("&");
}

/** As RFC 3986 has it: encodeURIComponent leaves more as it is. */
export function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The browser's own SHA-256 where the page may use it: megabytes of a body would hold up the page otherwise. */
async function digest(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return globalThis.crypto?.subtle
    ? new Uint8Array(await crypto.subtle.digest("SHA-256", data))
    : sha256(data);
}
