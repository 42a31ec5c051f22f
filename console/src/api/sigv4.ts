import { hex, hmac, sha256, utf8 } from "./sha256.ts";

/** Whom a request is signed as. */
export interface Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly sessionToken?: string;
}

/** What is signed: always a POST to the root, as all calls of this API are. */
export interface Unsigned {
  readonly host: string;
  readonly target: string;
  readonly body: string;
  readonly region: string;
  readonly time: Date;
}

export const CONTENT_TYPE = "application/x-amz-json-1.0";

/** The headers that make a call: Signature Version 4 for the service "dynamodb". */
export function signedHeaders(call: Unsigned, credentials: Credentials): Record<string, string> {
  const stamp = call.time.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = stamp.slice(0, 8);
  const headers: Record<string, string> = {
    "content-type": CONTENT_TYPE,
    host: call.host,
    "x-amz-date": stamp,
    "x-amz-target": call.target,
  };
  if (credentials.sessionToken) {
    headers["x-amz-security-token"] = credentials.sessionToken;
  }
  const names = Object.keys(headers).sort();
  const canonical = [
    "POST",
    "/",
    "",
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    names.join(";"),
    hex(sha256(utf8(call.body))),
  ].join("\n");
  const scope = `${day}/${call.region}/dynamodb/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", stamp, scope, hex(sha256(utf8(canonical)))].join("\n");
  const key = [day, call.region, "dynamodb", "aws4_request"].reduce(
    hmac,
    utf8(`AWS4${credentials.secretKey}`),
  );
  delete headers.host; // the browser sets it
  headers.authorization =
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKey}/${scope}, ` +
    `SignedHeaders=${names.join(";")}, Signature=${hex(hmac(key, toSign))}`;
  return headers;
}
