import { ApiError, credentials, type Namespace, noteOwnAnswer } from "./client.ts";
import { signedHeaders } from "./sigv4.ts";

const FORM = "application/x-www-form-urlencoded";

/** A service of AWS that takes forms and answers XML. */
export interface QueryService {
  readonly name: string;
  readonly version: string;
  /** Where it is signed for; global services are in us-east-1. */
  readonly region: string;
}

/** Calls an action and gives its result. */
export async function queryCall(
  service: QueryService,
  namespace: Namespace,
  action: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Element> {
  const body = new URLSearchParams({ Action: action, Version: service.version, ...parameters }).toString();
  const headers = await signedHeaders(
    {
      host: location.host,
      service: service.name,
      contentType: FORM,
      body,
      region: service.region,
      time: new Date(),
    },
    credentials() ?? { accessKey: namespace.account, secretKey: "console" },
  );
  let response: Response;
  try {
    response = await fetch("/", { method: "POST", headers, body });
  } catch {
    throw new ApiError("NoAnswer", "The server does not answer.", 0, {});
  }
  noteOwnAnswer(response);
  const root = new DOMParser().parseFromString(await response.text(), "application/xml").documentElement;
  if (!response.ok) {
    const error = root.getElementsByTagName("Error")[0] ?? root;
    throw new ApiError(text(error, "Code") || "Error", text(error, "Message"), response.status, {});
  }
  return child(root, `${action}Result`) ?? root;
}

export function child(element: Element, name: string): Element | undefined {
  return [...element.children].find((one) => one.localName === name);
}

/** The text of a member; "" if it is not there. */
export function text(element: Element, name: string): string {
  return child(element, name)?.textContent ?? "";
}

export function members(element: Element, name: string): Element[] {
  return [...(child(element, name)?.children ?? [])].filter((one) => one.localName === "member");
}
