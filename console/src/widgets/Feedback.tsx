import { type ReactNode, useSyncExternalStore } from "react";
import { ApiError } from "../api/client.ts";
import { t } from "../i18n/t.ts";
import { Button } from "./Controls.tsx";

/** What a server that verifies signatures says to a caller it does not know. */
const NEEDS_KEY = /^(UnrecognizedClient|InvalidSignature|MissingAuthenticationToken|IncompleteSignature)/;

export function Failure({
  error,
  onRetry,
}: {
  readonly error: Error | undefined;
  readonly onRetry?: () => void;
}) {
  if (!error) {
    return null;
  }
  return (
    <div className="notice bad" role="alert">
      <strong>{error instanceof ApiError ? error.type : t("Error")}</strong>{" "}
      <span className="isolate">{error.message}</span>
      {error instanceof ApiError && NEEDS_KEY.test(error.type) && (
        <Button look="quiet" onPress={() => window.dispatchEvent(new Event("stator-signin"))}>
          {t("Sign in with an access key")}
        </Button>
      )}
      {onRetry && (
        <Button look="quiet" onPress={onRetry}>
          {t("Try again")}
        </Button>
      )}
    </div>
  );
}

export function Notice({
  kind = "info",
  children,
}: {
  readonly kind?: "info" | "warn" | "good";
  readonly children: ReactNode;
}) {
  return <div className={`notice ${kind}`}>{children}</div>;
}

export function Badge({
  kind = "neutral",
  children,
}: {
  readonly kind?: string;
  readonly children: ReactNode;
}) {
  return <span className={`badge ${kind}`}>{children}</span>;
}

export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

export function statusKind(status: string): string {
  return /^(ACTIVE|ENABLED|AVAILABLE|COMPLETED)$/.test(status)
    ? "good"
    : /FAILED|DELETING|INACCESSIBLE/.test(status)
      ? "bad"
      : "warn";
}

// Short messages that go by themselves.

interface Message {
  readonly id: number;
  readonly text: string;
}

let messages: readonly Message[] = [];
let nextId = 1;
const listeners = new Set<() => void>();
const MESSAGE_MILLIS = 5000;

export function say(text: string): void {
  const message = { id: nextId++, text };
  set([...messages.slice(-2), message]);
  setTimeout(() => set(messages.filter((one) => one !== message)), MESSAGE_MILLIS);
}

function set(next: readonly Message[]): void {
  messages = next;
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Messages() {
  const shown = useSyncExternalStore(subscribe, () => messages);
  return (
    <div className="messages" role="status" aria-live="polite">
      {shown.map((one) => (
        <div key={one.id} className="message">
          {one.text}
        </div>
      ))}
    </div>
  );
}
