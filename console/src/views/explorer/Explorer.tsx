import { useEffect, useMemo, useRef, useState } from "react";
import type { AttributeValue } from "../../api/types.ts";
import { replace, tableLink } from "../../app/router.ts";
import {
  EMPTY_QUESTION,
  fromParameters,
  plan as makePlan,
  type Plan,
  type Question,
  sources,
  toParameters,
} from "../../explore/plan.ts";
import { formatBytes, formatNumber, t } from "../../i18n/t.ts";
import { contentOf, keyNames } from "../../items/attribute.ts";
import { CodeDialog } from "../../widgets/CodeDialog.tsx";
import { Button } from "../../widgets/Controls.tsx";
import { Empty, Failure } from "../../widgets/Feedback.tsx";
import { UndoButton } from "../staging/StagingBar.tsx";
import type { TableTabProps } from "../TableView.tsx";
import { AllMatching } from "./AllMatching.tsx";
import { ItemGrid } from "./ItemGrid.tsx";
import { QueryForm } from "./QueryForm.tsx";
import { SavedQuestions } from "./SavedQuestions.tsx";
import { useRun } from "./useRun.ts";
import { VectorSearch } from "./VectorSearch.tsx";

/** Query, Scan and vector search of one table. */
export function Explorer(props: TableTabProps) {
  const { place, table } = props;
  return place.parameters.get("mode") === "vector" && table.VectorIndexes ? (
    <VectorSearch {...props} />
  ) : (
    <Questions {...props} />
  );
}

