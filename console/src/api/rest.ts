import { ApiError, credentials, type Namespace, noteOwnAnswer } from "./client.ts";
import { encoded, signedHeaders } from "./sigv4.ts";

const JSON_TYPE = "application/x-amz-json-1.1";

/** A call of a service whose operations are methods and paths. */
export interface RestCall {
  readonly service: string;
  readonly method?: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Segments, which are encoded here; a key of an object has more than one. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  /** That a page keeps itself up to date, which the log of requests leaves out. */
  readonly quiet?: boolean;
}

/** Calls a service; what it refuses is an error. */
export async function restCall(namespace: Namespace, call: RestCall): Promise<Response> {
  const path = `/${call.path.map(encoded).join("/")}`;
  const query = new URLSearchParams(call.query ?? {});
  const body = call.body ?? "";
  const headers = await signedHeaders(
    {
      host: location.host,
      service: call.service,
      method: call.method ?? "GET",
      path,
      query,
      contentType: call.contentType ?? "",
      body,
      region: namespace.region,
      time: new Date(),
    },
    credentials() ?? { accessKey: namespace.account, secretKey: "console" },
  );
  const sent = [...query].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&");
  let response: Response;
  try {
    response = await fetch(path + (sent && `?${sent}`), {
      method: call.method ?? "GET",
      headers: { ...headers, ...call.headers, ...(call.quiet && { "x-stator-refresh": "1" }) },
      body: body.length > 0 ? body : null,
    });
  } catch {
    throw new ApiError("NoAnswer", "The server does not answer.", 0, {});
  }
  noteOwnAnswer(response);
  if (!response.ok) {
    throw refusal(response, await response.text());
  }
  return response;
}

/** An error in JSON or XML, or in nothing but a status. */
function refusal(response: Response, text: string): ApiError {
  const { status } = response;
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    const type = response.headers.get("x-amzn-errortype") ?? String(body.__type ?? body.Type ?? status);
    const message = String(body.message ?? body.Message ?? type);
    return new ApiError(type.replace(/^.*#|:.*$/g, ""), message, status, body);
  } catch {
    const root = new DOMParser().parseFromString(text || "<Error/>", "application/xml").documentElement;
    const word = (name: string) => root.getElementsByTagName(name)[0]?.textContent ?? "";
    return new ApiError(word("Code") || `HTTP ${status}`, word("Message") || text, status, {});
  }
}

/** Calls an operation of a service that takes its name as a header and JSON 1.1 as its body. */
export async function jsonCall<T>(
  namespace: Namespace,
  service: string,
  target: string,
  input: Readonly<Record<string, unknown>>,
  { quiet = false }: { readonly quiet?: boolean } = {},
): Promise<T> {
  const body = JSON.stringify(input);
  const headers = await signedHeaders(
    {
      host: location.host,
      service,
      target,
      contentType: JSON_TYPE,
      body,
      region: namespace.region,
      time: new Date(),
    },
    credentials() ?? { accessKey: namespace.account, secretKey: "console" },
  );
  let response: Response;
  try {
    if (quiet) {
      headers["x-stator-refresh"] = "1";
    }
    response = await fetch("/", { method: "POST", headers, body });
  } catch {
    throw new ApiError("NoAnswer", "The server does not answer.", 0, {});
  }
  noteOwnAnswer(response);
  const text = await response.text();
  if (!response.ok) {
    throw refusal(response, text);
  }
  return JSON.parse(text) as T;
}
