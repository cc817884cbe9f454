"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ago } from "@/components/clock/ago.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ConfirmButton } from "@/components/ui/confirm-button.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { ContactKeyDto } from "@/lib/contracts/contacts.ts";
import { retireContactKey } from "./queries.ts";

interface ContactKeyTableProps {
  keys: readonly ContactKeyDto[];
  /** The version whose key is on its way or shown. */
  shown: number | null;
  onShow: (version: number) => void;
}

export function ContactKeyTable({ keys, shown, onShow }: ContactKeyTableProps) {
  const newest = keys.find(({ state }) => state === "active")?.version;
  return (
    <Table label="Versions of the contact key">
      <HeadRow>
        <Th>Version</Th>
        <Th>State</Th>
        <Th>Contacts under it</Th>
        <Th>Change</Th>
      </HeadRow>
      <TableBody>
        {keys.map((key) => (
          <tr key={key.version}>
            <RowHead>
              v{key.version}
              <div className="text-ink-3 text-xs font-normal">
                made <Ago at={key.createdAt} />
              </div>
            </RowHead>
            <Td className="min-w-36">{stateWords(key, newest)}</Td>
            <Td className="whitespace-nowrap">{countWords(key)}</Td>
            <Td>
              {key.state === "active" ? (
                <div className="flex flex-wrap gap-2">
                  <Button disabled={shown === key.version} onClick={() => onShow(key.version)}>
                    Show the key<span className="sr-only"> v{key.version}</span>
                  </Button>
                  {key.version === newest ? null : <Retire version={key.version} count={countWords(key)} />}
                </div>
              ) : null}
            </Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}

function stateWords(key: ContactKeyDto, newest: number | undefined): string {
  if (key.state === "retired") return "retired";
  if (key.state === "retiring") return "being retired: its facts are made anonymous";
  return key.version === newest ? "in use for new facts" : "still recognised";
}

function countWords({ contacts, contactsEstimated }: ContactKeyDto): string {
  const count = contacts.toLocaleString("en");
  return contactsEstimated ? `about ${count}` : count;
}

function Retire({ version, count }: { version: number; count: string }) {
  const client = useQueryClient();
  const retire = useMutation({
    mutationFn: () => retireContactKey(version),
    onSettled: () => client.invalidateQueries({ queryKey: ["contact-keys"] }),
  });
  return (
    <>
      <ConfirmButton
        label="Retire"
        about={`v${version}`}
        question={`Retire version ${version}?`}
        confirmLabel="Retire"
        pending={retire.isPending}
        onConfirm={() => retire.mutate()}
      >
        <p>
          {count} contacts are still under it. Their facts keep counting and become nobody&apos;s. Senders
          that hash with it are refused at once. This cannot be taken back.
        </p>
      </ConfirmButton>
      <FormProblem error={retire.error} />
    </>
  );
}
