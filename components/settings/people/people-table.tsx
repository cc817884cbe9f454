import { Ago } from "@/components/clock/ago.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { PersonDto } from "@/lib/contracts/people.ts";
import { PersonActions } from "./person-actions.tsx";

export function PeopleTable({ people, mayWrite }: { people: readonly PersonDto[]; mayWrite: boolean }) {
  return (
    <Table label="People">
      <HeadRow>
        <Th>Name</Th>
        <Th>Role</Th>
        <Th>Last sign-in</Th>
        {mayWrite ? <Th>Change</Th> : null}
      </HeadRow>
      <TableBody>
        {people.map((person) => (
          <tr key={person.id}>
            <RowHead>
              {person.name}
              <div className="text-ink-3 min-w-32 text-xs font-normal wrap-anywhere">{person.email}</div>
            </RowHead>
            <Td className="whitespace-nowrap">
              {person.role}
              {person.disabledAt === null ? null : (
                <div className="text-red-ink text-xs">
                  disabled <Ago at={person.disabledAt} />
                </div>
              )}
            </Td>
            <Td className="whitespace-nowrap">
              {person.lastSignInAt === null ? (
                <span className="text-ink-3">never</span>
              ) : (
                <Ago at={person.lastSignInAt} />
              )}
            </Td>
            {mayWrite ? (
              <Td>
                <PersonActions person={person} />
              </Td>
            ) : null}
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}
