import type { Metadata } from "next";
import { readHistoryRange, rangeStart } from "@/components/phone-numbers/history-range.ts";
import { NumberPage } from "@/components/phone-numbers/number-page.tsx";
import { historyQuery, phoneNumberQuery } from "@/components/phone-numbers/queries.ts";
import { NumberFigures } from "@/components/sources/number-figures.tsx";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { getPhoneNumber } from "@/lib/services/phone-numbers/get.ts";
import { getPhoneNumberHistory } from "@/lib/services/phone-numbers/history.ts";
import { searchParamsOf, type PageProps } from "../../page-props.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Phone number" };

interface Props extends PageProps {
  params: Promise<{ phoneNumberId: string }>;
}

export default async function PhoneNumberPage({ params, searchParams }: Props) {
  const ctx = await requirePageContext();
  const { phoneNumberId } = await params;
  const range = readHistoryRange((await searchParamsOf(searchParams)).get("range"));
  const from = rangeStart(range, ctx.clock.now().getTime());
  const queries = [
    { queryKey: phoneNumberQuery(phoneNumberId).queryKey, load: () => getPhoneNumber(ctx, phoneNumberId) },
    {
      queryKey: historyQuery(phoneNumberId, range).queryKey,
      load: () => getPhoneNumberHistory(ctx, phoneNumberId, { from }),
    },
  ];
  return (
    <Prefetched ctx={ctx} queries={queries}>
      <NumberPage phoneNumberId={phoneNumberId} />
      <NumberFigures phoneNumberId={phoneNumberId} />
    </Prefetched>
  );
}
