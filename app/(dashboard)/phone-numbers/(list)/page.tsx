import type { Metadata } from "next";
import { NumberList } from "@/components/phone-numbers/number-list.tsx";
import { numberListLimit, readNumberFilter } from "@/components/phone-numbers/number-filter.ts";
import { phoneNumbersQuery } from "@/components/phone-numbers/queries.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listPhoneNumbers } from "@/lib/services/phone-numbers/list.ts";
import { Prefetched } from "../../prefetched.tsx";
import { searchParamsOf, type PageProps } from "../../page-props.ts";

export const metadata: Metadata = { title: "Phone numbers" };

export default async function PhoneNumbersPage({ searchParams }: PageProps) {
  const ctx = await requirePageContext();
  const filter = readNumberFilter(await searchParamsOf(searchParams));
  const load = () => listPhoneNumbers(ctx, { ...filter, limit: numberListLimit });
  return (
    <Prefetched ctx={ctx} queries={[{ queryKey: phoneNumbersQuery(filter).queryKey, load }]}>
      <NumberList />
    </Prefetched>
  );
}
