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
  /** Whether the page keeps no more of it in memory. */
  readonly full: boolean;
}

/** More than this is not kept: the memory of a browser's page is not for whole tables. */
export const LOADED_ITEMS_MAX = 100_000;
const LOADED_CHARACTERS_MAX = 48_000_000;

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
  const state = useRef<{
    plan?: Plan;
    next?: Item | undefined;
    abort?: AbortController;
    loaded: number;
    characters: number;
  }>({
    loaded: 0,
    characters: 0,
  });

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
          const page = await call<Page>(namespace, plan.operation, input, {
            signal: abort.signal,
            onLength: (characters) => {
              state.current.characters += characters;
            },
          });
          const millis = performance.now() - from;
          state.current.next = page.LastEvaluatedKey;
          state.current.loaded += page.Items.length;
          setItems((old) => [...old, ...page.Items]);
          setResult((old) => ({
            scanned: (old?.scanned ?? 0) + page.ScannedCount,
            units: (old?.units ?? 0) + (unitsOf(page.ConsumedCapacity) ?? 0),
            millis: (old?.millis ?? 0) + millis,
            requests: (old?.requests ?? 0) + 1,
            more: page.LastEvaluatedKey !== undefined,
            full: isFull(state.current),
          }));
        } while (all && state.current.next && !isFull(state.current));
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
      state.current = { plan, loaded: 0, characters: 0 };
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
      const done = undoableChanges().filter(
        (change) =>
          change.table === plan?.input.TableName &&
          change.namespace.account === namespace.account &&
          change.namespace.region === namespace.region,
      );
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
  }, [namespace]);

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

function isFull(state: { loaded: number; characters: number }): boolean {
  return state.loaded >= LOADED_ITEMS_MAX || state.characters >= LOADED_CHARACTERS_MAX;
}
