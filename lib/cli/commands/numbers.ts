import { phoneNumberListShape, type PhoneNumberDto } from "../../contracts/phone-numbers.ts";
import type { ApiClient } from "../api-client.ts";
import { table, type Terminal } from "../terminal.ts";

/** Every phone number with its rating, limit and status, in Meta's words. */
export async function numbers(api: ApiClient, terminal: Terminal, options: { json: boolean }): Promise<void> {
  const all: PhoneNumberDto[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: "200", ...(cursor === null ? {} : { cursor }) });
    const page: { data: PhoneNumberDto[]; nextCursor: string | null } = await api.get(
      `/api/v1/phone-numbers?${query.toString()}`,
      phoneNumberListShape,
    );
    all.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== null);
  if (options.json) {
    terminal.out(JSON.stringify(all));
    return;
  }
  if (all.length === 0) terminal.out("no phone number");
  else {
    const rows = all.map((number) => [
      number.id,
      number.displayPhoneNumber ?? "",
      number.verifiedName ?? "",
      number.qualityRating ?? "not reported",
      number.messagingLimit ?? "not reported",
      number.status ?? "not reported",
      number.freshness,
    ]);
    table([["ID", "NUMBER", "NAME", "RATING", "LIMIT", "STATUS", "FRESHNESS"], ...rows]).forEach(
      terminal.out,
    );
  }
}
