import { type ReactNode, useEffect, useRef, useState } from "react";
import {
  Dialog as AriaDialog,
  Menu as AriaMenu,
  Heading,
  MenuItem,
  MenuTrigger,
  Modal,
  ModalOverlay,
  Popover,
  Text,
} from "react-aria-components";
import { t } from "../i18n/t.ts";
import { Button, Field } from "./Controls.tsx";

export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly wide?: boolean;
}) {
  const content = useRef<HTMLElement>(null);
  const close = useRef(props.onClose);
  close.current = props.onClose;
  // A button that has the focus and is switched off while it works loses it to the page, which hears no key.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (document.activeElement !== document.body || !content.current) {
        return;
      }
      content.current.focus();
      if (event.key === "Escape") {
        event.stopPropagation();
        close.current();
      }
    };
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, []);
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && props.onClose()}>
      <Modal className={props.wide ? "modal wide" : "modal"}>
        <AriaDialog ref={content} className="dialog">
          <header className="dialog-head">
            <Heading slot="title">{props.title}</Heading>
            <Button look="icon" title={t("Close")} onPress={props.onClose}>
              ✕
            </Button>
          </header>
          <div className="dialog-body">{props.children}</div>
          {props.footer && <footer className="dialog-foot">{props.footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Asks before something is destroyed: its name must be typed. */
export function ConfirmByName(props: {
  readonly title: string;
  readonly text: string;
  readonly name: string;
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  const [typed, setTyped] = useState("");
  const confirmed = typed === props.name;
  const confirm = () => confirmed && props.onConfirm();
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      footer={
        <>
          <Button onPress={props.onClose}>{t("Cancel")}</Button>
          <Button look="danger" isDisabled={!confirmed} onPress={confirm}>
            {props.action}
          </Button>
        </>
      }
    >
      <p>{props.text}</p>
      <Field
        label={t("Type {name} to confirm", { name: props.name })}
        value={typed}
        onChange={setTyped}
        onEnter={confirm}
        mono
        autoFocus
      />
    </Dialog>
  );
}

export interface Action {
  readonly id: string;
  readonly label: string;
  readonly keys?: string;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

export function Menu(props: {
  readonly label: string;
  readonly actions: readonly Action[];
  /** What the button shows; without it, three dots. */
  readonly children?: string;
}) {
  // A voice that says what it sees must find the button, so its name begins with that.
  const name = props.children ? `${props.children}: ${props.label}` : props.label;
  return (
    <MenuTrigger>
      <Button look={props.children ? "plain" : "icon"} title={name}>
        {props.children ?? "⋯"}
        {props.children && <span aria-hidden="true" className="caret" />}
      </Button>
      <Popover className="popover">
        <AriaMenu
          className="listbox"
          aria-label={props.label}
          disabledKeys={props.actions.filter((action) => action.isDisabled).map((action) => action.id)}
          onAction={(id) => props.actions.find((action) => action.id === id)?.run()}
        >
          {props.actions.map((action) => (
            <MenuItem key={action.id} id={action.id} className="option" textValue={action.label}>
              <Text slot="label">{action.label}</Text>
              {action.keys && <kbd className="keys">{action.keys}</kbd>}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
