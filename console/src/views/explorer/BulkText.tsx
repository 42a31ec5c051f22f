import { useEffect, useState } from "react";
import type { Item } from "../../api/types.ts";
import { useAction } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import { attribute, keyOf, keyText } from "../../items/attribute.ts";
import { ItemFormError, plainItem, toPlain } from "../../items/json.ts";
import { parseJsonLines } from "../../items/jsonText.ts";
import { wholeItems } from "../../staging/reading.ts";
import { type Place, stageMany } from "../../staging/staging.ts";
import { CodeEditor } from "../../widgets/CodeEditor.tsx";
import { Button } from "../../widgets/Controls.tsx";
import { Failure } from "../../widgets/Feedback.tsx";
import { Dialog } from "../../widgets/Overlays.tsx";
import { describe } from "../item/Inspector.tsx";

/** Many items as text, one a line. A line that goes is a deletion, a line with another key is a new item. */
export function BulkText(props: {
  readonly place: Place;
  readonly items: readonly Item[];
  readonly partial: boolean;
  readonly onClose: () => void;
}) {
  const { place } = props;
  const [before, setBefore] = useState<readonly Item[]>();
  const [text, setText] = useState("");
  const action = useAction();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is edited is what was chosen when the dialog opened
  useEffect(() => {
    action.run(async () => {
      const whole = props.partial ? await wholeItems(place, props.items) : props.items;
      setBefore(whole);
      setText(whole.map((item) => `${toPlain(item, 0)}\n`).join(""));
    });
  }, []);
  const run = async () => {
    const done = await action.run(async () => {
      stageMany(place, changedItems(before ?? [], readItems(text, place.keyNames), place.keyNames));
    });
    if (done) {
      props.onClose();
    }
  };
  return (
    <Dialog
      title={t("Change {n} items", { n: props.items.length })}
      wide
      onClose={props.onClose}
      footer={
        <Button look="primary" isDisabled={!before || action.busy} onPress={run}>
          {t("Stage")}
        </Button>
      }
    >
      <Failure error={action.error} />
      <p className="soft">
        {t("One item a line. A line that is removed stages a deletion, one with another key a new item.")}
      </p>
      {before && <CodeEditor label={t("Items as JSON")} language="json" value={text} onChange={setText} />}
    </Dialog>
  );
}

function readItems(text: string, keys: readonly string[]): Item[] {
  try {
    const items = parseJsonLines(text).map(plainItem);
    for (const item of items) {
      const missing = keys.find((key) => !attribute(item, key));
      if (missing !== undefined) {
        throw new ItemFormError(t("An item has no {name}.", { name: missing }));
      }
    }
    return items;
  } catch (failure) {
    throw new Error(describe(failure, text));
  }
}

/** What stood there and what is wanted, for each key of either. */
export function changedItems(
  before: readonly Item[],
  after: readonly Item[],
  keys: readonly string[],
): [Item | undefined, Item | undefined][] {
  const byKey = (items: readonly Item[]) => new Map(items.map((item) => [keyText(keyOf(item, keys)), item]));
  const [old, now] = [byKey(before), byKey(after)];
  return [...new Set([...old.keys(), ...now.keys()])].map((key) => [old.get(key), now.get(key)]);
}
