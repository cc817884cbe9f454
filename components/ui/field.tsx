import { useId, type ComponentProps, type ReactNode } from "react";

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong with the value, from the server or from the form. */
  fault?: string | undefined;
}

const box =
  "w-full rounded-md border bg-surface px-2.5 py-1.5 text-ink placeholder:text-ink-3 max-sm:text-[16px] aria-invalid:border-red border-line-strong";

function Frame({ id, label, hint, fault, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="text-ink-3 mt-1 text-xs">
          {hint}
        </p>
      )}
      {fault === undefined ? null : (
        <p id={`${id}-fault`} className="text-red-ink mt-1 text-sm font-medium">
          {fault}
        </p>
      )}
    </div>
  );
}

function useDescription({ hint, fault }: Pick<FieldProps, "hint" | "fault">) {
  const id = useId();
  const described = [
    hint === undefined ? null : `${id}-hint`,
    fault === undefined ? null : `${id}-fault`,
  ].filter((part) => part !== null);
  return {
    id,
    "aria-invalid": fault === undefined ? undefined : true,
    "aria-describedby": described.length === 0 ? undefined : described.join(" "),
  };
}

export function TextField({
  label,
  hint,
  fault,
  className = "",
  ...rest
}: FieldProps & ComponentProps<"input">) {
  const wiring = useDescription({ hint, fault });
  return (
    <Frame id={wiring.id} label={label} hint={hint} fault={fault}>
      <input {...rest} {...wiring} className={`${box} ${className}`} />
    </Frame>
  );
}

export function TextAreaField({ label, hint, fault, ...rest }: FieldProps & ComponentProps<"textarea">) {
  const wiring = useDescription({ hint, fault });
  return (
    <Frame id={wiring.id} label={label} hint={hint} fault={fault}>
      <textarea rows={3} {...rest} {...wiring} className={box} />
    </Frame>
  );
}

export function SelectField({
  label,
  hint,
  fault,
  children,
  ...rest
}: FieldProps & ComponentProps<"select">) {
  const wiring = useDescription({ hint, fault });
  return (
    <Frame id={wiring.id} label={label} hint={hint} fault={fault}>
      <select {...rest} {...wiring} className={`${box} min-h-8.5`}>
        {children}
      </select>
    </Frame>
  );
}
