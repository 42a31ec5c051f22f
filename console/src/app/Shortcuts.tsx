import { useEffect, useRef, useState } from "react";
import { t } from "../i18n/t.ts";
import { stageUndo, undoableChanges, unstageLast } from "../staging/staging.ts";
import { Dialog } from "../widgets/Overlays.tsx";
import { go, link, type Place, tableLink } from "./router.ts";
import { listTables } from "./tables.ts";
import { useLoaded } from "./use.ts";

/** Whether somebody is typing, so that letters are letters. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0] as HTMLElement;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName ?? "");
}

function inFilter(event: KeyboardEvent): boolean {
  return (event.target as HTMLElement).closest("[data-filter]") !== null;
}

/** Keys that do the same in all views, the palette and the sheet of keys. */
export function Shortcuts({ place }: { readonly place: Place }) {
  const [open, setOpen] = useState<"palette" | "keys">();
  const prefix = useRef(0);
  const { namespace } = place;

  useEffect(() => {
    const onKeys = () => setOpen("keys");
    const onKeyDown = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey;
      const dialog = document.querySelector(".overlay") !== null;
      if (command && event.key.toLowerCase() === "k") {
        setOpen("palette");
      } else if (command && event.shiftKey && event.key.toLowerCase() === "d") {
        window.dispatchEvent(new Event("stator-staging"));
      } else if (command && event.key.toLowerCase() === "s") {
        window.dispatchEvent(new Event("stator-commit"));
      } else if (event.key === "Escape" && !dialog && !event.defaultPrevented && inFilter(event)) {
        document.querySelector<HTMLElement>(".grid")?.focus();
      } else if (isTyping(event) || dialog) {
        return;
      } else if (command && event.key.toLowerCase() === "z") {
        unstageLast();
      } else if (command || event.altKey) {
        return;
      } else if (event.key === "?") {
        setOpen("keys");
      } else if (event.key === "/") {
        document.querySelector<HTMLElement>("[data-filter] input")?.focus();
      } else if (event.key === "g") {
        prefix.current = Date.now();
        return;
      } else if (Date.now() - prefix.current < 1500 && event.key in GO) {
        go(link(namespace, GO[event.key] as string));
        prefix.current = 0;
      } else {
        return;
      }
      event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    window.addEventListener("stator-keys", onKeys);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("stator-keys", onKeys);
    };
  }, [namespace]);

  if (open === "keys") {
    return <KeySheet onClose={() => setOpen(undefined)} />;
  }
  return open === "palette" ? <Palette place={place} onClose={() => setOpen(undefined)} /> : null;
}

const GO: Readonly<Record<string, string>> = {
  t: "tables",
  p: "partiql",
  r: "requests",
  m: "metrics",
  f: "faults",
  l: "functions",
  b: "buckets",
  a: "access",
};

function keyRows(): readonly (readonly [string, string])[] {
  return [
    ["Ctrl K", t("Go to a table or view")],
    ["g t · g p · g r · g m · g f", t("Tables, PartiQL, requests, metrics, faults")],
    ["g l · g b · g a", t("Functions, buckets, access")],
    ["/", t("To the filter")],
    ["Ctrl Enter", t("Run")],
    ["↑ ↓ ← →, Shift", t("Move in the grid, select cells")],
    ["Enter", t("Open the item")],
    ["Space · Ctrl A", t("Select the row, all rows")],
    ["s · f · < >", t("Sort by the column, follow the value, narrower and wider")],
    ["n · d", t("New item, duplicate")],
    ["c", t("Item collections, as a tree")],
    ["Delete", t("Stage the deletion, or take it back")],
    ["Ctrl C · Ctrl Shift C", t("Copy cells; copy items as DynamoDB JSON")],
    ["[ · ]", t("Previous, next item")],
    ["Ctrl Shift D", t("Staged changes")],
    ["Ctrl S", t("Commit staged changes")],
    ["Ctrl Z", t("Take back what was staged last")],
    ["Esc", t("Back, from the filter to the items")],
  ];
}

function KeySheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={t("Keyboard")} onClose={onClose}>
      <dl className="shortcuts">
        {keyRows().map(([keys, text]) => (
          <div key={keys} style={{ display: "contents" }}>
            <dt className="keys">{keys}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

interface Target {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly run: () => void;
}

const SHOWN_MAX = 50;

function Palette({ place, onClose }: { readonly place: Place; readonly onClose: () => void }) {
  const { namespace } = place;
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const tables = useLoaded("palette", (signal) => listTables(namespace, signal)).value ?? [];
  const view = (name: string, label: string): Target => ({
    id: `view ${name}`,
    label,
    detail: t("View"),
    run: () => {
      const [view = "", inner = ""] = name.split("/");
      go(link(namespace, view, inner));
    },
  });
  const targets: Target[] = [
    ...tables.map((name) => ({
      id: `table ${name}`,
      label: name,
      detail: t("Table"),
      run: () => go(tableLink(namespace, name)),
    })),
    view("tables", t("Tables")),
    view("create", t("Create table")),
    view("partiql", t("PartiQL")),
    view("model", t("Model")),
    view("transfers", t("Transfers")),
    view("faults", t("Faults and regions")),
    view("metrics", t("Metrics")),
    view("requests", t("Requests")),
    view("functions", t("Functions")),
    view("buckets", t("Buckets")),
    view("access", t("Access")),
    view("access/simulator", t("Policy simulator")),
    view("settings", t("Preferences")),
    {
      id: "staging",
      label: t("Staged changes"),
      detail: t("Action"),
      run: () => window.dispatchEvent(new Event("stator-staging")),
    },
    ...(undoableChanges().length > 0
      ? [
          {
            id: "undo",
            label: t("Stage the reverse of the last commit"),
            detail: t("Action"),
            run: stageUndo,
          },
        ]
      : []),
  ];
  const wanted = text.toLowerCase();
  const shown = targets.filter((one) => one.label.toLowerCase().includes(wanted)).slice(0, SHOWN_MAX);
  const choose = (target: Target | undefined) => {
    onClose();
    target?.run();
  };
  return (
    <Dialog title={t("Go to")} onClose={onClose}>
      <input
        autoFocus
        className="input palette-input"
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={shown[at] ? `palette-${at}` : undefined}
        aria-label={t("Table, view or action")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            setAt(Math.max(0, Math.min(shown.length - 1, at + (event.key === "ArrowDown" ? 1 : -1))));
          } else if (event.key === "Enter") {
            choose(shown[at]);
          }
        }}
      />
      <div className="palette-list" role="listbox" id="palette-list" aria-label={t("Go to")}>
        {shown.map((one, i) => (
          // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys
          <div
            key={one.id}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === at}
            className={`palette-item${i === at ? " on" : ""}`}
            onClick={() => choose(one)}
          >
            <span className="isolate">{one.label}</span>
            <span className="soft small">{one.detail}</span>
          </div>
        ))}
      </div>
    </Dialog>
  );
}
