import { useState } from "react";
import { call } from "../../api/client.ts";
import type { Item } from "../../api/types.ts";
import { tableLink } from "../../app/router.ts";
import { useSettings } from "../../app/store.ts";
import { isOnDemand } from "../../app/tables.ts";
import { useAction } from "../../app/use.ts";
import { EMPTY_QUESTION, toParameters } from "../../explore/plan.ts";
import { formatBytes, formatNumber, t } from "../../i18n/t.ts";
import { attribute, typeOf as typeOfValue } from "../../items/attribute.ts";
import {
  capacityInput,
  definitions,
  EMPTY_INDEX,
  type IndexForm,
  searchKeys,
  secondary,
  vectorIndex,
} from "../../model/tableForm.ts";
import { Button } from "../../widgets/Controls.tsx";
import { Badge, Empty, Failure, Notice, say, statusKind } from "../../widgets/Feedback.tsx";
import { ConfirmByName, Dialog } from "../../widgets/Overlays.tsx";
import { ViewBody } from "../../widgets/ViewBody.tsx";
import type { TableTabProps } from "../TableView.tsx";
import { IndexFields } from "./IndexFields.tsx";
import { typeOf } from "./SettingsTab.tsx";

interface Row {
  readonly name: string;
  readonly kind: IndexForm["kind"];
  readonly keys: readonly string[];
  readonly status: string;
  readonly projection: string;
  readonly items: number | undefined;
  readonly bytes: number | undefined;
}

