import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import { metrics, type Sample } from "../api/admin.ts";
import type { ViewProps } from "../app/App.tsx";
import { useSettings } from "../app/store.ts";
import { formatClock, formatNumber, t } from "../i18n/t.ts";
import { Failure } from "../widgets/Feedback.tsx";
import { ViewBody } from "../widgets/ViewBody.tsx";
import { isOf, type Labels, type Point, pointOf, quantile } from "./metricPoints.ts";

const POLL_MILLIS = 1000;
const POINTS_MAX = 600;

/** What the server does now, and did since this view was opened. */
export function MetricsView(_: ViewProps) {
  const [points, setPoints] = useState<readonly Point[]>([]);
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const [error, setError] = useState<Error>();
  useEffect(() => {
    let last: readonly Sample[] | undefined;
    let lastTime = 0;
    const poll = () => {
      if (document.hidden) {
        return;
      }
      metrics().then((found) => {
        const now = Date.now();
        if (last) {
          const point = pointOf(last, found, (now - lastTime) / 1000, now);
          setPoints((old) => [...old.slice(-POINTS_MAX + 1), point]);
        }
        [last, lastTime] = [found, now];
        setSamples(found);
        setError(undefined);
      }, setError);
    };
    poll();
    const timer = setInterval(poll, POLL_MILLIS);
    return () => clearInterval(timer);
  }, []);
  const times = points.map((one) => one.time / 1000);
  return (
    <div className="view">
      <header className="view-head">
        <h1>{t("Metrics")}</h1>
        <span className="soft">{t("All clients; from /metrics, which Prometheus can collect")}</span>
      </header>
      <ViewBody>
        <Failure error={error} />
        <div className="cards">
          <Chart
            title={t("Calls per second")}
            times={times}
            series={[{ label: t("calls"), values: points.map((one) => one.calls) }]}
          />
          <Chart
            title={t("Duration in ms")}
            times={times}
            series={[
              { label: t("half are faster"), values: points.map((one) => one.median) },
              { label: t("99 of 100 are faster"), values: points.map((one) => one.slow) },
            ]}
          />
          <Chart
            title={t("Errors per second")}
            times={times}
            series={[{ label: t("errors"), values: points.map((one) => one.errors) }]}
          />
        </div>
        <Operations samples={samples} />
      </ViewBody>
    </div>
  );
}

function Operations({ samples }: { readonly samples: readonly Sample[] }) {
  const counts = samples.filter((one) => one.name === "stator_request_seconds_count");
  const sum = (call: Labels) =>
    samples.find((one) => one.name === "stator_request_seconds_sum" && isOf(one.labels, call))?.value ?? 0;
  return (
    <section className="card full">
      <h2>{t("Since the start")}</h2>
      <table className="table">
        <thead>
          <tr>
            <th>{t("Operation")}</th>
            <th className="right">{t("Calls")}</th>
            <th className="right">{t("Mean")}</th>
            <th className="right">{t("99 of 100 are faster")}</th>
          </tr>
        </thead>
        <tbody>
          {counts.map(({ labels, value }) => {
            return (
              <tr key={JSON.stringify(labels)}>
                <td>
                  {labels.operation} <span className="soft">{labels.service}</span>
                </td>
                <td className="right">{formatNumber(value)}</td>
                <td className="right">{formatNumber((sum(labels) / Math.max(1, value)) * 1000, 2)} ms</td>
                <td className="right">{formatNumber(quantile([], samples, 0.99, labels) * 1000, 2)} ms</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface Series {
  readonly label: string;
  readonly values: readonly number[];
}

const HEIGHT = 180;
const WHOLE_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
const COLOURS = ["--accent", "--warn"];

function Chart({
  title,
  times,
  series,
}: {
  readonly title: string;
  readonly times: number[];
  readonly series: readonly Series[];
}) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const { theme } = useSettings();
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read when the theme changes; values come by setData
  useEffect(() => {
    const element = host.current;
    if (!element) {
      return undefined;
    }
    const style = getComputedStyle(element);
    const ink = resolved(element, "--ink-soft");
    const axis = {
      stroke: ink,
      grid: { stroke: resolved(element, "--line"), width: 1 },
      font: `11px ${style.fontFamily}`,
    };
    const clock = (_: uPlot, ticks: number[]) => ticks.map((one) => formatClock(one * 1000));
    const number = (_: uPlot, ticks: number[]) => ticks.map((one) => formatNumber(one, 3));
    const made = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (_, _min, max) => [0, Math.max(1, max * 1.1)] } },
        axes: [
          { ...axis, values: clock, space: 80, incrs: WHOLE_SECONDS },
          { ...axis, values: number, size: 46 },
        ],
        series: [
          {},
          ...series.map((one, i) => ({
            label: one.label,
            stroke: resolved(element, COLOURS[i] ?? "--ink"),
            width: 1.5,
          })),
        ],
      },
      [[], ...series.map(() => [])],
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [theme]);
  useEffect(() => plot.current?.setData([times, ...series.map((one) => [...one.values])]), [times, series]);
  const last = series.map((one) => `${one.label}: ${formatNumber(one.values.at(-1) ?? 0, 2)}`).join(" · ");
  return (
    <section className="card">
      <h2>{title}</h2>
      <div ref={host} className="chart" role="img" aria-label={`${title}: ${last}`} />
      <p className="soft small">{last}</p>
    </section>
  );
}

/** A token as a colour that a canvas understands. */
function resolved(element: HTMLElement, token: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  element.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
