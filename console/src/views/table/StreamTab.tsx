import { useEffect, useRef, useState } from "react";
import { call } from "../../api/client.ts";
import { useSettings } from "../../app/store.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { formatClock, t } from "../../i18n/t.ts";
import { cellText } from "../../items/display.ts";
import { Button, Choice, Field, Switch } from "../../widgets/Controls.tsx";
import { DataGrid } from "../../widgets/DataGrid.tsx";
import { Badge, Empty, Failure } from "../../widgets/Feedback.tsx";
import { ViewBody } from "../../widgets/ViewBody.tsx";
import { Diff } from "../staging/StagingBar.tsx";
import type { TableTabProps } from "../TableView.tsx";
import { type Shard, type StreamRecord, Tail } from "./tail.ts";

const RECORDS_MAX = 10_000;
const SHARDS_MILLIS = 3000;
type EventName = "" | "INSERT" | "MODIFY" | "REMOVE";

/** The changes of a table as they come. */
export function StreamTab({ place, table, reload }: TableTabProps) {
  const { readOnly, density } = useSettings();
  const [records, setRecords] = useState<readonly StreamRecord[]>([]);
  const [from, setFrom] = useState<"LATEST" | "TRIM_HORIZON">("TRIM_HORIZON");
  const [running, setRunning] = useState(true);
  const [event, setEvent] = useState<EventName>("");
  const [text, setText] = useState("");
  const [open, setOpen] = useState<StreamRecord>();
  const [error, setError] = useState<Error>();
  const action = useAction();
  const arn = table.LatestStreamArn;
  const enabled = table.StreamSpecification?.StreamEnabled ?? false;
  const tail = useRef<Tail>(undefined);

  useEffect(() => {
    if (!arn) {
      return undefined;
    }
    setRecords([]);
    const made = new Tail(place.namespace, arn, from, {
      records: (found) => setRecords((old) => [...found.reverse(), ...old].slice(0, RECORDS_MAX)),
      failed: setError,
    });
    tail.current = made;
    return () => made.end();
  }, [place.namespace, arn, from]);
  useEffect(() => tail.current?.pause(!running), [running]);

  const shards =
    useLoaded(`shards ${arn}`, async () => (arn ? await tailShards(place, arn) : []), SHARDS_MILLIS).value ??
    [];
  const change = (StreamViewType?: string) =>
    action.run(async () => {
      await call(place.namespace, "UpdateTable", {
        TableName: table.TableName,
        StreamSpecification: StreamViewType
          ? { StreamEnabled: true, StreamViewType }
          : { StreamEnabled: false },
      });
      reload();
    });
  const shown = records.filter(
    (one) =>
      (event === "" || one.eventName === event) &&
      (text === "" || JSON.stringify(one.dynamodb).includes(text)),
  );
  if (!arn) {
    return (
      <ViewBody>
        <Failure error={action.error} />
        <Empty title={t("This table has no stream")}>
          <p>{t("A stream keeps what changed for 24 hours, in order for each item.")}</p>
          {!readOnly && (
            <Button look="primary" onPress={() => change("NEW_AND_OLD_IMAGES")}>
              {t("Switch it on, with new and old images")}
            </Button>
          )}
        </Empty>
      </ViewBody>
    );
  }
  return (
    <>
      <div className="query" data-filter="">
        <div className="query-line">
          <div className="w-l">
            <Field
              label={t("Contains")}
              placeholder={t("key, value, sequence number")}
              value={text}
              onChange={setText}
              mono
            />
          </div>
          <div className="w-m">
            <Choice
              label={t("Event")}
              value={event}
              options={[{ id: "", label: t("any") }, "INSERT", "MODIFY", "REMOVE"]}
              onChange={setEvent}
            />
          </div>
          <div className="w-l">
            <Choice
              label={t("From")}
              value={from}
              options={[
                { id: "TRIM_HORIZON", label: t("24 hours ago") },
                { id: "LATEST", label: t("now") },
              ]}
              onChange={setFrom}
            />
          </div>
          <Switch isSelected={running} onChange={setRunning}>
            {t("Live")}
          </Switch>
          <span className="grow" />
          {enabled ? (
            <Badge kind="good">{table.StreamSpecification?.StreamViewType}</Badge>
          ) : (
            <Badge kind="warn">{t("switched off")}</Badge>
          )}
          {!readOnly && (
            <Button onPress={() => change(enabled ? undefined : "NEW_AND_OLD_IMAGES")}>
              {enabled ? t("Switch off") : t("Switch on")}
            </Button>
          )}
        </div>
        <Failure error={error ?? action.error} />
        <ShardTree shards={shards} />
      </div>
      <div className="split">
        <div className="left">
          {shown.length === 0 ? (
            <Empty title={t("No changes yet")} />
          ) : (
            <DataGrid
              label={t("Changes")}
              columns={[
                { id: "time", label: t("Time"), width: 90 },
                { id: "event", label: t("Event"), width: 90 },
                { id: "key", label: t("Key"), width: 340 },
                { id: "sequence", label: t("Sequence number"), width: 220 },
                { id: "who", label: t("By"), width: 150 },
              ]}
              rowCount={shown.length}
              rowHeight={density === "compact" ? 28 : 36}
              cell={(row, column) => <RecordCell record={shown[row] as StreamRecord} column={column.id} />}
              onOpen={(row) => setOpen(shown[row])}
            />
          )}
          <div className="grid-foot">
            <span className="grow">{t("{n} change|{n} changes", { n: shown.length })}</span>
            <span className="soft">{t("Enter shows what changed")}</span>
          </div>
        </div>
        {open && (
          <section className="inspector" aria-label={t("Event")}>
            <header className="inspector-head">
              <h2>{Object.values(open.dynamodb.Keys).map(cellText).join(" · ")}</h2>
              <Button look="icon" title={t("Close")} onPress={() => setOpen(undefined)}>
                ✕
              </Button>
            </header>
            <div className="inspector-body">
              <span className="mono soft">{open.dynamodb.SequenceNumber}</span>
              <Diff before={open.dynamodb.OldImage} after={open.dynamodb.NewImage} />
            </div>
          </section>
        )}
      </div>
    </>
  );
}

