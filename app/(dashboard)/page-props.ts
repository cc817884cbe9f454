/** What Next.js hands to a page. */
export interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The parameters of the URL; of a repeated one, the first. */
export async function searchParamsOf(given: PageProps["searchParams"]): Promise<URLSearchParams> {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(await given)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) params.set(name, first);
  }
  return params;
}
