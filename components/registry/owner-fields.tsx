import { TextField } from "@/components/ui/field.tsx";

interface OwnerFieldsProps {
  owner?: string | null;
  tags?: readonly string[];
  fault: (field: string) => string | undefined;
}

/** Who answers for an entry, and what it is grouped by. */
export function OwnerFields({ owner, tags = [], fault }: OwnerFieldsProps) {
  return (
    <>
      <TextField
        name="owner"
        label="Owner (optional)"
        maxLength={120}
        defaultValue={owner ?? ""}
        hint="Who answers for it."
        fault={fault("owner")}
      />
      <TextField
        name="tags"
        label="Tags (optional)"
        defaultValue={tags.join(", ")}
        hint="Separated by commas."
        fault={fault("tags")}
      />
    </>
  );
}
