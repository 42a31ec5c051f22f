import { useSyncExternalStore } from "react";
import type { Namespace } from "../api/client.ts";

/** Where somebody is: #/000000000000/us-east-1/table/Orders/items?index=… */
export interface Place {
  readonly namespace: Namespace;
  readonly view: string;
  readonly name: string;
  readonly tab: string;
  readonly parameters: URLSearchParams;
}

export const DEFAULT_NAMESPACE: Namespace = { account: "000000000000", region: "us-east-1" };
const LAST_NAMESPACE = "stator.namespace";

export function parsePlace(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [account = "", region = "", view = "", name = "", tab = ""] = path.split("/").map(decoded);
  const namespace =
    /^[\w-]+$/.test(account) && /^[a-z]{2}[a-z0-9-]+$/.test(region) ? { account, region } : lastNamespace();
  return { namespace, view: view || "tables", name, tab, parameters: new URLSearchParams(query) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function lastNamespace(): Namespace {
  const [account, region] = (localStorage.getItem(LAST_NAMESPACE) ?? "").split("/");
  return account && region ? { account, region } : DEFAULT_NAMESPACE;
}

export function rememberNamespace({ account, region }: Namespace): void {
  localStorage.setItem(LAST_NAMESPACE, `${account}/${region}`);
}

export function link(
  namespace: Namespace,
  view: string,
  name = "",
  tab = "",
  parameters?: URLSearchParams,
): string {
  const parts = [namespace.account, namespace.region, view, name, tab].map(encodeURIComponent);
  while (parts.at(-1) === "") {
    parts.pop();
  }
  const query = parameters?.toString();
  return `#/${parts.join("/")}${query ? `?${query}` : ""}`;
}

export function tableLink(
  namespace: Namespace,
  table: string,
  tab = "items",
  parameters?: URLSearchParams,
): string {
  return link(namespace, "table", table, tab, parameters);
}

export function go(to: string): void {
  location.hash = to;
}

/** Changes the address without a new entry in the browser's history. */
export function replace(to: string): void {
  history.replaceState(null, "", to);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

let lastHash: string | undefined;
let lastPlace: Place | undefined;

function current(): Place {
  if (location.hash !== lastHash || !lastPlace) {
    lastHash = location.hash;
    lastPlace = parsePlace(lastHash);
  }
  return lastPlace;
}

export function usePlace(): Place {
  return useSyncExternalStore(subscribe, current);
}
