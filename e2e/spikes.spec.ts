import AxeBuilder from "@axe-core/playwright";
import { expect, test, type APIRequestContext, type Page } from "@playwright/test";
import { signIn } from "./sign-in.ts";

const phoneNumberId = "550000000000001";
const dayMs = 86_400_000;
const days = 45;

interface Spikes {
  data: {
    id: string;
    kind: string;
    attribution: { where: Record<string, string | null> }[];
    attributedAt: string | null;
  }[];
}

/** 45 days of 120 messages to people of two sources; since three days one of them answers with stops. */
async function sendHistory(api: APIRequestContext, origin: string): Promise<void> {
  const send = async (path: string, rows: readonly object[]) => {
    const answer = await api.post(path, { data: rows, headers: { origin } });
    expect(answer.status(), path).toBe(200);
    expect(((await answer.json()) as { rejected: unknown[] }).rejected, path).toEqual([]);
  };
  const now = Date.now();
  const contact = (index: number) => `+4915550${String(100_000 + index)}`;
  const people = Array.from({ length: 240 }, (_, index) => index);
  await send(
    "/api/v1/opt-ins",
    people.map((index) => ({
      contact: contact(index),
      source: index % 2 === 0 ? "e2e-checkout" : "e2e-flyer",
      optedInAt: new Date(now - (days + 2) * dayMs).toISOString(),
    })),
  );
  const exposures: object[] = [];
  const signals: object[] = [];
  for (let day = days; day >= 0; day -= 1) {
    for (let slot = 0; slot < 120; slot += 1) {
      const index = (day * 120 + slot) % people.length;
      const sentAt = new Date(now - day * dayMs - 3_600_000 - slot * 1_000);
      const id = `e2e-spike-${day}-${slot}`;
      exposures.push({
        id,
        contact: contact(index),
        phoneNumberId,
        campaign: "e2e-spring",
        sentAt: sentAt.toISOString(),
        status: "delivered",
      });
      const isRisen = day < 3 && index % 2 === 1 && slot % 4 < 2;
      if (isRisen || slot === (day * 7) % 120) {
        signals.push({
          ...{ id: `${id}-block`, exposureId: id, contact: contact(index), phoneNumberId, kind: "block" },
          occurredAt: new Date(sentAt.getTime() + 60_000).toISOString(),
        });
      }
    }
  }
  await send("/api/v1/exposures", exposures);
  await send("/api/v1/signals", signals);
}

async function findSpike(page: Page) {
  const answer = await page.request.get(`/api/v1/spikes?phoneNumberId=${phoneNumberId}&kind=block`);
  return ((await answer.json()) as Spikes).data.find(({ attributedAt }) => attributedAt !== null);
}

test("a history that is sent in shows its spike, the source it goes along with, and the events behind it", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(240_000);
  await signIn(page);
  await sendHistory(page.request, baseURL ?? "");
  await expect
    .poll(async () => (await findSpike(page))?.attribution[0]?.where, {
      timeout: 120_000,
      intervals: [1_000],
    })
    .toMatchObject({ source: "e2e-flyer" });
  const spike = await findSpike(page);
  await page.goto(`/spikes/${spike?.id ?? ""}`);
  await expect(page.getByRole("heading", { level: 1, name: /^Blocks at .*× the usual rate/ })).toBeVisible();
  await expect(
    page.getByText(/goes along with .*e2e-flyer.*an association, not a proven cause/),
  ).toBeVisible();
  const causes = page.getByRole("group", {
    name: "What the excess goes along with",
    exact: true,
  });
  await expect(causes.getByRole("link", { name: "source e2e-flyer" })).toBeVisible();
  await expect(
    page.locator("#events").getByRole("cell", { name: "Block", exact: true }).first(),
  ).toBeVisible();

  await checkScreen(page);

  // The source's quality budget: what is allowed is typed, and all days are judged anew by it.
  const sources = await page.request.get("/api/v1/opt-in-sources?q=e2e-flyer");
  const [source] = ((await sources.json()) as { data: { id: string }[] }).data;
  await page.goto(`/sources/${source?.id ?? ""}`);
  const budget = page.locator("#quality-budget");
  await budget
    .getByText(/(Set|Change) the allowed rate/)
    .first()
    .click();
  const allowed = budget.getByLabel("Allowed blocks, reports and opt-outs per 1,000 exposures");
  await allowed.fill("nothing");
  await budget.getByRole("button", { name: "Set the allowed rate" }).click();
  await expect(budget.getByText("must be above 0")).toBeVisible();
  await allowed.fill("10");
  await budget.getByRole("button", { name: "Set the allowed rate" }).click();
  await expect(budget.getByText("set by admin")).toBeVisible();
  await expect(budget.getByText("10 per 1,000 exposures").first()).toBeVisible();
  await expect(budget.getByText(/\d %.* used/).first()).toBeVisible({ timeout: 60_000 });
  await checkScreen(page);
});

/** No serious fault for assistive technology, and nothing to scroll sideways on a phone. */
async function checkScreen(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => id),
  ).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}
