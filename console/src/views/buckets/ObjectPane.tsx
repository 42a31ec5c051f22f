import { Fragment, useState } from "react";
import type { Namespace } from "../../api/client.ts";
import { deleteObject, getObject, isAddressable, objectFacts } from "../../api/s3.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { formatBytes, formatTime, t } from "../../i18n/t.ts";
import { visible } from "../../items/display.ts";
import { textOf } from "../../model/zip.ts";
import { Button } from "../../widgets/Controls.tsx";
import { copy, downloadBlob } from "../../widgets/clipboard.ts";
import { Failure, Notice } from "../../widgets/Feedback.tsx";
import { ConfirmByName } from "../../widgets/Overlays.tsx";
import { Lines } from "../functions/InvokeTab.tsx";

const SHOWN_BYTES = 50_000;

/** One object: what is known of it, and the beginning of what is in it. */
export function ObjectPane(props: {
  readonly namespace: Namespace;
  readonly bucket: string;
  readonly objectKey: string;
  readonly readOnly: boolean;
  readonly onDeleted: () => void;
  readonly onClose: () => void;
}) {
  const { namespace, bucket, objectKey: key } = props;
  const [deleting, setDeleting] = useState(false);
  const action = useAction();
  const addressable = isAddressable(key);
  const name = key.split("/").at(-1) ?? key;
  const loaded = useLoaded(`object ${bucket} ${key}`, async () => {
    if (!addressable) {
      return undefined;
    }
    const facts = await objectFacts(namespace, bucket, key);
    const begin = facts.bytes > 0 ? await getObject(namespace, bucket, key, SHOWN_BYTES) : new Uint8Array();
    return { facts, text: await readable(begin, facts.bytes > SHOWN_BYTES) };
  });
  const facts = loaded.value?.facts;
  const rows: readonly (readonly [string, string])[] = facts
    ? [
        [t("Size"), formatBytes(facts.bytes)],
        [t("Type"), facts.type],
        [t("Changed at"), formatTime(Date.parse(facts.modified))],
        ["ETag", facts.etag],
        ...facts.metadata,
      ]
    : [];
  return (
    <section className="inspector" aria-label={t("Object")}>
      <header className="inspector-head">
        <h2>{visible(name, 100)}</h2>
        <Button look="icon" title={t("Close")} onPress={props.onClose}>
          ✕
        </Button>
      </header>
      <div className="inspector-body">
        <Failure error={loaded.error ?? action.error} />
        <span className="mono small soft isolate">{visible(`s3://${bucket}/${key}`, 1200)}</span>
        {!addressable && (
          <Notice kind="warn">{t("A browser cannot ask for a key with steps, . or .., in it.")}</Notice>
        )}
        <dl className="facts">
          {rows.map(([label, value]) => (
            <Fragment key={label}>
              <dt>{visible(label)}</dt>
              <dd className="isolate">{visible(value, 400)}</dd>
            </Fragment>
          ))}
        </dl>
        {facts &&
          (loaded.value?.text === undefined ? (
            <p className="soft">{t("It is no text.")}</p>
          ) : (
            <Lines text={loaded.value.text} />
          ))}
        {facts && facts.bytes > SHOWN_BYTES && <p className="soft">{t("Only its beginning is shown.")}</p>}
      </div>
      <footer className="inspector-foot">
        <Button onPress={() => copy(`s3://${bucket}/${key}`)}>{t("Copy the address")}</Button>
        <Button
          isDisabled={!facts || action.busy}
          onPress={() =>
            action.run(async () =>
              downloadBlob(
                name,
                new Blob([await getObject(namespace, bucket, key)], { type: facts?.type ?? "" }),
              ),
            )
          }
        >
          {t("Download")}
        </Button>
        <span className="grow" />
        {!props.readOnly && (
          <Button look="danger" isDisabled={!facts || action.busy} onPress={() => setDeleting(true)}>
            {t("Delete …")}
          </Button>
        )}
      </footer>
      {deleting && (
        <ConfirmByName
          title={t("Delete {name}?", { name })}
          text={t("The object is gone then.")}
          name={name}
          action={t("Delete")}
          onConfirm={() => {
            setDeleting(false);
            action.run(async () => {
              await deleteObject(namespace, bucket, key);
              props.onDeleted();
            });
          }}
          onClose={() => setDeleting(false)}
        />
      )}
    </section>
  );
}

/** The text of an object's beginning, also of one that is packed by gzip, as exports of tables are. */
async function readable(data: Uint8Array<ArrayBuffer>, cut: boolean): Promise<string | undefined> {
  if (data[0] === 0x1f && data[1] === 0x8b && !cut) {
    const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
    return textOf(new Uint8Array(await new Response(stream).arrayBuffer()));
  }
  // The last character of what was cut may be half of one.
  return textOf(cut ? data.subarray(0, lastWhole(data)) : data);
}

function lastWhole(data: Uint8Array): number {
  let end = data.length;
  while (end > 0 && data.length - end < 4 && ((data[end - 1] ?? 0) & 0xc0) === 0x80) {
    end--;
  }
  return end > 0 && (data[end - 1] ?? 0) >= 0xc0 ? end - 1 : data.length;
}
