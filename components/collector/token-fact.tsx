import { Ago } from "@/components/clock/ago.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Fact } from "@/components/ui/facts.tsx";
import type { CollectorConnection } from "@/lib/contracts/collector.ts";
import { expiryWords } from "./collector-verdict.ts";

type Token = CollectorConnection["token"];
const soonDays = 14;

/** Whether Meta takes the token, for how long, what it may not do, and when that was asked. */
export function TokenFact({ token }: { token: Token }) {
  return (
    <Fact name="Access token" note={token === null ? null : <TokenNote token={token} />}>
      <TokenState token={token} />
      {token === null || token.missingPermissions.length === 0 ? null : (
        <ul className="text-amber-ink mt-1 space-y-0.5 text-sm">
          {token.missingPermissions.map(({ name, neededFor }) => (
            <li key={name}>
              ▲ lacks <span className="font-mono break-all">{name}</span>, needed for {neededFor}
            </li>
          ))}
        </ul>
      )}
    </Fact>
  );
}

function TokenState({ token }: { token: Token }) {
  if (token === null) return <span className="text-ink-3">not checked yet</span>;
  if (!token.valid) return <span className="text-red-ink font-medium">■ refused by Meta</span>;
  if (token.endsAt === null || token.endsInDays === null) return "valid, does not expire";
  const expiry = (
    <>
      {expiryWords(token.endsInDays)} (<InstantText at={token.endsAt} style="day" />)
    </>
  );
  return token.endsInDays <= soonDays ? (
    <span className="text-amber-ink font-medium">▲ {expiry}</span>
  ) : (
    <>valid, {expiry}</>
  );
}

function TokenNote({ token }: { token: NonNullable<Token> }) {
  return (
    <>
      {token.type === null ? null : `${token.type}; `}
      {token.scopes.length === 0 ? "no permissions listed" : `may: ${token.scopes.join(", ")}`}
      {token.dataAccessExpiresAt === null ? null : (
        <>
          ; access to data ends <InstantText at={token.dataAccessExpiresAt} style="day" />
        </>
      )}
      {token.checkedAt === null ? null : (
        <>
          ; asked <Ago at={token.checkedAt} />
        </>
      )}
    </>
  );
}
