import { useEffect, useRef, useState } from "react";
import { t } from "../i18n/t.ts";

export interface CodeEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly language: "json" | "partiql" | "text";
  /** What PartiQL offers to complete: tables, indexes and attributes. */
  readonly names?: readonly string[];
  readonly onRun?: () => void;
}

/** A plain field would lay out a longer text for so long that the page stood still. */
const PLAIN_CHARACTERS_MAX = 20_000;

/** An editor for text with syntax. Until its code is there, and if it never comes, a plain field does the same. */
export function CodeEditor(props: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [plain, setPlain] = useState(props.value.length <= PLAIN_CHARACTERS_MAX);
  const [editor, setEditor] = useState<{ set: (text: string) => void }>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: an editor is made once for a language and its names
  useEffect(() => {
    let ended = false;
    let end = () => {};
    later(import("./codeMirror.ts")).then(
      ({ mount }) => {
        if (!ended && host.current) {
          const typed = field.current;
          const typing = typed && document.activeElement === typed ? typed.selectionStart : undefined;
          const made = mount(host.current, latest, typing);
          end = made.end;
          setEditor(made);
        }
      },
      () => setPlain(true),
    );
    return () => {
      ended = true;
      end();
      setEditor(undefined);
    };
  }, [props.language, props.names]);

  useEffect(() => editor?.set(props.value), [editor, props.value]);

  return (
    <div className="editor">
      <div ref={host} hidden={!editor} />
      {!editor && !plain && <div className="empty">{t("Loading …")}</div>}
      {!editor && plain && (
        <textarea
          ref={field}
          aria-label={props.label}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          spellCheck="false"
        />
      )}
    </div>
  );
}

/** In a turn of its own: code that has just been loaded took one to be read. */
async function later<T>(loaded: Promise<T>): Promise<T> {
  const value = await loaded;
  await new Promise((resolve) => setTimeout(resolve));
  return value;
}
