import { useState } from "react";
import {
  changeEventSource,
  createEventSource,
  deleteEventSource,
  type EventSource,
  eventSources,
} from "../../api/lambda.ts";
import { listBuckets, notifications } from "../../api/s3.ts";
import { link, tableLink } from "../../app/router.ts";
import { describeTables, forEach } from "../../app/tables.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import { visible } from "../../items/display.ts";
import { Button, Choice, Field } from "../../widgets/Controls.tsx";
import { Badge, Failure, Notice } from "../../widgets/Feedback.tsx";
import { ViewBody } from "../../widgets/ViewBody.tsx";
import type { FunctionTabProps } from "./FunctionsView.tsx";

const REFRESH_MILLIS = 2000;
const BUCKETS_MAX = 100;
const AT_ONCE = 4;

/** What calls the function: streams of tables, with how far they have come, and buckets. */
export function TriggersTab(props: FunctionTabProps) {
  const { namespace, name, readOnly } = props;
  const action = useAction();
  const key = `${namespace.account} ${namespace.region} ${name}`;
  const sources = useLoaded(`triggers ${key}`, () => eventSources(namespace, name), REFRESH_MILLIS);
  const buckets = useLoaded(`bucket triggers ${key}`, async () => {
    const found: { bucket: string; events: string[] }[] = [];
    await forEach((await listBuckets(namespace)).slice(0, BUCKETS_MAX), AT_ONCE, async (bucket) => {
      for (const one of await notifications(namespace, bucket.name)) {
        if (one.function.split(":")[6] === name) {
          found.push({ bucket: bucket.name, events: one.events });
        }
      }
    });
    return found;
  });
  const change = (run: () => Promise<void>) =>
    action.run(async () => {
      await run();
      sources.reload();
    });
  return (
    <ViewBody>
      <Failure error={sources.error ?? buckets.error ?? action.error} />
      <div className="cards">
        <section className="card full">
          <h2>{t("Streams of tables")}</h2>
          {sources.value?.length === 0 && <p className="soft">{t("No stream calls this function.")}</p>}
          {sources.value !== undefined && sources.value.length > 0 && (
            <table className="table">
              <thead>
                <tr>
                  <th>{t("Table")}</th>
                  <th>{t("State")}</th>
                  <th>{t("Last result")}</th>
                  <th className="right">{t("Batch size")}</th>
                  <th>{t("From where")}</th>
                  <th>
                    <span className="hidden">{t("Actions")}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {sources.value.map((one) => (
                  <tr key={one.UUID}>
                    <td>
                      <a href={tableLink(namespace, tableOf(one), "stream")}>{visible(tableOf(one))}</a>
                    </td>
                    <td>
                      <Badge kind={one.State === "Enabled" ? "good" : "neutral"}>{one.State}</Badge>
                    </td>
                    <td>{visible(one.LastProcessingResult ?? "", 200)}</td>
                    <td className="right">{one.BatchSize}</td>
                    <td>{one.StartingPosition}</td>
                    <td>
                      {!readOnly && (
                        <span className="row">
                          <Button
                            look="quiet"
                            isDisabled={action.busy || !/^(En|Dis)abled$/.test(one.State)}
                            onPress={() =>
                              change(() =>
                                changeEventSource(namespace, one.UUID, { Enabled: one.State !== "Enabled" }),
                              )
                            }
                          >
                            {one.State === "Enabled" ? t("Pause") : t("Go on")}
                          </Button>
                          <Button
                            look="quiet"
                            isDisabled={action.busy || one.State === "Deleting"}
                            onPress={() => change(() => deleteEventSource(namespace, one.UUID))}
                          >
                            {t("Remove")}
                          </Button>
                        </span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {!readOnly && <NewTrigger {...props} onChange={change} busy={action.busy} />}
        </section>
        <section className="card full">
          <h2>{t("Buckets")}</h2>
          {buckets.value?.length === 0 && <p className="soft">{t("No bucket calls this function.")}</p>}
          <ul className="stack tight">
            {(buckets.value ?? []).map((one) => (
              <li key={one.bucket + one.events.join()} className="row">
                <a href={link(namespace, "buckets", one.bucket)}>{visible(one.bucket)}</a>
                <span className="soft">{one.events.join(", ")}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </ViewBody>
  );
}

/** The stream's ARN is arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL. */
function tableOf(source: EventSource): string {
  return source.EventSourceArn?.split("/")[1] ?? "";
}

function NewTrigger(
  props: FunctionTabProps & {
    readonly busy: boolean;
    readonly onChange: (run: () => Promise<void>) => void;
  },
) {
  const { namespace, name } = props;
  const [table, setTable] = useState("");
  const [position, setPosition] = useState<"TRIM_HORIZON" | "LATEST">("LATEST");
  const [batch, setBatch] = useState("100");
  const tables =
    useLoaded(`streams ${namespace.account} ${namespace.region}`, async (signal) => {
      const all = await describeTables(namespace, signal);
      return all.filter((one) => one.StreamSpecification?.StreamEnabled && one.LatestStreamArn);
    }).value ?? [];
  const chosen = tables.find((one) => one.TableName === table) ?? tables[0];
  if (!chosen) {
    return <Notice>{t("No table has a stream. It is switched on in the table's tab Stream.")}</Notice>;
  }
  return (
    <div className="line">
      <div className="w-l">
        <Choice
          label={t("Table")}
          value={chosen.TableName}
          options={tables.map((one) => one.TableName)}
          onChange={setTable}
        />
      </div>
      <div className="w-m">
        <Choice
          label={t("From where")}
          value={position}
          options={[
            { id: "LATEST", label: t("from now on") },
            { id: "TRIM_HORIZON", label: t("from the oldest change") },
          ]}
          onChange={setPosition}
        />
      </div>
      <div className="w-s">
        <Field label={t("Batch size")} value={batch} onChange={setBatch} mono />
      </div>
      <Button
        isDisabled={props.busy || !/^\d+$/.test(batch)}
        onPress={() =>
          props.onChange(() =>
            createEventSource(namespace, {
              FunctionName: name,
              EventSourceArn: chosen.LatestStreamArn,
              StartingPosition: position,
              BatchSize: Number(batch),
            }),
          )
        }
      >
        {t("Add a trigger")}
      </Button>
    </div>
  );
}
