import type { ReactNode } from "react";

/** What a view shows below its head. It scrolls, so it takes the focus: without a mouse there is no other way to move it. */
export function ViewBody(props: { readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keys (axe: scrollable-region-focusable)
    <div className="view-body" tabIndex={0}>
      {props.children}
    </div>
  );
}
