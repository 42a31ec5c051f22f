import { useState } from "react";
import { call } from "../api/client.ts";
import type { Item, TableDescription } from "../api/types.ts";
import type { ViewProps } from "../app/App.tsx";
import { useSettings } from "../app/store.ts";
import { describeTables, settle } from "../app/tables.ts";
import { useAction, useLoaded } from "../app/use.ts";
import { t } from "../i18n/t.ts";
import { keyText } from "../items/attribute.ts";
import { visible } from "../items/display.ts";
import { type DocumentKind, readDocument, writeDocument } from "../model/documents.ts";
import { writeItems } from "../transfer/importing.ts";
import { Button, Check, Choice } from "../widgets/Controls.tsx";
import { copy, download } from "../widgets/clipboard.ts";
import { Badge, Failure, Notice, say } from "../widgets/Feedback.tsx";
import { ViewBody } from "../widgets/ViewBody.tsx";
import { EntitiesCard } from "./EntitiesCard.tsx";
import { PatternsCard } from "./PatternsCard.tsx";

/** Tables as documents: of NoSQL Workbench, CloudFormation and Terraform. */
export function ModelView({ place }: ViewProps) {
  const { readOnly } = useSettings();
  const { namespace } = place;
  const { value = [], error } = useLoaded(`model ${namespace.account} ${namespace.region}`, (signal) =>
    describeTables(namespace, signal),
  );
  return (
    <div className="view">
      <header className="view-head">
        <h1>{t("Model")}</h1>
        <span className="soft">
          {t("What is in the tables, what is asked of them, and both as documents of other tools")}
        </span>
      </header>
      <ViewBody>
        <div className="cards">
          <Failure error={error} />
          <EntitiesCard namespace={namespace} tables={value} />
          <PatternsCard namespace={namespace} tables={value} />
          <ExportModel tables={value} />
          {!readOnly && <ImportModel place={place} />}
        </div>
      </ViewBody>
    </div>
  );
}

function ExportModel({ tables }: { readonly tables: readonly TableDescription[] }) {
  const [kind, setKind] = useState<DocumentKind>("cloudformation");
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = tables.filter((table) => !left.has(table.TableName));
  const text = writeDocument(kind, chosen);
  return (
    <section className="card full">
      <header>
        <h2>{t("These tables as a document")}</h2>
        <div className="row">
          <div className="w-l">
            <Choice
              label={t("Document")}
              hideLabel
              value={kind}
              options={[
                { id: "cloudformation", label: "CloudFormation" },
                { id: "terraform", label: "Terraform" },
                { id: "workbench", label: "NoSQL Workbench" },
                { id: "createtable", label: t("CreateTable requests") },
              ]}
              onChange={setKind}
            />
          </div>
          <Button onPress={() => copy(text)}>{t("Copy")}</Button>
          <Button onPress={() => download(kind === "terraform" ? "tables.tf" : "tables.json", text)}>
            {t("Save as a file")}
          </Button>
        </div>
      </header>
      <div className="row">
        {tables.map(({ TableName }) => (
          <Check
            key={TableName}
            isSelected={!left.has(TableName)}
            onChange={(on) =>
              setLeft(new Set(on ? [...left].filter((one) => one !== TableName) : [...left, TableName]))
            }
          >
            {TableName}
          </Check>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <pre className="code" tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}

function ImportModel({ place }: ViewProps) {
  const { namespace } = place;
  const [found, setFound] = useState<ReturnType<typeof readDocument>>();
  const [made, setMade] = useState<readonly string[]>([]);
  const action = useAction();
  const create = () =>
    action.run(async () => {
      for (const input of found?.inputs ?? []) {
        const name = String(input.TableName);
        if (!made.includes(name)) {
          await call(namespace, "CreateTable", input);
          await settle(namespace, name, found?.later[name] ?? []);
          const items = (found?.items[name] ?? []) as Item[];
          if (items.length > 0) {
            await writeItems(namespace, name, items, keyText, () => {}, new AbortController().signal);
          }
          setMade((old) => [...old, name]);
        }
      }
      say(t("All tables are created"));
    });
  return (
    <section className="card full">
      <h2>{t("Tables from a document")}</h2>
      <p className="soft">
        {t(
          "Terraform, CloudFormation (JSON), a model of NoSQL Workbench with its sample items, or CreateTable requests.",
        )}
      </p>
      <label className="stack tight">
        <span className="label">{t("File")}</span>
        <input
          type="file"
          accept=".json,.template,.tf"
          onChange={(event) => {
            const file = event.target.files?.[0];
            setMade([]);
            action.run(async () => setFound(file && readDocument(await file.text())));
          }}
        />
      </label>
      <Failure error={action.error} />
      {found && (
        <>
          <Notice>{t("{n} table was found.|{n} tables were found.", { n: found.inputs.length })}</Notice>
          {found.notes.length > 0 && (
            <Notice kind="warn">
              {t("What could not be read is left out:")}
              <ul className="stack tight">
                {found.notes.map((note) => (
                  <li key={note} className="mono isolate">
                    {visible(note, 200)}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
          <ul className="stack tight">
            {found.inputs.map((input) => (
              <li key={String(input.TableName)} className="row">
                <span className="mono isolate">{String(input.TableName)}</span>
                {made.includes(String(input.TableName)) && <Badge kind="good">{t("created")}</Badge>}
              </li>
            ))}
          </ul>
          <div>
            <Button look="primary" isDisabled={action.busy} onPress={create}>
              {t("Create these tables")}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
