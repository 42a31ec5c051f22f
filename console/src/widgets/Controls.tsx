import type { ReactNode } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Checkbox as AriaCheckbox,
  Switch as AriaSwitch,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
  TextArea,
  TextField,
} from "react-aria-components";

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "children"> {
  readonly look?: "plain" | "primary" | "danger" | "quiet" | "icon";
  readonly children: ReactNode;
  readonly title?: string;
}

export function Button({ look = "plain", children, title, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`button ${look}`} {...(title && { "aria-label": title })}>
      {children}
    </AriaButton>
  );
}

export interface Option<T extends string> {
  readonly id: T;
  readonly label: string;
  readonly detail?: string | undefined;
}

/** One of several. */
export function Choice<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (Option<T> | T)[];
  readonly onChange: (value: T) => void;
  readonly hideLabel?: boolean;
  readonly isDisabled?: boolean;
}) {
  const options = props.options.map((one) =>
    typeof one === "string" ? { id: one, label: one } : one,
  ) as Option<T>[];
  return (
    <Select
      className="field choice"
      selectedKey={props.value}
      onSelectionChange={(key) => props.onChange(String(key) as T)}
      isDisabled={props.isDisabled ?? false}
      {...(props.hideLabel && { "aria-label": props.label })}
    >
      {!props.hideLabel && <Label>{props.label}</Label>}
      <AriaButton className="input choice-button">
        <SelectValue />
        <span aria-hidden="true" className="caret" />
      </AriaButton>
      <Popover className="popover" placement="bottom start">
        <ListBox className="listbox" items={options.map((one) => ({ ...one, key: one.id }))}>
          {(one) => (
            <ListBoxItem className="option" id={one.id} textValue={one.label || "-"}>
              <Text slot="label">{one.label}</Text>
              {one.detail && (
                <Text slot="description" className="option-detail">
                  {one.detail}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

export function Field(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hideLabel?: boolean;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly placeholder?: string;
  readonly mono?: boolean;
  readonly lines?: number;
  readonly type?: string;
  readonly autoFocus?: boolean;
  readonly isDisabled?: boolean;
  readonly onEnter?: () => void;
}) {
  const classes = `input${props.mono ? " mono" : ""}`;
  return (
    <TextField
      className="field"
      value={props.value}
      onChange={props.onChange}
      isInvalid={!!props.problem}
      autoFocus={props.autoFocus ?? false}
      isDisabled={props.isDisabled ?? false}
      type={(props.type ?? "text") as "text"}
      {...(props.hideLabel && { "aria-label": props.label })}
    >
      {!props.hideLabel && <Label>{props.label}</Label>}
      {props.lines ? (
        <TextArea
          className={classes}
          rows={props.lines}
          placeholder={props.placeholder ?? ""}
          spellCheck="false"
        />
      ) : (
        <Input
          className={classes}
          placeholder={props.placeholder ?? ""}
          spellCheck="false"
          autoComplete="off"
          onKeyDown={(event) => event.key === "Enter" && !event.ctrlKey && props.onEnter?.()}
        />
      )}
      {(props.problem || props.hint) && (
        <Text slot="description" className={props.problem ? "problem" : "hint"}>
          {props.problem ?? props.hint}
        </Text>
      )}
    </TextField>
  );
}

export function Switch(props: {
  readonly isSelected: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
  readonly isDisabled?: boolean;
}) {
  return (
    <AriaSwitch
      className="switch"
      isSelected={props.isSelected}
      onChange={props.onChange}
      isDisabled={props.isDisabled ?? false}
    >
      <span className="switch-track" aria-hidden="true" />
      {props.children}
    </AriaSwitch>
  );
}

export function Check(props: {
  readonly isSelected: boolean;
  readonly isIndeterminate?: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children?: ReactNode;
  readonly label?: string;
}) {
  return (
    <AriaCheckbox
      className="check"
      isSelected={props.isSelected}
      isIndeterminate={props.isIndeterminate ?? false}
      onChange={props.onChange}
      {...(props.label && { "aria-label": props.label })}
    >
      <span className="check-box" aria-hidden="true" />
      {props.children}
    </AriaCheckbox>
  );
}
