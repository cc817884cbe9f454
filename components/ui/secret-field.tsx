"use client";

import { useState, type ComponentProps } from "react";
import { TextField } from "./field.tsx";

/** A secret being typed or pasted: hidden until asked for. */
export function SecretField(props: ComponentProps<typeof TextField>) {
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <TextField
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        {...props}
        type={shown ? "text" : "password"}
        className="pr-16"
      />
      <button
        type="button"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="text-accent absolute -top-[3px] right-0 min-h-6 px-1 text-xs font-medium"
      >
        {shown ? "Hide" : "Show"}
        <span className="sr-only"> {props.label}</span>
      </button>
    </div>
  );
}
