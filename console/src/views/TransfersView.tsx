import { useState } from "react";
import { call } from "../api/client.ts";
import type { ViewProps } from "../app/App.tsx";
import { useSettings } from "../app/store.ts";
import { describeTable, listTables } from "../app/tables.ts";
import { useAction, useLoaded } from "../app/use.ts";
import { formatBytes, formatNumber, t } from "../i18n/t.ts";
import { Button, Choice, Field } from "../widgets/Controls.tsx";
import { Badge, Failure, say, statusKind } from "../widgets/Feedback.tsx";
import { ViewBody } from "../widgets/ViewBody.tsx";
import { ImportCard } from "./ImportCard.tsx";
import { SampleCard } from "./SampleCard.tsx";
import { TableFromBucketCard } from "./TableFromBucketCard.tsx";

/** Items in and out: files of this computer, and exports and imports that the server runs. */
export function TransfersView({ place }: ViewProps) {
  const { namespace } = place;
  const { readOnly } = useSettings();
  const names =
    useLoaded(`transfers ${namespace.account} ${namespace.region}`, (signal) => listTables(namespace, signal))
      .value ?? [];
  const [chosen, setChosen] = useState(place.name);
  const name = chosen || names[0] || "";
  const table = useLoaded(`into ${name}`, async (signal) =>
    name ? describeTable(namespace, name, signal) : undefined,
  ).value;
  return (
    <div className="view">
      <header className="view-head">
        <h1>{t("Transfers")}</h1>
        {names.length > 0 && (
          <div className="w-l">
            <Choice label={t("Table")} hideLabel value={name} options={names} onChange={setChosen} />
          </div>
        )}
      </header>
      <ViewBody>
        <div className="cards">
          {table && !readOnly && <ImportCard namespace={namespace} table={table} />}
          {table && !readOnly && <SampleCard namespace={namespace} table={table} />}
          {table && <ExportCard place={place} arn={table.TableArn} readOnly={readOnly} />}
          {!readOnly && <TableFromBucketCard namespace={namespace} />}
          <JobsCard place={place} />
        </div>
      </ViewBody>
    </div>
  );
}

function ExportCard(props: {
  readonly place: ViewProps["place"];
  readonly arn: string;
  readonly readOnly: boolean;
}) {
  const [bucket, setBucket] = useState("exports");
  const [format, setFormat] = useState<"DYNAMODB_JSON" | "ION">("DYNAMODB_JSON");
  const action = useAction();
  const start = () =>
    action.run(async () => {
      await call(props.place.namespace, "ExportTableToPointInTime", {
        TableArn: props.arn,
        S3Bucket: bucket,
        ExportFormat: format,
      });
      say(t("The export has begun"));
    });
  return (
    <section className="card">
      <h2>{t("Export to a bucket")}</h2>
      <p className="soft">
        {t(
          "The server writes AWS's layout into a folder of its S3 directory, or into an S3 service. Needs point in time recovery.",
        )}
      </p>
      <Failure error={action.error} />
      <div className="line">
        <Field label={t("Bucket")} value={bucket} onChange={setBucket} mono />
        <div className="w-m">
          <Choice
            label={t("Format")}
            value={format}
            options={["DYNAMODB_JSON", "ION"]}
            onChange={setFormat}
          />
        </div>
        <Button isDisabled={props.readOnly || bucket.length < 3 || action.busy} onPress={start}>
          {t("Export")}
        </Button>
      </div>
    </section>
  );
}

interface Job {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly detail: string;
}

const REFRESH_MILLIS = 2000;
const JOBS_MAX = 20;

function JobsCard({ place }: ViewProps) {
  const { namespace } = place;
  const { value = [], error } = useLoaded(
    `jobs ${namespace.account} ${namespace.region}`,
    async (): Promise<Job[]> => {
      const quiet = { quiet: true };
      const [exports, imports] = await Promise.all([
        call<{ ExportSummaries: { ExportArn: string; ExportStatus: string }[] }>(
          namespace,
          "ListExports",
          {},
          quiet,
        ),
        call<{ ImportSummaryList: { ImportArn: string; ImportStatus: string; TableArn?: string }[] }>(
          namespace,
          "ListImports",
          {},
          quiet,
        ),
      ]);
      const described = await Promise.all(
        exports.ExportSummaries.slice(0, JOBS_MAX).map(async (one) => {
          const { ExportDescription: about } = await call<{ ExportDescription: Record<string, unknown> }>(
            namespace,
            "DescribeExport",
            { ExportArn: one.ExportArn },
            quiet,
          );
          const count = t("{n} items", { n: formatNumber(Number(about.ItemCount ?? 0)) });
          return {
            id: one.ExportArn,
            kind: t("Export"),
            status: one.ExportStatus,
            detail: `${count} · ${about.S3Bucket ?? ""} ${about.FailureMessage ?? ""}`,
          };
        }),
      );
      const imported = await Promise.all(
        imports.ImportSummaryList.slice(0, JOBS_MAX).map(async (one) => {
          const { ImportTableDescription: about } = await call<{
            ImportTableDescription: Record<string, unknown>;
          }>(namespace, "DescribeImport", { ImportArn: one.ImportArn }, quiet);
          const number = (member: string) => formatNumber(Number(about[member] ?? 0));
          return {
            id: one.ImportArn,
            kind: t("Import"),
            status: one.ImportStatus,
            detail: `${t("{done} of {all} items imported, {errors} errors, {size} read", {
              done: number("ImportedItemCount"),
              all: number("ProcessedItemCount"),
              errors: number("ErrorCount"),
              size: formatBytes(Number(about.ProcessedSizeBytes ?? 0)),
            })} ${about.FailureMessage ?? ""}`,
          };
        }),
      );
      return [...described, ...imported];
    },
    REFRESH_MILLIS,
  );
  return (
    <section className="card full">
      <h2>{t("Exports and imports of the server")}</h2>
      <Failure error={error} />
      <table className="table">
        <thead>
          <tr>
            <th>{t("Kind")}</th>
            <th>{t("Table")}</th>
            <th>{t("Status")}</th>
            <th>{t("What")}</th>
          </tr>
        </thead>
        <tbody>
          {value.map((job) => (
            <tr key={job.id}>
              <td>{job.kind}</td>
              <td className="mono">{/table\/([^/]+)/.exec(job.id)?.[1]}</td>
              <td>
                <Badge kind={statusKind(job.status)}>{job.status}</Badge>
              </td>
              <td>{job.detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {value.length === 0 && <p className="soft">{t("None yet.")}</p>}
    </section>
  );
}
