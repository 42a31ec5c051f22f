import { useState } from "react";
import { functionLog } from "../../api/lambda.ts";
import { useSettings } from "../../app/store.ts";
import { useLoaded } from "../../app/use.ts";
import { formatClock, t } from "../../i18n/t.ts";
import { visible } from "../../items/display.ts";
import { Choice, Field, Switch } from "../../widgets/Controls.tsx";
import { DataGrid } from "../../widgets/DataGrid.tsx";
import { Empty, Failure } from "../../widgets/Feedback.tsx";
import type { FunctionTabProps } from "./FunctionsView.tsx";

const REFRESH_MILLIS = 2000;
const MINUTE_MILLIS = 60_000;
const LINE_CHARACTERS = 2000;

/** What the function printed, the newest first, as it comes. */
export function LogsTab({ namespace, name }: FunctionTabProps) {
  const { density } = useSettings();
  const [pattern, setPattern] = useState("");
  const [minutes, setMinutes] = useState("60");
  const [live, setLive] = useState(true);
  const { value, error } = useLoaded(
    `log ${namespace.account} ${namespace.region} ${name} ${pattern} ${minutes}`,
    () => functionLog(namespace, name, pattern, Date.now() - Number(minutes) * MINUTE_MILLIS),
    live ? REFRESH_MILLIS : 0,
  );
  return (
    <>
      <div className="toolbar">
        <div className="grow" data-filter="">
          <Field
            label={t("Words or a filter pattern")}
            hideLabel
            placeholder={t("Words or a filter pattern")}
            value={pattern}
            onChange={setPattern}
            mono
          />
        </div>
        <Choice
          label={t("Since")}
          hideLabel
          value={minutes}
          options={[
            { id: "5", label: t("the last 5 minutes") },
            { id: "60", label: t("the last hour") },
            { id: "1440", label: t("the last day") },
            { id: "43200", label: t("the last 30 days") },
          ]}
          onChange={setMinutes}
        />
        <Switch isSelected={live} onChange={setLive}>
          {t("Live")}
        </Switch>
      </div>
      <Failure error={error} />
      {value?.length === 0 && (
        <Empty title={t("Nothing was printed")}>
          <p>{t("What a function prints is here as soon as it has run.")}</p>
        </Empty>
      )}
      {value !== undefined && value.length > 0 && (
        <DataGrid
          label={t("Log")}
          columns={[
            { id: "time", label: t("Time"), width: 90 },
            { id: "message", label: t("Message"), width: 900 },
            { id: "stream", label: t("Log stream"), width: 320 },
          ]}
          rowCount={value.length}
          rowHeight={density === "compact" ? 28 : 36}
          cell={(row, column) => {
            const event = value[row];
            return (
              <span className="text">
                {event &&
                  (column.id === "time"
                    ? formatClock(event.timestamp)
                    : column.id === "stream"
                      ? event.logStreamName
                      : visible(event.message.trimEnd(), LINE_CHARACTERS))}
              </span>
            );
          }}
        />
      )}
    </>
  );
}
