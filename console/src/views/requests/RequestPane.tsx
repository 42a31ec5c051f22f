import { Fragment, useState } from "react";
import { call as callApi, newToken } from "../../api/client.ts";
import { useAction } from "../../app/use.ts";
import { formatBytes, formatNumber, formatTime, t } from "../../i18n/t.ts";
import { visible } from "../../items/display.ts";
import type { Call } from "../../model/calls.ts";
import { CodeDialog } from "../../widgets/CodeDialog.tsx";
import { Button } from "../../widgets/Controls.tsx";
import { Failure, say } from "../../widgets/Feedback.tsx";
import { ConfirmByName } from "../../widgets/Overlays.tsx";

const READS = /^(Get|Query|Scan|BatchGet|List|Describe|Search|TransactGet)/;
const DESTROYS = /^Delete(Table|Backup)$/;

/** One call: who made it, what it asked, what it was answered; once more, and as code. */
export function RequestPane(props: {
  readonly call: Call;
  readonly readOnly: boolean;
  readonly onClose: () => void;
}) {
  const { call, readOnly } = props;
  const [asCode, setAsCode] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const action = useAction();
  const { input } = call;
  const repeat = () =>
    action.run(async () => {
      const { ClientRequestToken: _token, ...again } = input as Record<string, unknown>;
      const fresh = "ClientToken" in again ? { ...again, ClientToken: newToken() } : again;
      await callApi(call.namespace, call.operation, fresh);
      say(t("{operation} was repeated", { operation: call.operation }));
    });
  return (
    <section className="inspector" aria-label={t("Request")}>
      <header className="inspector-head">
        <h2>{visible(call.operation)}</h2>
        <Button look="icon" title={t("Close")} onPress={props.onClose}>
          ✕
        </Button>
      </header>
      <div className="inspector-body">
        <Failure error={action.error} />
        <Facts call={call} />
        <h3>{t("Request")}</h3>
        {input ? (
          <Text text={JSON.stringify(input, undefined, 2)} />
        ) : (
          <p className="soft">
            {t("The request is not kept: it is longer than 4 KB, or may have secrets in it.")}
          </p>
        )}
        {call.own && (
          <>
            <h3>{t("Answer")}</h3>
            <Text text={pretty(call.own.error ?? call.own.answer)} />
          </>
        )}
      </div>
      <footer className="inspector-foot">
        <Button isDisabled={!input} onPress={() => setAsCode(true)}>
          {t("As code")}
        </Button>
        <Button
          isDisabled={!input || action.busy || (readOnly && !isRead(call))}
          onPress={() => (DESTROYS.test(call.operation) ? setConfirming(true) : repeat())}
        >
          {t("Repeat")}
        </Button>
      </footer>
      {asCode && input && (
        <CodeDialog
          operation={call.operation}
          input={input}
          region={call.namespace.region}
          onClose={() => setAsCode(false)}
        />
      )}
      {confirming && (
        <ConfirmByName
          title={t("Repeat {operation}?", { operation: call.operation })}
          text={t("What it deletes is gone.")}
          name={call.operation}
          action={t("Repeat")}
          onConfirm={() => {
            setConfirming(false);
            repeat();
          }}
          onClose={() => setConfirming(false)}
        />
      )}
    </section>
  );
}

/** Whether it changes nothing; of statements, only those that select. */
function isRead(call: Call): boolean {
  const statement = call.input?.Statement;
  return READS.test(call.operation) || (typeof statement === "string" && /^\s*select/i.test(statement));
}

function Facts({ call }: { readonly call: Call }) {
  const { server } = call;
  const facts: readonly (readonly [string, string])[] = [
    [t("Time"), formatTime(call.started)],
    [t("Who"), call.who === "" ? t("this page") : call.who],
    ...(server
      ? ([
          [t("As whom"), server.Caller],
          [t("Access key"), server.AccessKeyId],
          [t("Client"), server.Client],
          [t("Address"), server.Source],
        ] as const)
      : []),
    [t("Region and account"), `${call.namespace.region} · ${call.namespace.account}`],
    [t("Table or path"), call.resources.join(", ")],
    [t("Took"), `${formatNumber(call.millis, 2)} ms`],
    ...(server
      ? ([
          [
            t("Consumed"),
            t("{read} read units, {write} write units", {
              read: server.ReadUnits,
              write: server.WriteUnits,
            }),
          ],
          [
            t("Size"),
            t("{request} sent, {answer} answered", {
              request: formatBytes(server.RequestBytes),
              answer: formatBytes(server.AnswerBytes),
            }),
          ],
          [t("Status"), String(server.Status)],
          [t("Request id"), server.RequestId],
        ] as const)
      : []),
    [t("Error"), call.error],
  ];
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== "" && value !== " · ")
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd className="isolate">{visible(value, 400)}</dd>
          </Fragment>
        ))}
    </dl>
  );
}

const CHARACTERS_MAX = 20_000;

function Text({ text }: { readonly text: string }) {
  const lines = text
    .slice(0, CHARACTERS_MAX)
    .split("\n")
    .map((line) => visible(line, CHARACTERS_MAX));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <pre className="code" tabIndex={0}>
      {lines.join("\n")}
    </pre>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
