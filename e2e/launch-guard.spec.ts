import AxeBuilder from "@axe-core/playwright";
import { expect, test, type APIRequestContext, type Page } from "@playwright/test";
import { signIn } from "./sign-in.ts";

const phoneNumberId = "550000000000002";
const dayMs = 86_400_000;
const days = 40;
const launchedDaysAgo = 9;

interface Guards {
  data: { id: string; verdict: string; headline: string; rateRatio: number | null; since: string | null }[];
}

/** 40 days of messages to people of an old source; for nine days also to people of a new one, of whom many block. */
async function sendLaunch(api: APIRequestContext, origin: string): Promise<string> {
  const send = async (path: string, rows: object) => {
    const answer = await api.post(path, { data: rows, headers: { origin } });
    expect([200, 201], path).toContain(answer.status());
    const body = (await answer.json()) as { id?: string; rejected?: unknown[] };
    expect(body.rejected ?? [], path).toEqual([]);
    return body;
  };
  const now = Date.now();
  const { id = "" } = await send("/api/v1/activation-methods", {
    name: "Lottery on flyers",
    kind: "qr-code",
    launchedAt: new Date(now - launchedDaysAgo * dayMs).toISOString(),
  });
  await send("/api/v1/opt-in-sources", { key: "e2e-lottery", name: "Lottery", activationMethodId: id });
  const contact = (source: string, index: number) =>
    `+49155${source === "e2e-lottery" ? 6 : 7}${100_000 + index}`;
  const perDay = { "e2e-shop": 90, "e2e-lottery": 30 };
  const optIns: object[] = [];
  const exposures: object[] = [];
  const signals: object[] = [];
  for (const [source, count] of Object.entries(perDay)) {
    const since = source === "e2e-lottery" ? launchedDaysAgo - 1 : days;
    for (let index = 0; index < count; index += 1) {
      const optedInAt = new Date(now - (since + 0.5) * dayMs).toISOString();
      optIns.push({ contact: contact(source, index), source, optedInAt });
    }
    for (let day = since; day >= 0; day -= 1) {
      for (let slot = 0; slot < count; slot += 1) {
        const sentAt = new Date(now - day * dayMs - 3_600_000 - slot * 1_000);
        const id = `e2e-launch-${source}-${day}-${slot}`;
        const about = { contact: contact(source, slot), phoneNumberId };
        exposures.push({ ...about, id, sentAt: sentAt.toISOString(), status: "delivered" });
        const isBad = source === "e2e-lottery" ? slot < 3 : slot === (day * 7) % 90;
        if (!isBad) continue;
        const occurredAt = new Date(sentAt.getTime() + 60_000).toISOString();
        signals.push({ ...about, id: `${id}-block`, exposureId: id, kind: "block", occurredAt });
      }
    }
  }
  await send("/api/v1/opt-ins", optIns);
  await send("/api/v1/exposures", exposures);
  await send("/api/v1/signals", signals);
  return id;
}

async function guardOf(page: Page, methodId: string) {
  const answer = await page.request.get(`/api/v1/launch-guards?activationMethodId=${methodId}`);
  return ((await answer.json()) as Guards).data[0];
}

test("a launch whose people block is called harmful, with what was counted and against whom", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(240_000);
  await signIn(page);
  const methodId = await sendLaunch(page.request, baseURL ?? "");
  await expect
    .poll(async () => (await guardOf(page, methodId))?.verdict, { timeout: 120_000, intervals: [1_000] })
    .toBe("harmful");
  const guard = await guardOf(page, methodId);
  expect(guard?.rateRatio).toBeGreaterThan(2);
  await page.goto("/launches?verdict=harmful");
  const row = page.locator("#guards").getByRole("listitem").filter({ hasText: "Lottery on flyers" });
  await expect(row.getByText("Harmful", { exact: true })).toBeVisible();
  await expect(row.getByText(guard?.headline ?? "")).toBeVisible();
  await row.getByRole("link", { name: "Lottery on flyers" }).click();
  const card = page.locator("#launch-guard");
  await expect(card.getByRole("heading", { name: "Blocks", exact: true })).toBeVisible();
  await expect(card.getByText(/^Surely worse than others/).first()).toBeVisible();
  await expect(card.getByText(/would be usual for alike contacts of other methods/)).toBeVisible();
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
