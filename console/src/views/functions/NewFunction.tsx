import { useState } from "react";
import type { Namespace } from "../../api/client.ts";
import { createFunction, getFunction } from "../../api/lambda.ts";
import { utf8 } from "../../api/sha256.ts";
import { useAction } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import { CodeEditor } from "../../widgets/CodeEditor.tsx";
import { Button, Choice, Field } from "../../widgets/Controls.tsx";
import { Failure, say } from "../../widgets/Feedback.tsx";
import { Dialog } from "../../widgets/Overlays.tsx";

const START = {
  "python3.13": {
    file: "index.py",
    code: `import json


def handler(event, context):
    print(json.dumps(event))
    return {"records": len(event.get("Records", []))}
`,
  },
  "nodejs22.x": {
    file: "index.js",
    code: `exports.handler = async (event) => {
  console.log(JSON.stringify(event));
  return { records: (event.Records ?? []).length };
};
`,
  },
  "ruby3.4": {
    file: "index.rb",
    code: `require "json"

def handler(event:, context:)
  puts event.to_json
  { records: (event["Records"] || []).length }
end
`,
  },
} as const;

type Runtime = keyof typeof START;

const WAIT_MILLIS = 200;

/** A function of one file; more of them, and other runtimes, come by the CLI and by SDKs. */
export function NewFunction(props: {
  readonly namespace: Namespace;
  readonly onMade: (name: string) => void;
  readonly onClose: () => void;
}) {
  const { namespace } = props;
  const [name, setName] = useState("");
  const [runtime, setRuntime] = useState<Runtime>("python3.13");
  const [role, setRole] = useState(`arn:aws:iam::${namespace.account}:role/any`);
  const [code, setCode] = useState<string>(START[runtime].code);
  const action = useAction();
  const create = async () => {
    const done = await action.run(async () => {
      await createFunction(
        namespace,
        { FunctionName: name, Runtime: runtime, Handler: "index.handler", Role: role },
        [{ name: START[runtime].file, content: utf8(code) }],
      );
      while ((await getFunction(namespace, name)).State === "Pending") {
        await new Promise((resolve) => setTimeout(resolve, WAIT_MILLIS));
      }
    });
    if (done) {
      say(t("{name} is created", { name }));
      props.onMade(name);
    }
  };
  return (
    <Dialog
      title={t("Create function")}
      wide
      onClose={props.onClose}
      footer={
        <Button look="primary" isDisabled={!/^[\w-]{1,64}$/.test(name) || action.busy} onPress={create}>
          {t("Create")}
        </Button>
      }
    >
      <Failure error={action.error} />
      <div className="line">
        <Field label={t("Name")} value={name} onChange={setName} mono autoFocus />
        <div className="w-m">
          <Choice
            label={t("Runtime")}
            value={runtime}
            options={Object.keys(START) as Runtime[]}
            onChange={(next) => {
              setRuntime(next);
              if (code === START[runtime].code) {
                setCode(START[next].code);
              }
            }}
          />
        </div>
        <div className="grow">
          <Field label={t("Role")} value={role} onChange={setRole} mono />
        </div>
      </div>
      <CodeEditor key={runtime} label={START[runtime].file} language="text" value={code} onChange={setCode} />
    </Dialog>
  );
}
