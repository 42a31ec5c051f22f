import { useState } from "react";
import { call, type Namespace } from "../api/client.ts";
import type { Item, TableDescription } from "../api/types.ts";
import { tableLink } from "../app/router.ts";
import { useAction } from "../app/use.ts";
import { EMPTY_CONDITION } from "../explore/filter.ts";
import { EMPTY_QUESTION, toParameters } from "../explore/plan.ts";
import { t } from "../i18n/t.ts";
import { keyNames } from "../items/attribute.ts";
import { visible } from "../items/display.ts";
import { type Entity, entitiesOf, facetsOf, oneTableSchema, typesOf } from "../model/entities.ts";
import { Button, Choice } from "../widgets/Controls.tsx";
import { copy } from "../widgets/clipboard.ts";
import { Badge, Empty, Failure } from "../widgets/Feedback.tsx";

const SAMPLE_ITEMS = 1000;
const ATTRIBUTES_SHOWN = 12;
type Form = "typescript" | "onetable" | "facets";

/** The kinds of items that share a table, found in a sample of it, and code for them. */
export function EntitiesCard(props: {
  readonly namespace: Namespace;
  readonly tables: readonly TableDescription[];
}) {
  const { namespace, tables } = props;
  const [chosen, setChosen] = useState("");
  const [found, setFound] = useState<{ table: TableDescription; entities: Entity[]; looked: number }>();
  const [form, setForm] = useState<Form>("typescript");
  const action = useAction();
  const table = tables.find((one) => one.TableName === chosen) ?? tables[0];
  const read = () =>
    action.run(async () => {
      if (table) {
        const { Items } = await call<{ Items: Item[] }>(namespace, "Scan", {
          TableName: table.TableName,
          Limit: SAMPLE_ITEMS,
        });
        setFound({ table, entities: entitiesOf(table, Items), looked: Items.length });
      }
    });
  const text = !found
    ? ""
    : form === "typescript"
      ? typesOf(found.entities)
      : form === "onetable"
        ? oneTableSchema(found.table, found.entities)
        : JSON.stringify(facetsOf(found.table, found.entities), undefined, 2);
  return (
    <section className="card full">
      <header>
        <h2>{t("Entities and facets")}</h2>
        <div className="row">
          <div className="w-l">
            <Choice
              label={t("Table")}
              hideLabel
              value={table?.TableName ?? ""}
              options={tables.map((one) => one.TableName)}
              onChange={setChosen}
            />
          </div>
          <Button isDisabled={!table || action.busy} onPress={read}>
            {t("Read {n} items", { n: SAMPLE_ITEMS })}
          </Button>
        </div>
      </header>
      <p className="soft">{t("Items whose keys begin alike, up to the first of # | : / are of one kind.")}</p>
      <Failure error={action.error} />
      {found?.entities.length === 0 && <Empty title={t("The table is empty")} />}
      {found && found.entities.length > 0 && (
        <>
          <table className="table">
            <thead>
              <tr>
                <th>{t("Kind")}</th>
                <th>{t("Keys begin with")}</th>
                <th className="right">{t("Items")}</th>
                <th>{t("Attributes")}</th>
              </tr>
            </thead>
            <tbody>
              {found.entities.map((entity) => (
                <tr key={entity.name}>
                  <td>
                    <a href={entityLink(namespace, found.table, entity)}>{entity.name}</a>
                  </td>
                  <td className="mono isolate">
                    {entity.prefixes.map((one) => visible(one) || "…").join(" · ")}
                  </td>
                  <td className="right">{entity.count}</td>
                  <td>
                    <span className="row">
                      {entity.attributes.slice(0, ATTRIBUTES_SHOWN).map((one) => (
                        <Badge key={one.name} kind={one.count === entity.count ? "accent" : "neutral"}>
                          {visible(one.name, 40)} {one.types.join("|")}
                        </Badge>
                      ))}
                      {entity.attributes.length > ATTRIBUTES_SHOWN && "…"}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <div className="line">
            <div className="w-l">
              <Choice
                label={t("As code")}
                value={form}
                options={[
                  { id: "typescript", label: t("Types of TypeScript") },
                  { id: "onetable", label: t("Schema of OneTable") },
                  { id: "facets", label: t("Facets of NoSQL Workbench") },
                ]}
                onChange={setForm}
              />
            </div>
            <Button onPress={() => copy(text)}>{t("Copy the code")}</Button>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <pre className="code" tabIndex={0}>
            {text}
          </pre>
        </>
      )}
    </section>
  );
}

/** The items of a kind: the keys of them begin with what it says. */
function entityLink(namespace: Namespace, table: TableDescription, entity: Entity): string {
  const conditions = keyNames(table).flatMap((path, i) => {
    const value = entity.prefixes[i];
    return value ? [{ ...EMPTY_CONDITION, path, operator: "begins_with" as const, value }] : [];
  });
  const question = { ...EMPTY_QUESTION, groups: conditions.length > 0 ? [conditions] : [] };
  return tableLink(namespace, table.TableName, "items", toParameters(question));
}
