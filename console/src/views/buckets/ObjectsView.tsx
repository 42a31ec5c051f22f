import { useEffect, useState } from "react";
import { deleteBucket, type Listed, listObjects, putObject } from "../../api/s3.ts";
import type { ViewProps } from "../../app/App.tsx";
import { go, link, replace } from "../../app/router.ts";
import { useSettings } from "../../app/store.ts";
import { useAction } from "../../app/use.ts";
import { formatBytes, formatTime, t } from "../../i18n/t.ts";
import { visible } from "../../items/display.ts";
import { Button } from "../../widgets/Controls.tsx";
import { DataGrid } from "../../widgets/DataGrid.tsx";
import { Empty, Failure, say } from "../../widgets/Feedback.tsx";
import { ConfirmByName } from "../../widgets/Overlays.tsx";
import { ObjectPane } from "./ObjectPane.tsx";

/** What is in a bucket, a folder at a time: what stands between slashes is one. */
export function ObjectsView({ place }: ViewProps) {
  const { namespace, name: bucket } = place;
  const { density, readOnly } = useSettings();
  const prefix = place.parameters.get("prefix") ?? "";
  const [entries, setEntries] = useState<readonly Listed[]>();
  const [next, setNext] = useState("");
  const [deleting, setDeleting] = useState(false);
  const action = useAction();
  const open = place.parameters.get("object") ?? "";
  const at = (inner: string, object = "") =>
    link(
      namespace,
      "buckets",
      bucket,
      "",
      new URLSearchParams({ ...(inner && { prefix: inner }), ...(object && { object }) }),
    );
  const setOpen = (key: string) => replace(at(prefix, key));
  const load = (from: string) =>
    action.run(async () => {
      const page = await listObjects(namespace, bucket, prefix, from);
      setEntries((old) => (from ? [...(old ?? []), ...page.entries] : page.entries));
      setNext(page.next);
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another folder is read anew
  useEffect(() => {
    setEntries(undefined);
    load("");
  }, [bucket, prefix]);
  const upload = (files: FileList | null) =>
    action.run(async () => {
      for (const file of files ?? []) {
        const body = new Uint8Array(await file.arrayBuffer());
        await putObject(namespace, bucket, prefix + file.name, body, file.type);
      }
      say(t("{n} object was written|{n} objects were written", { n: files?.length ?? 0 }));
      await load("");
    });
  const onOpen = (row: number) => {
    const entry = entries?.[row];
    if (entry?.isPrefix) {
      go(at(entry.key));
    } else {
      setOpen(entry?.key ?? "");
    }
  };
  return (
    <div className="view">
      <header className="view-head">
        <h1>{visible(bucket)}</h1>
        <nav className="grow crumbs mono isolate" aria-label={t("Folder")}>
          <a href={at("")}>s3://{visible(bucket)}/</a>
          {folders(prefix).map(([path, name]) => (
            <a key={path} href={at(path)}>
              {visible(name)}/
            </a>
          ))}
        </nav>
        <Button onPress={() => load("")}>{t("Refresh")}</Button>
        {!readOnly && (
          <>
            <label className="button plain">
              {t("Upload …")}
              <input
                type="file"
                multiple
                className="hidden"
                onChange={(event) => upload(event.target.files)}
              />
            </label>
            <Button look="quiet" onPress={() => setDeleting(true)}>
              {t("Delete the bucket …")}
            </Button>
          </>
        )}
      </header>
      <Failure error={action.error} onRetry={() => load("")} />
      <div className="split">
        <div className="left">
          {entries?.length === 0 && <Empty title={t("Nothing is here")} />}
          {entries !== undefined && entries.length > 0 && (
            <DataGrid
              label={t("Objects")}
              columns={[
                { id: "name", label: t("Name"), width: 420 },
                { id: "size", label: t("Size"), width: 100 },
                { id: "modified", label: t("Changed at"), width: 200 },
              ]}
              rowCount={entries.length}
              rowHeight={density === "compact" ? 28 : 36}
              rowClass={(row) => (entries[row]?.key === open && open ? "open" : "")}
              cell={(row, column) => <Cell entry={entries[row]} column={column.id} prefix={prefix} />}
              onOpen={onOpen}
              onKey={(event) => {
                const up = folders(prefix).at(-2)?.[0] ?? "";
                const back = event.key === "Backspace" && prefix !== "";
                if (back) go(at(up));
                return back;
              }}
            />
          )}
          {next && (
            <div className="toolbar">
              <Button isDisabled={action.busy} onPress={() => load(next)}>
                {t("Load more")}
              </Button>
            </div>
          )}
        </div>
        {open && (
          <ObjectPane
            key={open}
            namespace={namespace}
            bucket={bucket}
            objectKey={open}
            readOnly={readOnly}
            onDeleted={() => {
              setOpen("");
              load("");
            }}
            onClose={() => setOpen("")}
          />
        )}
      </div>
      {deleting && (
        <ConfirmByName
          title={t("Delete {name}?", { name: bucket })}
          text={t("Only an empty bucket is deleted.")}
          name={bucket}
          action={t("Delete")}
          onConfirm={() => {
            setDeleting(false);
            action.run(async () => {
              await deleteBucket(namespace, bucket);
              go(link(namespace, "buckets"));
            });
          }}
          onClose={() => setDeleting(false)}
        />
      )}
    </div>
  );
}

/** The folders of a prefix, each with its own. */
function folders(prefix: string): [path: string, name: string][] {
  const names = prefix.split("/").slice(0, -1);
  return names.map((name, i) => [`${names.slice(0, i + 1).join("/")}/`, name]);
}

function Cell(props: {
  readonly entry: Listed | undefined;
  readonly column: string;
  readonly prefix: string;
}) {
  const { entry, column, prefix } = props;
  if (!entry) {
    return null;
  }
  switch (column) {
    case "size":
      return <span className="text">{entry.isPrefix ? "" : formatBytes(entry.bytes)}</span>;
    case "modified":
      return <span className="text">{entry.modified && formatTime(Date.parse(entry.modified))}</span>;
    default:
      return (
        <span className="text">
          {entry.isPrefix && <span aria-hidden="true">▸ </span>}
          {visible(entry.key.slice(prefix.length), 300)}
        </span>
      );
  }
}