export function IndexesTab({ place, table, reload }: TableTabProps) {
  const { readOnly } = useSettings();
  const [form, setForm] = useState<IndexForm>();
  const [deleting, setDeleting] = useState<Row>();
  const [missing, setMissing] = useState<Missing>();
  const action = useAction();
  const rows = rowsOf(table);
  const update = (what: Record<string, unknown>, done: () => void) =>
    action.run(async () => {
      await call(place.namespace, "UpdateTable", { TableName: table.TableName, ...what });
      done();
      say(t("Changed"));
      reload();
    });
  const create = (index: IndexForm) => {
    const { ReadCapacityUnits, WriteCapacityUnits } = table.ProvisionedThroughput;
    const capacity = {
      ...index.capacity,
      read: index.capacity.read || String(ReadCapacityUnits),
      write: index.capacity.write || String(WriteCapacityUnits),
    };
    update(
      {
        AttributeDefinitions: definitions([
          ...table.AttributeDefinitions.map((one) => ({
            name: one.AttributeName,
            type: one.AttributeType,
          })),
          ...(index.kind === "vector" ? searchKeys(index) : index.partition),
          ...index.sort.filter((key) => key.name),
        ]),
        ...(index.kind === "vector"
          ? { VectorIndexUpdates: [{ Create: vectorIndex(index) }] }
          : {
              GlobalSecondaryIndexUpdates: [
                { Create: { ...secondary(index), ...capacityInput(capacity, isOnDemand(table)) } },
              ],
            }),
      },
      () => setForm(undefined),
    );
  };
  return (
    <ViewBody>
      <Failure error={action.error} />
      {!readOnly && (
        <div>
          <Button look="primary" onPress={() => setForm(EMPTY_INDEX)}>
            {t("Add an index")}
          </Button>
        </div>
      )}
      {rows.length === 0 ? (
        <Empty title={t("No indexes")} />
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th>{t("Name")}</th>
              <th>{t("Kind")}</th>
              <th>{t("Status")}</th>
              <th>{t("Key")}</th>
              <th>{t("Projection")}</th>
              <th className="right">{t("Items")}</th>
              <th className="right">{t("Size")}</th>
              <th>
                <span className="hidden">{t("Actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <td>
                  <a className="name" href={exploreLink(place, table.TableName, row)}>
                    {row.name}
                  </a>
                </td>
                <td>{kindWords(row.kind)}</td>
                <td>
                  <Badge kind={statusKind(row.status)}>{row.status}</Badge>
                </td>
                <td className="mono">{row.keys.join(" · ")}</td>
                <td>{row.projection}</td>
                <td className="right">{row.items === undefined ? "" : formatNumber(row.items)}</td>
                <td className="right">{row.bytes === undefined ? "" : formatBytes(row.bytes)}</td>
                <td className="right">
                  <span className="row">
                    {row.kind !== "vector" && (row.items ?? 0) < table.ItemCount && (
                      <Button
                        look="quiet"
                        onPress={() =>
                          action.run(async () => setMissing(await findMissing(place.namespace, table, row)))
                        }
                      >
                        {t("Why not all?")}
                      </Button>
                    )}
                    {!readOnly && row.kind !== "local" && (
                      <Button look="quiet" onPress={() => setDeleting(row)}>
                        {t("Delete …")}
                      </Button>
                    )}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {form && (
        <Dialog
          title={t("Add an index")}
          wide
          onClose={() => setForm(undefined)}
          footer={
            <Button
              look="primary"
              isDisabled={form.name.length < 3 || action.busy}
              onPress={() => create(form)}
            >
              {t("Add")}
            </Button>
          }
        >
          <Failure error={action.error} />
          <p className="soft">{t("Local indexes are made together with their table only.")}</p>
          <IndexFields
            value={form}
            kinds={["global", "vector"]}
            capacity={isOnDemand(table) ? "onDemand" : "provisioned"}
            onChange={setForm}
          />
        </Dialog>
      )}
      {deleting && (
        <ConfirmByName
          title={t("Delete {name}?", { name: deleting.name })}
          text={t("Queries of this index will fail. The table keeps its items.")}
          name={deleting.name}
          action={t("Delete index")}
          onConfirm={() =>
            update(
              {
                [deleting.kind === "vector" ? "VectorIndexUpdates" : "GlobalSecondaryIndexUpdates"]: [
                  { Delete: { IndexName: deleting.name } },
                ],
              },
              () => setDeleting(undefined),
            )
          }
          onClose={() => setDeleting(undefined)}
        />
      )}
      {missing && <WhyMissing missing={missing} onClose={() => setMissing(undefined)} />}
    </ViewBody>
  );
}

function kindWords(kind: Row["kind"]): string {
  return { global: t("global secondary"), local: t("local secondary"), vector: t("vector") }[kind];
}

function rowsOf(table: TableTabProps["table"]): Row[] {
  const of =
    (kind: "global" | "local") =>
    (one: NonNullable<TableTabProps["table"]["LocalSecondaryIndexes"]>[number]): Row => ({
      name: one.IndexName,
      kind,
      keys: one.KeySchema.map((key) => key.AttributeName),
      status: one.IndexStatus ?? "ACTIVE",
      projection: one.Projection.ProjectionType,
      items: one.ItemCount,
      bytes: one.IndexSizeBytes,
    });
  return [
    ...(table.GlobalSecondaryIndexes ?? []).map(of("global")),
    ...(table.LocalSecondaryIndexes ?? []).map(of("local")),
    ...(table.VectorIndexes ?? []).map(
      (one): Row => ({
        name: one.IndexName,
        kind: "vector",
        keys: [`${one.VectorAttribute.AttributeName} (${one.Dimensions}, ${one.DistanceFunction})`],
        status: one.IndexStatus ?? "ACTIVE",
        projection: one.Projection.ProjectionType,
        items: one.ItemCount,
        bytes: undefined,
      }),
    ),
  ];
}

function exploreLink(place: TableTabProps["place"], table: string, row: Row): string {
  const parameters =
    row.kind === "vector"
      ? new URLSearchParams({ mode: "vector" })
      : toParameters({ ...EMPTY_QUESTION, index: row.name });
  return tableLink(place.namespace, table, "items", parameters);
}

/** Why items are not in an index: what a sample of the table shows. */
interface Missing {
  readonly index: string;
  readonly looked: number;
  readonly absent: ReadonlyMap<string, number>;
  readonly wrong: ReadonlyMap<string, number>;
}

const SAMPLE_ITEMS = 1000;

async function findMissing(
  namespace: TableTabProps["place"]["namespace"],
  table: TableTabProps["table"],
  row: Row,
): Promise<Missing> {
  const names = Object.fromEntries(row.keys.map((name, i) => [`#k${i}`, name]));
  const page = await call<{ Items: Item[] }>(namespace, "Scan", {
    TableName: table.TableName,
    Limit: SAMPLE_ITEMS,
    ProjectionExpression: Object.keys(names).join(", "),
    ExpressionAttributeNames: names,
  });
  const absent = new Map<string, number>();
  const wrong = new Map<string, number>();
  for (const item of page.Items) {
    for (const name of row.keys) {
      const value = attribute(item, name);
      if (!value) {
        absent.set(name, (absent.get(name) ?? 0) + 1);
      } else if (typeOfValue(value) !== typeOf(table, name)) {
        const text = `${name}: ${typeOfValue(value)}`;
        wrong.set(text, (wrong.get(text) ?? 0) + 1);
      }
    }
  }
  return { index: row.name, looked: page.Items.length, absent, wrong };
}

function WhyMissing({ missing, onClose }: { readonly missing: Missing; readonly onClose: () => void }) {
  return (
    <Dialog title={t("What {name} does not hold", { name: missing.index })} onClose={onClose}>
      <p>
        {t(
          "An index holds the items that have all attributes of its key, with the right types. Of {n} items:",
          { n: missing.looked },
        )}
      </p>
      <ul className="stack tight">
        {[...missing.absent].map(([name, count]) => (
          <li key={name}>{t("{count} have no attribute {name}", { count, name })}</li>
        ))}
        {[...missing.wrong].map(([name, count]) => (
          <li key={name}>{t("{count} have it with another type ({name})", { count, name })}</li>
        ))}
      </ul>
      {missing.absent.size + missing.wrong.size === 0 && (
        <Notice>{t("All of these are in the index.")}</Notice>
      )}
    </Dialog>
  );
}
