import { useState } from "react";
import { call } from "../../api/client.ts";
import type { Item } from "../../api/types.ts";
import { tableLink } from "../../app/router.ts";
import { useAction } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import { keyNames } from "../../items/attribute.ts";
import { checkedNumber } from "../../items/json.ts";
import { CodeDialog } from "../../widgets/CodeDialog.tsx";
import { Button, Choice, Field } from "../../widgets/Controls.tsx";
import { Empty, Failure } from "../../widgets/Feedback.tsx";
import type { TableTabProps } from "../TableView.tsx";
import { ItemGrid } from "./ItemGrid.tsx";

/** Finds the items whose vectors are nearest to one. */
export function VectorSearch({ place, table }: TableTabProps) {
  const indexes = table.VectorIndexes ?? [];
  const [index, setIndex] = useState(indexes[0]?.IndexName ?? "");
  const [vector, setVector] = useState("");
  const [count, setCount] = useState("10");
  const [items, setItems] = useState<Item[]>();
  const [code, setCode] = useState(false);
  const action = useAction();
  const dimensions = indexes.find((one) => one.IndexName === index)?.Dimensions ?? 0;
  const numbers = vector.split(/[\s,[\]]+/).filter((part) => part !== "");
  const input = {
    TableName: table.TableName,
    IndexName: index,
    SearchVector: numbers.map((number) => ({ N: number })),
    TopK: Number(count),
    ReturnConsumedCapacity: "TOTAL",
  };
  const search = () =>
    action.run(async () => {
      numbers.forEach(checkedNumber);
      const answer = await call<{ SearchResults: { Item: Item; Score: number }[] }>(
        place.namespace,
        "SearchVectors",
        input,
      );
      setItems(answer.SearchResults.map((one) => ({ ...one.Item, "(score)": { N: String(one.Score) } })));
    });
  return (
    <>
      <div className="query">
        <div className="query-line">
          <div className="w-l">
            <Choice
              label={t("Vector index")}
              value={index}
              options={indexes.map((one) => one.IndexName)}
              onChange={setIndex}
            />
          </div>
          <div className="grow">
            <Field
              label={t("Vector of {n} numbers", { n: dimensions })}
              value={vector}
              onChange={setVector}
              onEnter={search}
              mono
              hint={t("{n} so far", { n: numbers.length })}
            />
          </div>
          <div className="w-s">
            <Field label={t("How many")} value={count} onChange={setCount} mono />
          </div>
        </div>
        <div className="plan">
          <Button look="primary" isDisabled={numbers.length !== dimensions || action.busy} onPress={search}>
            {t("Search")}
          </Button>
          <span className="grow" />
          <Button look="quiet" onPress={() => setCode(true)}>
            {t("Show the request")}
          </Button>
          <a href={tableLink(place.namespace, table.TableName)}>{t("Query or scan")}</a>
        </div>
        <Failure error={action.error} />
      </div>
      <ItemGrid
        items={items ?? []}
        partial
        empty={<Empty title={items ? t("Nothing found so far") : t("The nearest items will be here")} />}
        footer={<span className="soft">{keyNames(table).join(" · ")}</span>}
      />
      {code && (
        <CodeDialog
          operation="SearchVectors"
          input={input}
          region={place.namespace.region}
          onClose={() => setCode(false)}
        />
      )}
    </>
  );
}
