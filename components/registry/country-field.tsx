import { SelectField } from "@/components/ui/field.tsx";
import { countryCodes, countryName } from "@/lib/core/registry/countries.ts";

interface CountryFieldProps {
  country: string | null;
  fault: string | undefined;
}

/** Where a source is. Spikes are told apart by it, and the law that a wording must follow depends on it. */
export function CountryField({ country, fault }: CountryFieldProps) {
  const named = countryCodes.map((code) => ({ code, name: countryName(code) }));
  return (
    <SelectField
      name="country"
      label="Country (optional)"
      defaultValue={country ?? ""}
      hint="Where people opt in at this source."
      fault={fault}
    >
      <option value="">Not said</option>
      {named
        .sort((a, b) => a.name.localeCompare(b.name, "en"))
        .map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
    </SelectField>
  );
}
