import { useEffect, useMemo, useRef, useState } from "react";
import type { Item } from "../../api/types.ts";
import { isTyping } from "../../app/Shortcuts.tsx";
import { useLoaded } from "../../app/use.ts";
import { formatBytes, t } from "../../i18n/t.ts";
import { ITEM_BYTES_MAX, itemBytes, keyOf } from "../../items/attribute.ts";
import { cellText } from "../../items/display.ts";
import { fromPlain, fromTyped, toPlain, toTyped } from "../../items/json.ts";
import { JsonError } from "../../items/jsonText.ts";
import { isReserved } from "../../items/reserved.ts";
import { getItem } from "../../staging/reading.ts";
import { changeId, type Place, stage, stagedChanges, unstage } from "../../staging/staging.ts";
import { CodeEditor } from "../../widgets/CodeEditor.tsx";
import { Button } from "../../widgets/Controls.tsx";
import { Failure, Notice } from "../../widgets/Feedback.tsx";
import { ItemForm } from "./ItemForm.tsx";

type Form = "form" | "json" | "typed";

export interface InspectorProps {
  /** The item as it was loaded; undefined for a new one. */
  readonly item: Item | undefined;
  readonly copyOf: Item | undefined;
  readonly place: Place | undefined;
  readonly readOnly: boolean;
  readonly onStep: (by: number) => void;
  readonly onClose: () => void;
}

/** One item beside the grid. It is fetched anew, whole, so that what is edited is what is stored. */
export function Inspector(props: InspectorProps) {
  const { item, place } = props;
  const key = place && item && keyIn(item, place);
  const waiting = key && stagedChanges().find((one) => one.id === changeId(place, key));
  const { value, error, loading } = useLoaded(key ? JSON.stringify(key) : "", async () => {
    if (!key || waiting) {
      return waiting ?? { before: item, after: item };
    }
    const stored = await getItem(place.namespace, place.table, key);
    return { before: stored, after: stored };
  });
  // Edits that are not staged yet are not dropped by the first key that closes the item.
  const dirty = useRef(false);
  const [warned, setWarned] = useState(false);
  const leave = (action: () => void) => {
    if (dirty.current && !warned) {
      setWarned(true);
    } else {
      action();
    }
  };
  const onDirty = (now: boolean) => {
    dirty.current = now;
    setWarned(false);
  };
  const title =
    item && place ? place.keyNames.map((name) => cellText(item[name])).join(" · ") : t("New item");
  return (
    <section
      className="inspector"
      aria-label={t("Item")}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) {
          leave(props.onClose);
        } else if ((event.key === "[" || event.key === "]") && !isTyping(event.nativeEvent)) {
          leave(() => props.onStep(event.key === "]" ? 1 : -1));
        }
      }}
    >
      <header className="inspector-head">
        <h2>{title}</h2>
        {item && (
          <>
            <Button look="icon" title={t("Previous item")} onPress={() => leave(() => props.onStep(-1))}>
              ↑
            </Button>
            <Button look="icon" title={t("Next item")} onPress={() => leave(() => props.onStep(1))}>
              ↓
            </Button>
          </>
        )}
        <Button look="icon" title={t("Close")} onPress={() => leave(props.onClose)}>
          ✕
        </Button>
      </header>
      <Failure error={error} />
      {warned && (
        <Notice kind="warn">{t("These edits are not staged. Once more, and they are dropped.")}</Notice>
      )}
      {loading && !value ? (
        <div className="empty">{t("Loading …")}</div>
      ) : value && item && !value.before && !value.after ? (
        <div className="inspector-body">
          <Notice kind="warn">{t("This item is not there any longer.")}</Notice>
        </div>
      ) : (
        value && (
          <ItemEditor
            {...props}
            before={item ? value.before : undefined}
            start={value.after ?? value.before ?? props.copyOf ?? blank(place)}
            onDirty={onDirty}
          />
        )
      )}
    </section>
  );
}

/** The key of an item; none if the item was read without it. */
function keyIn(item: Item, place: Place): Item | undefined {
  return place.keyNames.every((name) => Object.hasOwn(item, name)) ? keyOf(item, place.keyNames) : undefined;
}

function blank(place: Place | undefined): Item {
  return Object.fromEntries((place?.keyNames ?? []).map((name) => [name, { S: "" }]));
}

/** A text of more characters is read when somebody stops typing, not at each key. */
const READ_AT_ONCE_MAX = 20_000;
const READ_MILLIS = 300;

