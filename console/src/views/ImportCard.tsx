import { useRef, useState } from "react";
import type { Namespace } from "../api/client.ts";
import type { TableDescription } from "../api/types.ts";
import { useAction } from "../app/use.ts";
import { formatNumber, t } from "../i18n/t.ts";
import { keyNames, keyOf, keyText } from "../items/attribute.ts";
import {
  type ColumnMapping,
  csvMapping,
  isCsv,
  type Parsed,
  readCsv,
  readJson,
  writeItems,
} from "../transfer/importing.ts";
import { Button, Choice, Field } from "../widgets/Controls.tsx";
import { Failure, Notice, say } from "../widgets/Feedback.tsx";

/** A file of this computer into a table: read and checked first, written when that is asked for. */
export function ImportCard({
  namespace,
  table,
}: {
  readonly namespace: Namespace;
  readonly table: TableDescription;
}) {
  const [file, setFile] = useState<{ name: string; text: string }>();
  const [mapping, setMapping] = useState<readonly ColumnMapping[]>();
  const [parsed, setParsed] = useState<Parsed>();
  const [written, setWritten] = useState<number>();
  const abort = useRef<AbortController>(undefined);
  const action = useAction();
  const names = keyNames(table);

  const open = (chosen: File | undefined) =>
    action.run(async () => {
      if (!chosen) {
        return;
      }
      const text = await textOf(chosen);
      setFile({ name: chosen.name, text });
      setWritten(undefined);
      if (isCsv(chosen.name, text)) {
        const columns = csvMapping(text, table);
        setMapping(columns);
        setParsed(readCsv(text, columns, table));
      } else {
        setMapping(undefined);
        setParsed(readJson(text, table));
      }
    });
  const map = (at: number, part: Partial<ColumnMapping>) => {
    const next = (mapping ?? []).map((one, i) => (i === at ? { ...one, ...part } : one));
    setMapping(next);
    if (file) {
      setParsed(readCsv(file.text, next, table));
    }
  };
  const write = () =>
    action.run(async () => {
      const control = new AbortController();
      abort.current = control;
      await writeItems(
        namespace,
        table.TableName,
        parsed?.items ?? [],
        (item) => keyText(keyOf(item, names)),
        setWritten,
        control.signal,
      );
      say(t("{n} items are written", { n: parsed?.items.length ?? 0 }));
    });
  return (
    <section className="card">
      <h2>{t("Import a file into {name}", { name: table.TableName })}</h2>
      <p className="soft">
        {t(
          "CSV, JSON, JSON lines, the output of scan, files of AWS's exports, also packed with gzip. Nothing is written before you say so.",
        )}
      </p>
      <label className="stack tight">
        <span className="label">{t("File")}</span>
        <input
          type="file"
          accept=".csv,.json,.jsonl,.ndjson,.txt,.gz"
          onChange={(event) => open(event.target.files?.[0])}
        />
      </label>
      <Failure error={action.error} />
      {mapping?.map((one, i) => (
        <div className="line" key={one.column}>
          <span className="w-m mono isolate">{one.column}</span>
          <div className="w-m">
            <Field
              label={t("Attribute for {name}", { name: one.column })}
              hideLabel
              value={one.attribute}
              onChange={(name) => map(i, { attribute: name })}
              mono
            />
          </div>
          <div className="w-s">
            <Choice
              label={t("Type of {name}", { name: one.column })}
              hideLabel
              value={one.type}
              options={["S", "N", "BOOL", "B", "JSON", { id: "skip", label: t("leave out") }]}
              onChange={(type) => map(i, { type })}
            />
          </div>
        </div>
      ))}
      {parsed && (
        <>
          <Notice kind={parsed.problems.length > 0 ? "warn" : "good"}>
            {t("{items} items can be written, {problems} cannot.", {
              items: formatNumber(parsed.items.length),
              problems: formatNumber(parsed.problems.length),
            })}
          </Notice>
          {parsed.problems.slice(0, 10).map((one) => (
            <p key={one} className="problem isolate">
              {one}
            </p>
          ))}
          <div className="row">
            <Button look="primary" isDisabled={parsed.items.length === 0 || action.busy} onPress={write}>
              {t("Write {n} items", { n: parsed.items.length })}
            </Button>
            {action.busy && <Button onPress={() => abort.current?.abort()}>{t("Stop")}</Button>}
            {written !== undefined && (
              <span className="soft">{t("{n} items are written", { n: written })}</span>
            )}
          </div>
        </>
      )}
    </section>
  );
}

/** The text of a file, unpacked if it is packed. */
async function textOf(file: File): Promise<string> {
  return file.name.endsWith(".gz")
    ? new Response(file.stream().pipeThrough(new DecompressionStream("gzip"))).text()
    : file.text();
}
