import { SelectField } from "@/components/ui/field.tsx";
import { severities, type Severity } from "@/lib/core/alerting/severity.ts";

const words: Readonly<Record<Severity, string>> = {
  SEV1: "SEV1 only: restricted, or RED",
  SEV2: "SEV2 and worse: also YELLOW",
  SEV3: "SEV3 and worse: also drift",
  INFO: "Everything, recoveries too",
};

export function SeverityField({ fault }: { fault?: string | undefined }) {
  return (
    <SelectField name="minSeverity" label="Tells about" defaultValue="SEV2" fault={fault}>
      {severities.map((severity) => (
        <option key={severity} value={severity}>
          {words[severity]}
        </option>
      ))}
    </SelectField>
  );
}
