import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import type { Item } from "../../api/types.ts";
import { useSettings } from "../../app/store.ts";
import { t } from "../../i18n/t.ts";
import { cellText, visible } from "../../items/display.ts";
import { plainValue } from "../../items/json.ts";
import { batches, TRANSACTION_ITEMS_MAX, transaction } from "../../staging/commit.ts";
import { type Commit, commitAll, currentCommit, dismiss, onCommit } from "../../staging/committing.ts";
import {
  type Change,
  differences,
  discardAll,
  kindOf,
  onStaging,
  rebase,
  revertAttribute,
  stagedChanges,
  stageUndo,
  undoableChanges,
  unstage,
} from "../../staging/staging.ts";
import { CodeDialog } from "../../widgets/CodeDialog.tsx";
import { Button } from "../../widgets/Controls.tsx";
import { Badge, Notice } from "../../widgets/Feedback.tsx";
import { Dialog } from "../../widgets/Overlays.tsx";

/** What waits to be committed, and what became of the last commit, at the foot of every view. */
export function StagingBar({ changes }: { readonly changes: readonly Change[] }) {
  const { readOnly } = useSettings();
  const last = useSyncExternalStore(onCommit, currentCommit);
  const [open, setOpen] = useState(false);
  const { busy } = last;
  const run = useCallback(() => {
    if (!readOnly && !stagedChanges().some((change) => change.conflict)) {
      commitAll();
    }
  }, [readOnly]);

  useEffect(() => {
    const toggle = () => setOpen((old) => !old);
    window.addEventListener("stator-staging", toggle);
    window.addEventListener("stator-commit", run);
    return () => {
      window.removeEventListener("stator-staging", toggle);
      window.removeEventListener("stator-commit", run);
    };
  }, [run]);
  // What went wrong is shown at once.
  useEffect(() => {
    if (last.error) {
      setOpen(true);
    }
  }, [last.error]);

  const count = (kind: string) => changes.filter((change) => kindOf(change) === kind).length;
  const conflicts = changes.filter((change) => change.conflict).length;
  return (
    <section className="staging-bar" aria-label={t("Staged changes")}>
      <strong>{t("{n} staged change|{n} staged changes", { n: changes.length })}</strong>
      <span className="row grow">
        {count("new") > 0 && <Badge kind="good">{t("{n} new", { n: count("new") })}</Badge>}
        {count("edited") > 0 && <Badge kind="warn">{t("{n} edited", { n: count("edited") })}</Badge>}
        {count("deleted") > 0 && <Badge kind="bad">{t("{n} deleted", { n: count("deleted") })}</Badge>}
        {conflicts > 0 && <Badge kind="bad">{t("{n} in conflict", { n: conflicts })}</Badge>}
        {last.error && <span className="problem">{appliedWords(last)}</span>}
      </span>
      {last.error && !busy && changes.length === 0 && <Button onPress={dismiss}>{t("Close")}</Button>}
      {changes.length > 0 && (
        <>
          <Button onPress={() => setOpen(true)}>{t("Review")}</Button>
          <Button look="danger" onPress={discardAll} isDisabled={busy}>
            {t("Discard")}
          </Button>
          <Button look="primary" onPress={run} isDisabled={busy || readOnly || conflicts > 0}>
            {busy ? t("Committing …") : t("Commit {n}", { n: changes.length })}
          </Button>
        </>
      )}
      {open && <Review changes={changes} last={last} onCommit={run} onClose={() => setOpen(false)} />}
    </section>
  );
}

const SHOWN_MAX = 200;

function Review(props: {
  readonly changes: readonly Change[];
  readonly last: Commit;
  readonly onCommit: () => void;
  readonly onClose: () => void;
}) {
  const { changes, last } = props;
  const [code, setCode] = useState(false);
  const parts = batches(changes).length;
  const first = changes[0];
  return (
    <Dialog
      title={t("Staged changes")}
      wide
      onClose={props.onClose}
      footer={
        <>
          <Button look="quiet" onPress={() => setCode(true)} isDisabled={!first}>
            {t("Show the request")}
          </Button>
          <span className="grow" />
          <Button
            look="primary"
            isDisabled={last.busy || changes.some((one) => one.conflict)}
            onPress={props.onCommit}
          >
            {t("Commit {n}", { n: changes.length })}
          </Button>
        </>
      }
    >
      <Notice kind={parts > 1 ? "warn" : "info"}>
        {parts > 1
          ? t(
              "A transaction takes {max} items and 4 MB. These changes are committed in {parts} transactions, one after the other; if one fails, those before it stay.",
              { max: TRANSACTION_ITEMS_MAX, parts },
            )
          : t("All are applied or none is, and only if the items still are as you saw them.")}
      </Notice>
      {last.error && <CommitNotice last={last} />}
      {changes.slice(0, SHOWN_MAX).map((change) => (
        <ChangeCard key={change.id} change={change} />
      ))}
      {changes.length > SHOWN_MAX && (
        <p className="soft">{t("{n} more", { n: changes.length - SHOWN_MAX })}</p>
      )}
      {code && first && (
        <CodeDialog
          operation="TransactWriteItems"
          input={transaction(batches(changes)[0] as Change[])}
          region={first.namespace.region}
          onClose={() => setCode(false)}
        />
      )}
    </Dialog>
  );
}

