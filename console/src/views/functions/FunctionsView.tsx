import { type ComponentType, useState } from "react";
import type { Namespace } from "../../api/client.ts";
import { deleteFunction, type FunctionConfiguration, getFunction, listFunctions } from "../../api/lambda.ts";
import type { ViewProps } from "../../app/App.tsx";
import { go, link, type Place } from "../../app/router.ts";
import { useSettings } from "../../app/store.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { formatBytes, formatTime, t } from "../../i18n/t.ts";
import { visible } from "../../items/display.ts";
import { Button } from "../../widgets/Controls.tsx";
import { Badge, Empty, Failure, statusKind } from "../../widgets/Feedback.tsx";
import { ConfirmByName } from "../../widgets/Overlays.tsx";
import { ViewBody } from "../../widgets/ViewBody.tsx";
import { CodeTab } from "./CodeTab.tsx";
import { InvokeTab } from "./InvokeTab.tsx";
import { LogsTab } from "./LogsTab.tsx";
import { NewFunction } from "./NewFunction.tsx";
import { TriggersTab } from "./TriggersTab.tsx";

const REFRESH_MILLIS = 3000;

export interface FunctionTabProps {
  readonly namespace: Namespace;
  readonly name: string;
  readonly readOnly: boolean;
}

const TABS: readonly {
  readonly id: string;
  readonly title: string;
  readonly view: ComponentType<FunctionTabProps>;
}[] = [
  { id: "invoke", title: "Invoke", view: InvokeTab },
  { id: "code", title: "Code", view: CodeTab },
  { id: "logs", title: "Logs", view: LogsTab },
  { id: "triggers", title: "Triggers", view: TriggersTab },
];

/** The functions of the account and region, or one of them. */
export function FunctionsView({ place }: ViewProps) {
  return place.name === "" ? <FunctionList place={place} /> : <OneFunction place={place} />;
}

function FunctionList({ place }: { readonly place: Place }) {
  const { namespace } = place;
  const { readOnly } = useSettings();
  const [making, setMaking] = useState(false);
  const { value, error, reload } = useLoaded(
    `functions ${namespace.account} ${namespace.region}`,
    () => listFunctions(namespace),
    REFRESH_MILLIS,
  );
  return (
    <div className="view">
      <header className="view-head">
        <h1>{t("Functions")}</h1>
        <span className="soft grow">{t("AWS Lambda, as processes of this machine")}</span>
        {!readOnly && (
          <Button look="primary" onPress={() => setMaking(true)}>
            {t("Create function")}
          </Button>
        )}
      </header>
      <ViewBody>
        <Failure error={error} onRetry={reload} />
        {value?.length === 0 && (
          <Empty title={t("No functions yet")}>
            <p>{t("Create one here, or with awslocal lambda create-function.")}</p>
          </Empty>
        )}
        {value !== undefined && value.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                <th>{t("Name")}</th>
                <th>{t("State")}</th>
                <th>{t("Runtime")}</th>
                <th>{t("Handler")}</th>
                <th className="right">{t("Code")}</th>
                <th className="right">{t("Memory")}</th>
                <th className="right">{t("Timeout")}</th>
                <th>{t("Changed at")}</th>
              </tr>
            </thead>
            <tbody>
              {value.map((one) => (
                <tr key={one.FunctionArn}>
                  <td>
                    <a className="name" href={link(namespace, "functions", one.FunctionName)}>
                      {visible(one.FunctionName)}
                    </a>
                  </td>
                  <td>
                    <State configuration={one} />
                  </td>
                  <td>{one.Runtime}</td>
                  <td className="mono isolate">{visible(one.Handler ?? "")}</td>
                  <td className="right">{formatBytes(one.CodeSize)}</td>
                  <td className="right">{one.MemorySize} MB</td>
                  <td className="right">{one.Timeout} s</td>
                  <td>{formatTime(Date.parse(one.LastModified))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </ViewBody>
      {making && (
        <NewFunction
          namespace={namespace}
          onMade={(name) => go(link(namespace, "functions", name))}
          onClose={() => setMaking(false)}
        />
      )}
    </div>
  );
}

/** What lists leave out is taken to be so: ListFunctions tells no state. */
function State({ configuration }: { readonly configuration: FunctionConfiguration }) {
  const state = configuration.State ?? "Active";
  return <Badge kind={statusKind(state.toUpperCase())}>{state}</Badge>;
}

function OneFunction({ place }: { readonly place: Place }) {
  const { namespace, name } = place;
  const { readOnly } = useSettings();
  const [deleting, setDeleting] = useState(false);
  const action = useAction();
  const { value, error, reload } = useLoaded(
    `function ${namespace.account} ${namespace.region} ${name}`,
    () => getFunction(namespace, name),
    REFRESH_MILLIS,
  );
  const tab = TABS.find((one) => one.id === place.tab) ?? (TABS[0] as (typeof TABS)[number]);
  const View = tab.view;
  return (
    <div className="view">
      <header className="view-head">
        <h1>{visible(name)}</h1>
        {value && (
          <>
            <State configuration={value} />
            <span className="soft grow isolate">
              {[value.Runtime, value.Handler, `${value.MemorySize} MB`, `${value.Timeout} s`].join(" · ")}
            </span>
          </>
        )}
        {value && !readOnly && (
          <Button look="quiet" onPress={() => setDeleting(true)}>
            {t("Delete …")}
          </Button>
        )}
      </header>
      <nav className="tabs" aria-label={t("Function")}>
        {TABS.map((one) => (
          <a
            key={one.id}
            href={link(namespace, "functions", name, one.id)}
            aria-current={one === tab ? "page" : undefined}
          >
            {t(one.title)}
          </a>
        ))}
      </nav>
      <Failure error={error ?? action.error} onRetry={reload} />
      {value && <View key={tab.id} namespace={namespace} name={name} readOnly={readOnly} />}
      {deleting && (
        <ConfirmByName
          title={t("Delete {name}?", { name })}
          text={t("Its code and triggers are deleted; what it has printed stays.")}
          name={name}
          action={t("Delete")}
          onConfirm={() => {
            setDeleting(false);
            action.run(async () => {
              await deleteFunction(namespace, name);
              go(link(namespace, "functions"));
            });
          }}
          onClose={() => setDeleting(false)}
        />
      )}
    </div>
  );
}