function Questions({ place, table }: TableTabProps) {
  const { namespace, name, parameters } = place;
  const asked = parameters.toString();
  const [question, setQuestion] = useState<Question>(() => fromParameters(parameters));
  const [code, setCode] = useState<Plan>();
  const [matching, setMatching] = useState<Plan>();
  const run = useRun(namespace);
  const planned = useMemo(() => attempt(() => makePlan(table, question)), [table, question]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys of a table do not change, its counts do
  const grids = useMemo(
    () => ({ namespace, table: name, keyNames: keyNames(table) }),
    [namespace, name, table.TableId],
  );
  const followable = useMemo(
    () => [...new Set(sources(table).map((one) => one.partition[0]?.name ?? ""))],
    [table],
  );

  // The address whose result is on the grid.
  const shown = useRef("");
  const start = (next: Question) => {
    const made = attempt(() => makePlan(table, next));
    if (made.plan) {
      const linked = toParameters(next);
      linked.set("run", "1");
      shown.current = linked.toString();
      replace(tableLink(namespace, name, "items", linked));
      run.start(made.plan);
    }
  };
  // A link to a Query shows its result. A scan is never started without being asked for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the address says something else
  useEffect(() => {
    const linked = fromParameters(parameters);
    if (toParameters(linked).toString() !== toParameters(question).toString()) {
      setQuestion(linked);
    }
    const made = attempt(() => makePlan(table, linked));
    if (parameters.get("run") && made.plan?.operation === "Query" && shown.current !== asked) {
      shown.current = asked;
      run.start(made.plan);
    }
  }, [asked]);

  const follow = (attributeName: string, value: AttributeValue) => {
    const source = sources(table).find((one) => one.partition[0]?.name === attributeName);
    const next = {
      ...EMPTY_QUESTION,
      index: source?.index ?? "",
      partition: [String(contentOf(value))],
      pageSize: question.pageSize,
    };
    setQuestion(next);
    start(next);
  };
  const result = run.result;
  const onIndex = question.index !== "" && !wholeIndex(table, question.index);
  return (
    <>
      <div
        className="query"
        data-filter=""
        // Ctrl+Enter runs from everywhere inside, and presses no button.
        onKeyDownCapture={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            event.stopPropagation();
            start(question);
          }
        }}
      >
        <QueryForm table={table} question={question} onChange={setQuestion} onRun={() => start(question)} />
        <div className="plan">
          <Button look="primary" isDisabled={!planned.plan || run.busy} onPress={() => start(question)}>
            {planned.plan?.operation === "Query" ? t("Query") : t("Scan")}
          </Button>
          {run.busy && <Button onPress={run.stop}>{t("Stop")}</Button>}
          <WhatWillBeDone plan={planned.plan} problem={planned.problem} />
          <span className="grow" />
          {(table.VectorIndexes?.length ?? 0) > 0 && (
            <a href={tableLink(namespace, name, "items", new URLSearchParams({ mode: "vector" }))}>
              {t("Search by vector")}
            </a>
          )}
          <Button look="quiet" isDisabled={!planned.plan} onPress={() => setMatching(planned.plan)}>
            {t("All that match …")}
          </Button>
          <SavedQuestions table={name} question={question} onOpen={(next) => setQuestion(next)} />
          <Button look="quiet" isDisabled={!planned.plan} onPress={() => setCode(planned.plan)}>
            {t("Show the request")}
          </Button>
          <Button
            look="quiet"
            onPress={() => {
              setQuestion(EMPTY_QUESTION);
              replace(tableLink(namespace, name));
            }}
          >
            {t("Clear")}
          </Button>
        </div>
        <Failure error={run.error} />
      </div>
      <ItemGrid
        items={run.items}
        place={grids}
        partial={onIndex || question.projection !== ""}
        followable={followable}
        onFollow={follow}
        empty={
          <Empty title={result ? t("Nothing found so far") : t("Nothing is read until you ask")}>
            <p>
              {result
                ? t("{n} items were looked at.", { n: result.scanned })
                : t("Give a value of the partition key to query, or scan page by page.")}
            </p>
            {result?.more && <Button onPress={run.more}>{t("Load more")}</Button>}
          </Empty>
        }
        footer={
          <>
            {result && (
              <span>
                {t("{n} loaded", { n: run.items.length })}
                <span className="soft">
                  {" · "}
                  {t("{scanned} looked at · {units} read units · {millis} ms · {requests} requests", {
                    scanned: result.scanned,
                    units: result.units,
                    millis: Math.round(result.millis),
                    requests: result.requests,
                  })}
                </span>
              </span>
            )}
            {result?.more && !result.full && (
              <>
                <Button isDisabled={run.busy} onPress={run.more}>
                  {t("Load more")}
                </Button>
                <Button look="quiet" isDisabled={run.busy} onPress={run.all}>
                  {t("Load all")}
                </Button>
              </>
            )}
            {result?.more && result.full && (
              <span className="problem">
                {t("There is more than this page keeps: ask for less, or act on all that match.")}
              </span>
            )}
            <UndoButton />
          </>
        }
      />
      {matching && (
        <AllMatching
          namespace={namespace}
          table={table}
          plan={matching}
          onClose={() => setMatching(undefined)}
        />
      )}
      {code && (
        <CodeDialog
          operation={code.operation}
          input={code.input}
          region={namespace.region}
          onClose={() => setCode(undefined)}
        />
      )}
    </>
  );
}

function attempt(make: () => Plan): { plan?: Plan; problem?: string } {
  try {
    return { plan: make() };
  } catch (failure) {
    return { problem: failure instanceof Error ? failure.message : String(failure) };
  }
}

function wholeIndex(table: TableTabProps["table"], index: string): boolean {
  const all = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  return all.find((one) => one.IndexName === index)?.Projection.ProjectionType === "ALL";
}

function WhatWillBeDone({
  plan,
  problem,
}: {
  readonly plan: Plan | undefined;
  readonly problem: string | undefined;
}) {
  if (!plan) {
    return <span className="problem">{problem}</span>;
  }
  const { source, unitsOfAll } = plan;
  if (plan.operation === "Query") {
    return (
      <span className="will">
        <strong>{t("Reads one item collection.")}</strong>{" "}
        {plan.filtered
          ? t("The filter drops items after they are read and paid for.")
          : t("Only what is found is paid for.")}
      </span>
    );
  }
  return (
    <span className="will costly">
      <strong>{t("Reads the table item by item, a page at each press.")}</strong>{" "}
      {t("All {items} items ({size}) would take {units} read units.", {
        items: formatNumber(source.items),
        size: formatBytes(source.bytes),
        units: unitsOfAll,
      })}
    </span>
  );
}
