import { useState } from "react";
import type { Namespace } from "../api/client.ts";
import type { TableDescription } from "../api/types.ts";
import { useAction } from "../app/use.ts";
import { t } from "../i18n/t.ts";
import { keyNames, keyOf, keyText } from "../items/attribute.ts";
import { sampleItems } from "../model/samples.ts";
import { writeItems } from "../transfer/importing.ts";
import { Button, Field } from "../widgets/Controls.tsx";
import { Failure, say } from "../widgets/Feedback.tsx";

const ITEMS_MAX = 100_000;

/** Items that look like real ones, as many as are wanted. */
export function SampleCard({
  namespace,
  table,
}: {
  readonly namespace: Namespace;
  readonly table: TableDescription;
}) {
  const [count, setCount] = useState("1000");
  const [written, setWritten] = useState<number>();
  const action = useAction();
  const number = Number(count);
  const valid = Number.isInteger(number) && number > 0 && number <= ITEMS_MAX;
  const names = keyNames(table);
  const write = () =>
    action.run(async () => {
      const items = sampleItems(table, number, Math.floor(Math.random() * 2 ** 31));
      await writeItems(
        namespace,
        table.TableName,
        items,
        (item) => keyText(keyOf(item, names)),
        setWritten,
        new AbortController().signal,
      );
      say(t("{n} items are written", { n: number }));
    });
  return (
    <section className="card">
      <h2>{t("Sample items into {name}", { name: table.TableName })}</h2>
      <p className="soft">
        {t("With all keys of the table and its indexes, and some attributes beside them.")}
      </p>
      <Failure error={action.error} />
      <div className="line">
        <Field
          label={t("How many")}
          value={count}
          onChange={setCount}
          mono
          problem={valid ? undefined : t("1 to {n}", { n: ITEMS_MAX })}
        />
        <Button isDisabled={!valid || action.busy} onPress={write}>
          {t("Write")}
        </Button>
        {written !== undefined && <span className="soft">{t("{n} items are written", { n: written })}</span>}
      </div>
    </section>
  );
}
