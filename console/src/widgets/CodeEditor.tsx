import { useEffect, useRef, useState } from "react";

export interface CodeEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly language: "json" | "partiql";
  /** What PartiQL offers to complete: tables, indexes and attributes. */
  readonly names?: readonly string[];
  readonly onRun?: () => void;
}

/** An editor for text with syntax. Until its code is there, and if it never comes, a plain field does the same. */
export function CodeEditor(props: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [editor, setEditor] = useState<{ set: (text: string) => void }>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: an editor is made once for a language and its names
  useEffect(() => {
    let ended = false;
    let end = () => {};
    import("./codeMirror.ts").then(
      ({ mount }) => {
        if (!ended && host.current) {
          const made = mount(host.current, latest);
          end = made.end;
          setEditor(made);
        }
      },
      () => {},
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
      {!editor && (
        <textarea
          aria-label={props.label}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          spellCheck="false"
        />
      )}
    </div>
  );
}
