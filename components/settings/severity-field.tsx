import { SelectField } from "@/components/ui/field.tsx";
import { severities, type Severity } from "@/lib/core/alerting/severity.ts";

const words: Readonly<Record<Severity, string>> = {
  SEV1: "SEV1 only",
  SEV2: "SEV2 and worse",
  SEV3: "SEV3 and worse",
  INFO: "everything",
};

export function SeverityField({ fault }: { fault?: string | undefined }) {
  return (
    <SelectField
      name="minSeverity"
      label="Tells about"
      defaultValue="SEV2"
      hint="SEV1: restricted or RED. SEV2: YELLOW."
      fault={fault}
    >
      {severities.map((severity) => (
        <option key={severity} value={severity}>
          {words[severity]}
        </option>
      ))}
    </SelectField>
  );
}
