"use client";

import { useId, useRef, type ReactNode } from "react";
import { Button } from "./button.tsx";
import type { ButtonVariant } from "./button-class.ts";

interface ConfirmButtonProps {
  label: string;
  /** Read after the label by screen readers: which row this belongs to. */
  about: string;
  question: string;
  children: ReactNode;
  confirmLabel: string;
  pending: boolean;
  onConfirm: () => void;
  variant?: ButtonVariant;
}

/** A button that asks first, for what cannot be undone with one press. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  return (
    <>
      <Button
        variant={props.variant ?? "secondary"}
        pending={props.pending}
        onClick={() => dialog.current?.showModal()}
      >
        {props.label}
        <span className="sr-only"> {props.about}</span>
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby={titleId}
        className="rounded-card border-line bg-surface text-ink m-auto w-[min(28rem,calc(100vw-2rem))] border p-5 text-left whitespace-normal"
      >
        <h2 id={titleId} className="text-lg font-semibold">
          {props.question}
        </h2>
        <div className="text-ink-2 mt-2">{props.children}</div>
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button autoFocus onClick={() => dialog.current?.close()}>
            Cancel
          </Button>
          <Button
            variant="danger"
            onClick={() => {
              dialog.current?.close();
              props.onConfirm();
            }}
          >
            {props.confirmLabel}
          </Button>
        </div>
      </dialog>
    </>
  );
}