async function tailShards(place: TableTabProps["place"], arn: string): Promise<Shard[]> {
  const answer = await call<{ StreamDescription: { Shards: Shard[] } }>(
    place.namespace,
    "DescribeStream",
    { StreamArn: arn },
    { quiet: true },
  );
  return answer.StreamDescription.Shards;
}

function RecordCell({ record, column }: { readonly record: StreamRecord; readonly column: string }) {
  const { dynamodb } = record;
  switch (column) {
    case "time":
      return <span className="text">{formatClock(dynamodb.ApproximateCreationDateTime * 1000)}</span>;
    case "event":
      return (
        <Badge kind={{ INSERT: "good", MODIFY: "warn", REMOVE: "bad" }[record.eventName]}>
          {record.eventName}
        </Badge>
      );
    case "key":
      return <span className="text">{Object.values(dynamodb.Keys).map(cellText).join(" · ")}</span>;
    case "sequence":
      return <span className="text">{dynamodb.SequenceNumber}</span>;
    default:
      return <span className="text">{record.userIdentity?.principalId ? t("time to live") : ""}</span>;
  }
}

function ShardTree({ shards }: { readonly shards: readonly Shard[] }) {
  if (shards.length === 0) {
    return null;
  }
  const ids = new Set(shards.map((one) => one.ShardId));
  const children = (parent: string | undefined) =>
    shards.filter((one) =>
      parent ? one.ParentShardId === parent : !one.ParentShardId || !ids.has(one.ParentShardId),
    );
  const branch = (parent: string | undefined, depth: number) => {
    const found = children(parent);
    return found.length === 0 || depth > 12 ? null : (
      <ul className={depth > 0 ? "children" : "stack tight"}>
        {found.map((one) => (
          <li key={one.ShardId}>
            <span className="mono">{one.ShardId}</span>{" "}
            {one.SequenceNumberRange.EndingSequenceNumber ? (
              <Badge>{t("closed")}</Badge>
            ) : (
              <Badge kind="good">{t("open")}</Badge>
            )}
            {branch(one.ShardId, depth + 1)}
          </li>
        ))}
      </ul>
    );
  };
  return (
    <details>
      <summary>{t("{n} shard|{n} shards", { n: shards.length })}</summary>
      {branch(undefined, 0)}
    </details>
  );
}
