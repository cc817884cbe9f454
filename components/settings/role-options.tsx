import { roles, type Role } from "@/lib/core/access/rights.ts";

const words: Readonly<Record<Role, string>> = {
  admin: "admin: everything",
  growth: "growth: sources, incidents",
  "on-call": "on-call: incidents",
  executive: "executive: reads only",
};

export function RoleOptions() {
  return roles.map((role) => (
    <option key={role} value={role}>
      {words[role]}
    </option>
  ));
}
