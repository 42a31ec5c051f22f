import { useState } from "react";
import { functionCode, updateCode } from "../../api/lambda.ts";
import { utf8 } from "../../api/sha256.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { formatBytes, t } from "../../i18n/t.ts";
import { visible } from "../../items/display.ts";
import { textOf, type ZipFile } from "../../model/zip.ts";
import { CodeEditor } from "../../widgets/CodeEditor.tsx";
import { Button } from "../../widgets/Controls.tsx";
import { Failure, Notice, say } from "../../widgets/Feedback.tsx";
import { ViewBody } from "../../widgets/ViewBody.tsx";
import type { FunctionTabProps } from "./FunctionsView.tsx";

const TEXT_BYTES_MAX = 500_000;

/** The files of the function's code; those that are text can be changed. */
export function CodeTab({ namespace, name, readOnly }: FunctionTabProps) {
  const [open, setOpen] = useState("");
  const [changed, setChanged] = useState<ReadonlyMap<string, string>>(new Map());
  const action = useAction();
  const code = useLoaded(`code ${namespace.account} ${namespace.region} ${name}`, () =>
    functionCode(namespace, name),
  );
  const files = code.value?.files ?? [];
  const file = files.find((one) => one.name === open) ?? files[0];
  const save = async () => {
    const content = (one: ZipFile) => {
      const text = changed.get(one.name);
      return text === undefined ? one : { ...one, content: utf8(text) };
    };
    if (await action.run(() => updateCode(namespace, name, files.map(content)))) {
      setChanged(new Map());
      code.reload();
      say(t("The code is changed"));
    }
  };
  return (
    <>
      <Failure error={code.error ?? action.error} />
      {code.value?.folder && (
        <ViewBody>
          <Notice>
            {t("The code lies in the folder {folder}, and is run as it is there at each moment.", {
              folder: code.value.folder,
            })}
          </Notice>
        </ViewBody>
      )}
      {file && (
        <div className="split">
          <nav className="files" aria-label={t("Files")}>
            {files.map((one) => (
              <Button
                key={one.name}
                look="quiet"
                {...(one === file && { "aria-current": "true" })}
                onPress={() => setOpen(one.name)}
              >
                {visible(one.name, 80)}
                {changed.has(one.name) && " ●"}
              </Button>
            ))}
          </nav>
          <div className="left">
            <ViewBody>
              <FileText
                key={`${file.name} ${changed.size === 0}`}
                file={file}
                text={changed.get(file.name)}
                onChange={(text) => setChanged(new Map(changed).set(file.name, text))}
              />
            </ViewBody>
            {!readOnly && (
              <footer className="inspector-foot">
                <span className="grow soft">{t("{n} file|{n} files", { n: files.length })}</span>
                <Button isDisabled={changed.size === 0} onPress={() => setChanged(new Map())}>
                  {t("Discard")}
                </Button>
                <Button look="primary" isDisabled={changed.size === 0 || action.busy} onPress={save}>
                  {t("Save the code")}
                </Button>
              </footer>
            )}
          </div>
        </div>
      )}
    </>
  );
}

function FileText(props: {
  readonly file: ZipFile;
  readonly text: string | undefined;
  readonly onChange: (text: string) => void;
}) {
  const { file } = props;
  const text = props.text ?? (file.content.length <= TEXT_BYTES_MAX ? textOf(file.content) : undefined);
  return text === undefined ? (
    <p className="soft">
      {t("{size}, which are no text or too long for it.", { size: formatBytes(file.content.length) })}
    </p>
  ) : (
    <CodeEditor
      label={visible(file.name, 80)}
      language={file.name.endsWith(".json") ? "json" : "text"}
      value={text}
      onChange={props.onChange}
    />
  );
}
