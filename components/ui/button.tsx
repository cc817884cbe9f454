import type { ComponentProps } from "react";
import { buttonClass, type ButtonVariant } from "./button-class.ts";

interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  /** Keeps its place and focus while the request runs, and takes no second press. */
  pending?: boolean;
  pendingText?: string;
}

export function Button({
  variant = "secondary",
  pending = false,
  pendingText = "Working…",
  className = "",
  type = "button",
  onClick,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
      className={`${buttonClass(variant)} ${className}`}
    >
      {pending ? pendingText : children}
    </button>
  );
}