function ItemEditor(
  props: InspectorProps & {
    readonly before: Item | undefined;
    readonly start: Item;
    readonly onDirty: (dirty: boolean) => void;
  },
) {
  const { place, before, start } = props;
  const [form, setForm] = useState<Form>("form");
  const [item, setItem] = useState(start);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const unread = useRef<{ text: string; timer: ReturnType<typeof setTimeout> }>(undefined);
  const bytes = useMemo(() => itemBytes(item), [item]);
  const tooLarge = bytes > ITEM_BYTES_MAX;
  useEffect(() => () => clearTimeout(unread.current?.timer), []);

  const edit = (next: Item) => {
    setItem(next);
    setProblem(undefined);
    props.onDirty(true);
  };
  /** The item that a text means; what is wrong with it is shown. */
  const read = (written: string): Item | undefined => {
    unread.current = undefined;
    try {
      const next = form === "json" ? fromPlain(written) : fromTyped(written);
      edit(next);
      return next;
    } catch (failure) {
      setProblem(describe(failure, written));
      props.onDirty(true);
      return undefined;
    }
  };
  /** The item with what was typed last. */
  const latest = (): Item | undefined => {
    clearTimeout(unread.current?.timer);
    return unread.current ? read(unread.current.text) : problem ? undefined : item;
  };
  const show = (next: Form) => {
    const now = latest();
    if (now) {
      setForm(next);
      setText(next === "json" ? toPlain(now) : next === "typed" ? toTyped(now) : "");
    }
  };
  const type = (next: string) => {
    setText(next);
    clearTimeout(unread.current?.timer);
    if (next.length <= READ_AT_ONCE_MAX) {
      read(next);
      return;
    }
    unread.current = { text: next, timer: setTimeout(() => read(next), READ_MILLIS) };
  };
  const stageIt = () => {
    const now = latest();
    if (place && now) {
      if (props.item && !before) {
        unstage(changeId(place, keyOf(props.item, place.keyNames))); // its key may be another now
      }
      stage(place, before, now);
      props.onClose();
    }
  };
  const missing = place?.keyNames.find((name) => !Object.hasOwn(item, name) || cellText(item[name]) === "");
  const reserved = Object.keys(item).filter(isReserved);

  return (
    <>
      <div className="inspector-head">
        <fieldset className="segments">
          <legend className="hidden">{t("Form")}</legend>
          {(["form", "json", "typed"] as const).map((one) => (
            <label key={one} className={one === form ? "segment on" : "segment"}>
              <input type="radio" name="form" checked={one === form} onChange={() => show(one)} />
              {one === "form" ? t("Form") : one === "json" ? t("JSON") : t("DynamoDB JSON")}
            </label>
          ))}
        </fieldset>
      </div>
      <div className="inspector-body">
        {form === "form" ? (
          <ItemForm item={item} keyNames={place?.keyNames ?? []} isNew={!before} onChange={edit} />
        ) : (
          <CodeEditor label={t("Item as JSON")} language="json" value={text} onChange={type} />
        )}
        {problem && <Notice kind="warn">{problem}</Notice>}
        {reserved.length > 0 && (
          <p className="hint">
            {t("Reserved words, which expressions must write as #names: {names}", {
              names: reserved.join(", "),
            })}
          </p>
        )}
      </div>
      <footer className="inspector-foot">
        <span className="meter" aria-hidden="true">
          <i style={{ width: `${Math.min(100, (bytes / ITEM_BYTES_MAX) * 100)}%` }} />
        </span>
        <span className={tooLarge ? "problem grow" : "soft small grow"}>
          {t("{size} of 400 KB", { size: formatBytes(bytes) })}
        </span>
        {!props.readOnly && place && (
          <>
            {before && (
              <Button
                look="danger"
                onPress={() => {
                  stage(place, before, undefined);
                  props.onClose();
                }}
              >
                {t("Delete")}
              </Button>
            )}
            <Button look="primary" isDisabled={!!problem || tooLarge || !!missing} onPress={stageIt}>
              {t("Stage")}
            </Button>
          </>
        )}
      </footer>
    </>
  );
}

/** What is wrong with a text, and in which line. */
export function describe(failure: unknown, text: string): string {
  if (failure instanceof JsonError) {
    const before = text.slice(0, failure.position).split("\n");
    return t("Line {line}, column {column}: {problem}", {
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
      problem: failure.message,
    });
  }
  return failure instanceof Error ? failure.message : String(failure);
}
