import { useCallback, useEffect, useRef, useState } from "react";

/** Something that is being fetched, or was. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly error: Error | undefined;
  readonly loading: boolean;
  readonly reload: () => void;
}

/** Fetches when the key changes, and again every so many milliseconds while the page is seen. */
export function useLoaded<T>(
  key: string,
  fetcher: (signal: AbortSignal) => Promise<T>,
  everyMillis = 0,
): Loaded<T> {
  const [state, setState] = useState<{ key: string; value?: T; error?: Error; loading: boolean }>({
    key,
    loading: true,
  });
  const [round, setRound] = useState(0);
  const busy = useRef(false);
  const latest = useRef(fetcher);
  latest.current = fetcher;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a round is what makes it fetch again
  useEffect(() => {
    const abort = new AbortController();
    busy.current = true;
    setState((old) => (old.key === key ? { ...old, loading: true } : { key, loading: true }));
    const end = (next: Parameters<typeof setState>[0]) => {
      if (!abort.signal.aborted) {
        busy.current = false;
        setState(next);
      }
    };
    latest.current(abort.signal).then(
      (value) => end(() => ({ key, value, loading: false })),
      (error: Error) => end((old) => ({ ...old, key, error, loading: false })),
    );
    return () => abort.abort();
  }, [key, round]);

  useEffect(() => {
    if (everyMillis === 0) {
      return undefined;
    }
    // What takes longer than that is waited for, not begun again and again.
    const next = () => !document.hidden && !busy.current && setRound((old) => old + 1);
    const timer = setInterval(next, everyMillis);
    return () => clearInterval(timer);
  }, [everyMillis]);

  const reload = useCallback(() => setRound((old) => old + 1), []);
  const mine = state.key === key;
  return {
    value: mine ? state.value : undefined,
    error: mine ? state.error : undefined,
    loading: state.loading,
    reload,
  };
}

/** Something that is done on request, whose failure is shown. */
export function useAction(): {
  busy: boolean;
  error: Error | undefined;
  run: (action: () => Promise<unknown>) => Promise<boolean>;
} {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const run = useCallback(async (action: () => Promise<unknown>) => {
    setBusy(true);
    setError(undefined);
    try {
      await action();
      return true;
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { busy, error, run };
}
