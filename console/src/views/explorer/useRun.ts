import { useCallback, useEffect, useRef, useState } from "react";
import { call, type Namespace, unitsOf } from "../../api/client.ts";
import type { Item } from "../../api/types.ts";
import type { Plan } from "../../explore/plan.ts";
import { keyOf, keyText } from "../../items/attribute.ts";
import { undoableChanges } from "../../staging/staging.ts";

/** What reading has found and taken so far. */
export interface Result {
  readonly scanned: number;
  readonly units: number;
  readonly millis: number;
  readonly requests: number;
  readonly more: boolean;
}

interface Page {
  readonly Items: Item[];
  readonly ScannedCount: number;
  readonly LastEvaluatedKey?: Item;
  readonly ConsumedCapacity?: unknown;
}

/** Runs a plan page by page: one request at each press, all of them only when that is asked for. */
export function useRun(namespace: Namespace) {
  const [items, setItems] = useState<readonly Item[]>([]);
  const [result, setResult] = useState<Result>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const state = useRef<{ plan?: Plan; next?: Item | undefined; abort?: AbortController }>({});

  const load = useCallback(
    async (all: boolean) => {
      const { plan } = state.current;
      if (!plan) {
        return;
      }
      const abort = new AbortController();
      state.current.abort = abort;
      setBusy(true);
      setError(undefined);
      try {
        do {
          const next = state.current.next;
          const limit = all ? { Limit: undefined } : {};
          const input = { ...plan.input, ...limit, ...(next && { ExclusiveStartKey: next }) };
          const from = performance.now();
          const page = await call<Page>(namespace, plan.operation, input, { signal: abort.signal });
          const millis = performance.now() - from;
          state.current.next = page.LastEvaluatedKey;
          setItems((old) => [...old, ...page.Items]);
          setResult((old) => ({
            scanned: (old?.scanned ?? 0) + page.ScannedCount,
            units: (old?.units ?? 0) + (unitsOf(page.ConsumedCapacity) ?? 0),
            millis: (old?.millis ?? 0) + millis,
            requests: (old?.requests ?? 0) + 1,
            more: page.LastEvaluatedKey !== undefined,
          }));
        } while (all && state.current.next);
      } catch (failure) {
        if (!abort.signal.aborted) {
          setError(failure as Error);
        }
      } finally {
        if (state.current.abort === abort) {
          setBusy(false);
        }
      }
    },
    [namespace],
  );

  const start = useCallback(
    (plan: Plan) => {
      state.current.abort?.abort();
      state.current = { plan };
      setItems([]);
      setResult(undefined);
      load(false);
    },
    [load],
  );

  // What was committed is shown without reading it again.
  useEffect(() => {
    const onCommitted = () => {
      const plan = state.current.plan;
      const done = undoableChanges().filter((change) => change.table === plan?.input.TableName);
      if (done.length === 0) {
        return;
      }
      const names = done[0]?.keyNames ?? [];
      const now = new Map(done.map((change) => [keyText(change.key), change.before]));
      setItems((old) => {
        const seen = new Set(old.map((item) => keyText(keyOf(item, names))));
        const fresh = done.flatMap((change) =>
          change.before && !seen.has(keyText(change.key)) ? [change.before] : [],
        );
        const kept = old
          .map((item) => {
            const key = keyText(keyOf(item, names));
            return now.has(key) ? now.get(key) : item;
          })
          .filter((item) => item !== undefined);
        return [...fresh, ...kept];
      });
    };
    window.addEventListener("stator-committed", onCommitted);
    return () => window.removeEventListener("stator-committed", onCommitted);
  }, []);

  return {
    items,
    result,
    busy,
    error,
    start,
    more: () => load(false),
    all: () => load(true),
    stop: () => state.current.abort?.abort(),
  };
}
