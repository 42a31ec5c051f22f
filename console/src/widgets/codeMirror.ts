import { json } from "@codemirror/lang-json";
import { SQLDialect, sql } from "@codemirror/lang-sql";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { basicSetup } from "codemirror";
import type { RefObject } from "react";
import type { CodeEditorProps } from "./CodeEditor.tsx";

const PARTIQL = SQLDialect.define({
  keywords:
    "select from where insert into value update set remove delete returning all old new modified exists and or not in between is missing null order by asc desc like",
  builtin: "begins_with contains size attribute_type list_append set_add set_delete",
  identifierQuotes: '"',
});

const COLOURS = HighlightStyle.define([
  { tag: [tags.string], color: "var(--type-s)" },
  { tag: [tags.number], color: "var(--type-n)" },
  { tag: [tags.keyword, tags.bool, tags.null], color: "var(--type-doc)" },
  { tag: [tags.propertyName, tags.standard(tags.name)], color: "var(--type-set)" },
  { tag: [tags.comment], color: "var(--ink-soft)" },
]);

const THEME = EditorView.theme({
  "&": { height: "100%", fontSize: "12px", backgroundColor: "var(--panel)", color: "var(--ink)" },
  ".cm-scroller": { fontFamily: "var(--mono)" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--ink-soft)", border: "none" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  ".cm-activeLineGutter": { backgroundColor: "var(--accent-wash)" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-wash) !important",
  },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--accent-wash)",
    color: "var(--ink)",
  },
});

/**
 * Makes an editor inside a shadow root. There its styles are adopted style sheets; in the page they would be a style
 * element, which the content security policy refuses. Somebody who types in the plain field already goes on typing here.
 */
export function mount(
  host: HTMLElement,
  props: RefObject<CodeEditorProps>,
  typingAt: number | undefined,
): { set: (text: string) => void; end: () => void } {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const { label, language, names, value } = props.current;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: value,
      extensions: [
        keymap.of([
          {
            key: "Mod-Enter",
            run: () => {
              props.current.onRun?.();
              return true;
            },
          },
        ]),
        basicSetup,
        language === "text"
          ? []
          : language === "json"
            ? json()
            : sql({ dialect: PARTIQL, schema: Object.fromEntries((names ?? []).map((name) => [name, []])) }),
        syntaxHighlighting(COLOURS),
        THEME,
        /[^\n]{10000}/.test(value) ? [] : EditorView.lineWrapping, // to break such a line takes long
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            props.current.onChange(update.state.doc.toString());
          }
        }),
      ],
    }),
  });
  if (typingAt !== undefined) {
    // The host is hidden until the page has taken note of the editor.
    setTimeout(() => {
      view.focus();
      view.dispatch({ selection: { anchor: Math.min(typingAt, view.state.doc.length) } });
    });
  }
  return {
    set: (text) => {
      if (text !== view.state.doc.toString()) {
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      }
    },
    end: () => view.destroy(),
  };
}
