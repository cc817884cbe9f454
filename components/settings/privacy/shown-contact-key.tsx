"use client";

import { Button } from "@/components/ui/button.tsx";
import { CopyValue } from "@/components/ui/copy-value.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import type { ContactKeySecretDto } from "@/lib/contracts/contacts.ts";

/** A contact key with what a sender needs to use it. */
export function ShownContactKey({ secret, onDone }: { secret: ContactKeySecretDto; onDone: () => void }) {
  return (
    <Notice
      tone="info"
      live
      title={`Contact key, version ${secret.version}. This reading is in the audit log.`}
    >
      <div className="text-ink mt-2 space-y-2">
        <CopyValue label="Key in hexadecimal" value={secret.keyHex} />
        <CopyValue label="Key in Base64" value={secret.keyBase64} />
        <p className="text-sm">
          {secret.algorithm} of {secret.message}. Send {secret.contact}.
        </p>
        <p className="text-sm">
          To check the program: {secret.example.number} gives{" "}
          <code className="font-mono text-xs break-all">{secret.example.contact}</code>
        </p>
        <p className="text-sm">
          Keep it like a password. Whoever has it can test which numbers are in your data.
        </p>
        <Button onClick={onDone}>Put it away</Button>
      </div>
    </Notice>
  );
}
