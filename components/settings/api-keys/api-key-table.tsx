"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ago } from "@/components/clock/ago.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { ConfirmButton } from "@/components/ui/confirm-button.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { ApiKeyDto } from "@/lib/contracts/people.ts";
import { revokeApiKey } from "./queries.ts";

export function ApiKeyTable({ keys }: { keys: readonly ApiKeyDto[] }) {
  return (
    <Table label="API keys">
      <HeadRow>
        <Th>Name</Th>
        <Th>May do</Th>
        <Th>Last used</Th>
        <Th>Expires</Th>
        <Th>Change</Th>
      </HeadRow>
      <TableBody>
        {keys.map((key) => (
          <tr key={key.id}>
            <RowHead>
              {key.name}
              <div className="text-ink-3 text-xs font-normal">
                made <Ago at={key.createdAt} />
              </div>
            </RowHead>
            <Td>{key.scopes.includes("ingest") ? "sends data only" : key.role}</Td>
            <Td className="whitespace-nowrap">
              {key.lastUsedAt === null ? (
                <span className="text-ink-3">never</span>
              ) : (
                <Ago at={key.lastUsedAt} />
              )}
            </Td>
            <Td className="whitespace-nowrap">
              {key.expiresAt === null ? "never" : <InstantText at={key.expiresAt} style="day" />}
            </Td>
            <Td>
              <Revoke apiKey={key} />
            </Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}

function Revoke({ apiKey }: { apiKey: ApiKeyDto }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeApiKey(apiKey.id),
    onSettled: () => client.invalidateQueries({ queryKey: ["api-keys"] }),
  });
  return (
    <>
      <ConfirmButton
        label="Revoke"
        about={apiKey.name}
        question={`Revoke ${apiKey.name}?`}
        confirmLabel="Revoke"
        pending={revoke.isPending}
        onConfirm={() => revoke.mutate()}
      >
        <p>Programs that use it are refused at once. This cannot be taken back.</p>
      </ConfirmButton>
      <FormProblem error={revoke.error} />
    </>
  );
}