function appliedWords(last: Commit): string {
  return last.applied > 0
    ? t("{n} changes were applied.", { n: last.applied })
    : last.unknown > 0
      ? ""
      : t("Nothing was applied.");
}

function CommitNotice({ last }: { readonly last: Commit }) {
  return (
    <div className="notice bad" role="alert">
      <strong>{appliedWords(last)}</strong>{" "}
      {last.unknown > 0 &&
        t("Of {n} nobody knows: the server gave no answer. It is asked until it says what was applied.", {
          n: last.unknown,
        })}
      {last.untouched > 0 && t("{n} changes were not applied, and wait.", { n: last.untouched })}{" "}
      {last.conflicts > 0 && t("Somebody changed {n} of these items meanwhile.", { n: last.conflicts })}
      <div className="isolate small">{visible(last.error?.message ?? "", 600)}</div>
    </div>
  );
}

function ChangeCard({ change }: { readonly change: Change }) {
  const kind = kindOf(change);
  const words = { new: t("New"), edited: t("Edited"), deleted: t("Deleted") };
  const colours = { new: "good", edited: "warn", deleted: "bad" };
  return (
    <article className="change">
      <header>
        <Badge kind={colours[kind]}>{words[kind]}</Badge>
        <span className="grow isolate mono">
          {change.table} · {Object.values(change.key).map(cellText).join(" · ")}
        </span>
        <Button look="quiet" onPress={() => unstage(change.id)}>
          {t("Reject")}
        </Button>
      </header>
      {change.conflict && <Conflict change={change} current={change.conflict.current} />}
      <Diff
        before={change.before}
        after={change.after}
        onRevert={kind === "edited" ? (name) => revertAttribute(change.id, name) : undefined}
      />
    </article>
  );
}

function Conflict({ change, current }: { readonly change: Change; readonly current: Item | undefined }) {
  return (
    <div className="conflict">
      <strong>
        {current
          ? t("The item is not as you saw it. From what you saw to what stands there now:")
          : t("The item is not there any longer.")}
      </strong>
      {current && <Diff before={change.before} after={current} />}
      <div className="row">
        <Button onPress={() => unstage(change.id)}>{t("Keep what stands there")}</Button>
        <Button onPress={() => rebase(change.id)}>{t("Put my change on top of it")}</Button>
      </div>
    </div>
  );
}

const VALUE_CHARACTERS_MAX = 2000;

export function Diff(props: {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly onRevert?: ((name: string) => void) | undefined;
}) {
  return (
    <div className="diff">
      {differences(props.before, props.after).map(({ name, before, after }) => (
        <div key={name} style={{ display: "contents" }}>
          <span>{visible(name)}</span>
          <span className={before ? "old" : ""}>
            {before ? visible(plainValue(before), VALUE_CHARACTERS_MAX) : ""}
          </span>
          <span className={after ? "new" : ""}>
            {after ? visible(plainValue(after), VALUE_CHARACTERS_MAX) : ""}
          </span>
          {props.onRevert ? (
            <Button
              look="icon"
              title={t("Take back {name}", { name })}
              onPress={() => props.onRevert?.(name)}
            >
              ↶
            </Button>
          ) : (
            <span />
          )}
        </div>
      ))}
    </div>
  );
}

/** After a commit, where the reverse can be staged. */
export function UndoButton() {
  const undoable = useSyncExternalStore(onStaging, undoableChanges);
  return undoable.length > 0 ? (
    <Button look="quiet" onPress={stageUndo}>
      {t("Undo the last commit ({n})", { n: undoable.length })}
    </Button>
  ) : null;
}
