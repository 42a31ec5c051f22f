import { commit, look } from "./commit.ts";
import { type Change, markConflicts, settle, stagedChanges } from "./staging.ts";

/** How far the last commit came. It is kept until somebody has seen it, also when no change waits any longer. */
export interface Commit {
  readonly busy: boolean;
  readonly applied: number;
  /** Changes of which nobody knows whether they were applied, as long as the server does not answer. */
  readonly unknown: number;
  /** Changes that the server, asked again, says were not applied. */
  readonly untouched: number;
  readonly conflicts: number;
  readonly error: Error | undefined;
}

const IDLE: Commit = { busy: false, applied: 0, unknown: 0, untouched: 0, conflicts: 0, error: undefined };
const ASK_MILLIS = 1000;

let state: Commit = IDLE;
const listeners = new Set<() => void>();

export function currentCommit(): Commit {
  return state;
}

export function onCommit(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(next: Commit): void {
  state = next;
  for (const listener of listeners) {
    listener();
  }
}

/** Forgets what became of the last commit. */
export function dismiss(): void {
  if (!state.busy) {
    set(IDLE);
  }
}

/** Commits all that waits. When the server goes away meanwhile, it is asked until it says what was applied. */
export async function commitAll(): Promise<void> {
  if (state.busy) {
    return;
  }
  set({ ...IDLE, busy: true });
  const { applied, conflicts, error, unknown } = await commit(stagedChanges(), (done) =>
    set({ ...state, applied: done }),
  );
  settle(applied);
  markConflicts(conflicts);
  set({
    ...IDLE,
    applied: applied.length,
    busy: unknown.length > 0,
    unknown: unknown.length,
    conflicts: conflicts.size,
    error,
  });
  tellOfApplied(applied);
  if (unknown.length > 0) {
    await ask(unknown, applied.length);
  }
}

async function ask(unknown: readonly Change[], before: number): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, ASK_MILLIS));
    let found: Awaited<ReturnType<typeof look>>;
    try {
      found = await look(unknown);
    } catch {
      continue;
    }
    settle(found.applied, true);
    markConflicts(found.conflicts);
    set({
      ...state,
      busy: false,
      unknown: 0,
      applied: before + found.applied.length,
      untouched: found.untouched.length,
      conflicts: found.conflicts.size,
    });
    tellOfApplied(found.applied);
    return;
  }
}

function tellOfApplied(applied: readonly Change[]): void {
  if (applied.length > 0) {
    window.dispatchEvent(new Event("stator-committed"));
  }
}
