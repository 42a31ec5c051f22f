import { useState } from "react";
import { call } from "../api/client.ts";
import type { TableDescription } from "../api/types.ts";
import type { ViewProps } from "../app/App.tsx";
import { go, link, tableLink } from "../app/router.ts";
import { useSettings } from "../app/store.ts";
import {
  describeRecovery,
  describeTable,
  describeTimeToLive,
  forEach,
  isOnDemand,
  listTables,
  type Recovery,
  type TimeToLive,
} from "../app/tables.ts";
import { useAction, useLoaded } from "../app/use.ts";
import { formatBytes, formatNumber, t } from "../i18n/t.ts";
import { Button, Field } from "../widgets/Controls.tsx";
import { Badge, Empty, Failure, say, statusKind } from "../widgets/Feedback.tsx";
import { ConfirmByName, Menu } from "../widgets/Overlays.tsx";
import { ViewBody } from "../widgets/ViewBody.tsx";

interface Row {
  readonly table: TableDescription;
  readonly timeToLive?: TimeToLive;
  readonly recovery?: Recovery;
}

const AT_ONCE = 6;
const REFRESH_MILLIS = 5000;

type SortBy = "name" | "items" | "size";

export function TablesView({ place }: ViewProps) {
  const { namespace } = place;
  const { readOnly } = useSettings();
  const [filter, setFilter] = useState("");
  const [sort, setSort] = useState<SortBy>("name");
  const [deleting, setDeleting] = useState<string>();
  const action = useAction();
  const { value, error, reload } = useLoaded(
    `tables ${namespace.account} ${namespace.region}`,
    async (signal) => {
      const rows = new Map<string, Row>();
      const names = await listTables(namespace, signal);
      await forEach(names, AT_ONCE, async (name) => {
        const gone = (failure: unknown) => {
          if ((failure as { type?: string }).type !== "ResourceNotFoundException") {
            throw failure;
          }
        };
        await Promise.all([
          describeTable(namespace, name, signal),
          describeTimeToLive(namespace, name),
          describeRecovery(namespace, name),
        ]).then(([table, timeToLive, recovery]) => rows.set(name, { table, timeToLive, recovery }), gone);
      });
      return names.flatMap((name) => rows.get(name) ?? []);
    },
    REFRESH_MILLIS,
  );
  const shown = sorted(value ?? [], sort).filter((row) =>
    row.table.TableName.toLowerCase().includes(filter.toLowerCase()),
  );
  const remove = (name: string) => {
    setDeleting(undefined);
    action.run(async () => {
      await call(namespace, "DeleteTable", { TableName: name });
      say(t("{name} is deleted", { name }));
      reload();
    });
  };
  return (
    <div className="view">
      <header className="view-head">
        <h1>{t("Tables")}</h1>
        <span className="soft grow">
          {value ? t("{n} in {region}", { n: value.length, region: namespace.region }) : ""}
        </span>
        <div data-filter="">
          <Field
            label={t("Find a table")}
            hideLabel
            placeholder={t("Find a table")}
            value={filter}
            onChange={setFilter}
          />
        </div>
        {!readOnly && (
          <Button look="primary" onPress={() => go(link(namespace, "create"))}>
            {t("Create table")}
          </Button>
        )}
      </header>
      <ViewBody>
        <Failure error={error ?? action.error} onRetry={reload} />
        {value?.length === 0 ? (
          <Empty title={t("No tables in this region and account")}>
            <p>{t("Create one here, or with any client of DynamoDB:")}</p>
            <pre className="code">{example(namespace.region)}</pre>
          </Empty>
        ) : (
          <table className="table">
            <thead>
              <tr>
                <Head sort={sort} by="name" onSort={setSort} label={t("Name")} />
                <th>{t("Status")}</th>
                <th>{t("Key")}</th>
                <Head sort={sort} by="items" onSort={setSort} label={t("Items")} right />
                <Head sort={sort} by="size" onSort={setSort} label={t("Size")} right />
                <th>{t("Capacity")}</th>
                <th>{t("Has")}</th>
                <th>
                  <span className="hidden">{t("Actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <TableRow
                  key={row.table.TableName}
                  row={row}
                  place={place}
                  readOnly={readOnly}
                  onDelete={setDeleting}
                />
              ))}
            </tbody>
          </table>
        )}
      </ViewBody>
      {deleting && (
        <ConfirmByName
          title={t("Delete {name}?", { name: deleting })}
          text={t("The table, its indexes and all its items are deleted. Backups stay.")}
          name={deleting}
          action={t("Delete table")}
          onConfirm={() => remove(deleting)}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </div>
  );
}

function sorted(rows: readonly Row[], by: SortBy): Row[] {
  const all = [...rows];
  if (by === "items") {
    all.sort((a, b) => b.table.ItemCount - a.table.ItemCount);
  } else if (by === "size") {
    all.sort((a, b) => b.table.TableSizeBytes - a.table.TableSizeBytes);
  }
  return all;
}

function Head(props: {
  readonly sort: SortBy;
  readonly by: SortBy;
  readonly label: string;
  readonly right?: boolean;
  readonly onSort: (by: SortBy) => void;
}) {
  const on = props.sort === props.by;
  return (
    <th
      className={props.right ? "right" : ""}
      aria-sort={on ? (props.by === "name" ? "ascending" : "descending") : "none"}
    >
      <button type="button" className="table-sorter" onClick={() => props.onSort(props.by)}>
        {props.label} {on ? (props.by === "name" ? "↑" : "↓") : ""}
      </button>
    </th>
  );
}

function TableRow(props: {
  readonly row: Row;
  readonly place: ViewProps["place"];
  readonly readOnly: boolean;
  readonly onDelete: (name: string) => void;
}) {
  const { table, timeToLive, recovery } = props.row;
  const { namespace } = props.place;
  const name = table.TableName;
  const indexes = (table.GlobalSecondaryIndexes?.length ?? 0) + (table.LocalSecondaryIndexes?.length ?? 0);
  return (
    <tr>
      <td>
        <a className="name" href={tableLink(namespace, name)}>
          {name}
        </a>
      </td>
      <td>
        <Badge kind={statusKind(table.TableStatus)}>{table.TableStatus}</Badge>
      </td>
      <td className="mono">{table.KeySchema.map((key) => key.AttributeName).join(" · ")}</td>
      <td className="right">{formatNumber(table.ItemCount)}</td>
      <td className="right">{formatBytes(table.TableSizeBytes)}</td>
      <td className="soft">
        {isOnDemand(table)
          ? t("on demand")
          : t("{r} read, {w} write", {
              r: table.ProvisionedThroughput.ReadCapacityUnits,
              w: table.ProvisionedThroughput.WriteCapacityUnits,
            })}
      </td>
      <td>
        <span className="row">
          {indexes > 0 && <Badge>{t("{n} index|{n} indexes", { n: indexes })}</Badge>}
          {(table.VectorIndexes?.length ?? 0) > 0 && <Badge>{t("vectors")}</Badge>}
          {table.StreamSpecification?.StreamEnabled && <Badge kind="accent">{t("stream")}</Badge>}
          {timeToLive?.TimeToLiveStatus === "ENABLED" && <Badge kind="accent">TTL</Badge>}
          {recovery?.PointInTimeRecoveryStatus === "ENABLED" && <Badge kind="accent">PITR</Badge>}
          {(table.Replicas?.length ?? 0) > 0 && (
            <Badge kind="accent">{t("{n} replica|{n} replicas", { n: table.Replicas?.length ?? 0 })}</Badge>
          )}
          {table.DeletionProtectionEnabled && <Badge kind="good">{t("protected")}</Badge>}
        </span>
      </td>
      <td className="right">
        <Menu
          label={t("Actions on {name}", { name })}
          actions={[
            { id: "items", label: t("Items"), run: () => go(tableLink(namespace, name)) },
            { id: "settings", label: t("Settings"), run: () => go(tableLink(namespace, name, "settings")) },
            {
              id: "duplicate",
              label: t("Create one like it …"),
              isDisabled: props.readOnly,
              run: () => go(link(namespace, "create", name)),
            },
            {
              id: "delete",
              label: t("Delete …"),
              isDisabled: props.readOnly || table.DeletionProtectionEnabled === true,
              run: () => props.onDelete(name),
            },
          ]}
        />
      </td>
    </tr>
  );
}

function example(region: string): string {
  return `export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_DEFAULT_REGION=${region}
aws dynamodb create-table --table-name Music --billing-mode PAY_PER_REQUEST \\
    --attribute-definitions AttributeName=Artist,AttributeType=S AttributeName=Song,AttributeType=S \\
    --key-schema AttributeName=Artist,KeyType=HASH AttributeName=Song,KeyType=RANGE \\
    --endpoint-url ${location.origin}`;
}
