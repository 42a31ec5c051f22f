import { useState } from "react";
import { ApiError, call } from "../../api/client.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import { CodeEditor } from "../../widgets/CodeEditor.tsx";
import { Button } from "../../widgets/Controls.tsx";
import { Failure } from "../../widgets/Feedback.tsx";
import type { TableTabProps } from "../TableView.tsx";

/** The table's resource policy. */
export function PolicyCard(props: TableTabProps & { readonly readOnly: boolean }) {
  const { place, table, readOnly } = props;
  const input = { ResourceArn: table.TableArn };
  const [text, setText] = useState<string>();
  const action = useAction();
  const policy = useLoaded(`policy ${table.TableArn}`, async () => {
    try {
      const answer = await call<{ Policy: string }>(place.namespace, "GetResourcePolicy", input, {
        quiet: true,
      });
      return JSON.stringify(JSON.parse(answer.Policy), undefined, 2);
    } catch (failure) {
      if (failure instanceof ApiError && failure.type === "PolicyNotFoundException") {
        return "";
      }
      throw failure;
    }
  });
  const change = (operation: string, more: Record<string, unknown>) =>
    action.run(async () => {
      await call(place.namespace, operation, { ...input, ...more });
      setText(undefined);
      policy.reload();
    });
  return (
    <section className="card">
      <h2>{t("Resource policy")}</h2>
      <Failure error={policy.error ?? action.error} />
      <CodeEditor
        label={t("Resource policy")}
        language="json"
        value={text ?? policy.value ?? ""}
        onChange={setText}
      />
      {!readOnly && (
        <div className="row">
          <Button isDisabled={!text} onPress={() => change("PutResourcePolicy", { Policy: text })}>
            {t("Save")}
          </Button>
          <Button isDisabled={!policy.value} look="danger" onPress={() => change("DeleteResourcePolicy", {})}>
            {t("Remove")}
          </Button>
        </div>
      )}
    </section>
  );
}
