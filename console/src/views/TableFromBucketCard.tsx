import { useState } from "react";
import { call, type Namespace, newToken } from "../api/client.ts";
import { useAction } from "../app/use.ts";
import { t } from "../i18n/t.ts";
import { definitions, EMPTY_KEY } from "../model/tableForm.ts";
import { Button, Choice, Field } from "../widgets/Controls.tsx";
import { Failure, say } from "../widgets/Feedback.tsx";
import { KeyFields } from "./table/IndexFields.tsx";

/** ImportTable: the server makes a new table of the files in a bucket. */
export function TableFromBucketCard({ namespace }: { readonly namespace: Namespace }) {
  const [bucket, setBucket] = useState("");
  const [prefix, setPrefix] = useState("");
  const [format, setFormat] = useState<"DYNAMODB_JSON" | "ION" | "CSV">("DYNAMODB_JSON");
  const [packed, setPacked] = useState<"NONE" | "GZIP" | "ZSTD">("GZIP");
  const [name, setName] = useState("");
  const [partition, setPartition] = useState(EMPTY_KEY);
  const [sort, setSort] = useState(EMPTY_KEY);
  const action = useAction();
  const start = () =>
    action.run(async () => {
      const keys = [partition, ...(sort.name ? [sort] : [])];
      await call(namespace, "ImportTable", {
        ClientToken: newToken(),
        S3BucketSource: { S3Bucket: bucket, ...(prefix && { S3KeyPrefix: prefix }) },
        InputFormat: format,
        InputCompressionType: packed,
        TableCreationParameters: {
          TableName: name,
          AttributeDefinitions: definitions(keys),
          KeySchema: keys.map((key, i) => ({
            AttributeName: key.name,
            KeyType: i === 0 ? "HASH" : "RANGE",
          })),
          BillingMode: "PAY_PER_REQUEST",
        },
      });
      say(t("The import has begun"));
    });
  return (
    <section className="card full">
      <h2>{t("A new table of files in a bucket")}</h2>
      <Failure error={action.error} />
      <div className="line">
        <div className="w-m">
          <Field label={t("From bucket")} value={bucket} onChange={setBucket} mono />
        </div>
        <div className="w-l">
          <Field
            label={t("Names begin with")}
            placeholder="AWSDynamoDB/…/data/"
            value={prefix}
            onChange={setPrefix}
            mono
          />
        </div>
        <div className="w-m">
          <Choice
            label={t("File format")}
            value={format}
            options={["DYNAMODB_JSON", "ION", "CSV"]}
            onChange={setFormat}
          />
        </div>
        <div className="w-s">
          <Choice
            label={t("Packed")}
            value={packed}
            options={[{ id: "NONE", label: t("no") }, "GZIP", "ZSTD"]}
            onChange={setPacked}
          />
        </div>
      </div>
      <div className="line">
        <div className="w-l">
          <Field label={t("Name of the new table")} value={name} onChange={setName} mono />
        </div>
        <KeyFields label={t("Partition key")} value={partition} onChange={setPartition} />
        <KeyFields label={t("Sort key")} placeholder={t("none")} value={sort} onChange={setSort} />
        <Button
          isDisabled={bucket.length < 3 || name.length < 3 || partition.name === "" || action.busy}
          onPress={start}
        >
          {t("Import")}
        </Button>
      </div>
    </section>
  );
}
