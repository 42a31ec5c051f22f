import { Component, type ReactNode } from "react";
import { t } from "../i18n/t.ts";
import { Failure } from "./Feedback.tsx";

interface Props {
  readonly children: ReactNode;
  /** The address of what is shown. Another one is tried anew. */
  readonly at: string;
}

/** Keeps what goes wrong inside a view from taking the whole page with it: staged changes are still there. */
export class Guard extends Component<Props, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.error && before.at !== this.props.at) {
      this.retry();
    }
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error ? (
      <div className="view">
        <header className="view-head">
          <h1>{t("This view failed")}</h1>
        </header>
        <Failure error={error} onRetry={() => this.retry()} />
      </div>
    ) : (
      this.props.children
    );
  }

  private retry(): void {
    this.setState({ error: undefined });
  }
}
