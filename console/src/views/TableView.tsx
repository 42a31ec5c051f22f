import { type ComponentType, lazy, Suspense } from "react";
import type { TableDescription } from "../api/types.ts";
import type { ViewProps } from "../app/App.tsx";
import { type Place, tableLink } from "../app/router.ts";
import { describeTable } from "../app/tables.ts";
import { useLoaded } from "../app/use.ts";
import { formatBytes, formatNumber, t } from "../i18n/t.ts";
import { Badge, Failure, statusKind } from "../widgets/Feedback.tsx";

export interface TableTabProps {
  readonly place: Place;
  readonly table: TableDescription;
  readonly reload: () => void;
}

function later(load: () => Promise<ComponentType<TableTabProps>>) {
  return lazy(async () => ({ default: await load() }));
}

const TABS: readonly { id: string; title: string; view: ComponentType<TableTabProps> }[] = [
  {
    id: "items",
    title: "Items",
    view: later(async () => (await import("./explorer/Explorer.tsx")).Explorer),
  },
  {
    id: "settings",
    title: "Settings",
    view: later(async () => (await import("./table/SettingsTab.tsx")).SettingsTab),
  },
  {
    id: "indexes",
    title: "Indexes",
    view: later(async () => (await import("./table/IndexesTab.tsx")).IndexesTab),
  },
  {
    id: "stream",
    title: "Stream",
    view: later(async () => (await import("./table/StreamTab.tsx")).StreamTab),
  },
  {
    id: "time",
    title: "Time travel",
    view: later(async () => (await import("./table/TimeTab.tsx")).TimeTab),
  },
  {
    id: "regions",
    title: "Regions",
    view: later(async () => (await import("./table/RegionsTab.tsx")).RegionsTab),
  },
  {
    id: "traffic",
    title: "Traffic",
    view: later(async () => (await import("./table/TrafficTab.tsx")).TrafficTab),
  },
];

const REFRESH_MILLIS = 3000;

export function TableView({ place }: ViewProps) {
  const { namespace, name } = place;
  const {
    value: table,
    error,
    reload,
  } = useLoaded(
    `table ${namespace.account} ${namespace.region} ${name}`,
    (signal) => describeTable(namespace, name, signal),
    REFRESH_MILLIS,
  );
  const tab = TABS.find((one) => one.id === place.tab) ?? (TABS[0] as (typeof TABS)[number]);
  const View = tab.view;
  return (
    <div className="view">
      <header className="view-head">
        <h1>{name}</h1>
        {table && (
          <>
            <Badge kind={statusKind(table.TableStatus)}>{table.TableStatus}</Badge>
            <span className="soft">
              {t("{items} items, {size}", {
                items: formatNumber(table.ItemCount),
                size: formatBytes(table.TableSizeBytes),
              })}
            </span>
          </>
        )}
      </header>
      <nav className="tabs" aria-label={t("Table")}>
        {TABS.map((one) => (
          <a
            key={one.id}
            href={tableLink(namespace, name, one.id)}
            aria-current={one === tab ? "page" : undefined}
          >
            {t(one.title)}
          </a>
        ))}
      </nav>
      <Failure error={error} onRetry={reload} />
      {table && (
        <Suspense fallback={<div className="empty">{t("Loading …")}</div>}>
          <View key={tab.id} place={place} table={table} reload={reload} />
        </Suspense>
      )}
    </div>
  );
}
