import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { signIn } from "./sign-in.ts";

const poor =
  '<label><input type="checkbox" checked> Ja, ich möchte Angebote per WhatsApp</label> Abmeldung jederzeit möglich.';
const good =
  "☐ Ja, ich möchte Angebote von Haus Linde per WhatsApp erhalten, höchstens 4 Nachrichten im Monat. Zum Abmelden antworten Sie mit STOPP.";

test("a wording is checked before it is kept, mended, and the checklist of its launch says so", async ({
  page,
  baseURL,
}) => {
  await signIn(page);
  await page.goto("/launches");
  const card = page
    .locator("section", { has: page.getByRole("heading", { name: "Check an opt-in wording" }) })
    .last();
  await card.getByText("Check a text").click();
  await card.getByLabel("Language").selectOption("de");
  await card.getByLabel("Name of the business (optional)").fill("Haus Linde GmbH");
  await card.getByLabel("What people read or hear").fill(poor);
  await card.getByRole("button", { name: "Check it" }).click();
  await expect(card.getByText("4 of 6 points to mend")).toBeVisible();
  await expect(card.getByText("The box is ticked beforehand")).toBeVisible();
  await expect(card.getByText("It says that one may stop, but not how.")).toBeVisible();
  await card.getByLabel("What people read or hear").fill(good);
  await card.getByRole("button", { name: "Check it" }).click();
  await expect(card.getByText("Meets all 6 points of the opt-in policy")).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => id),
  ).toEqual([]);

  const post = async (path: string, data: object) => {
    const answer = await page.request.post(path, { data, headers: { origin: baseURL ?? "" } });
    expect(answer.status(), path).toBe(201);
    return ((await answer.json()) as { id: string }).id;
  };
  const method = await post("/api/v1/activation-methods", { name: "Checked checkout", kind: "website" });
  const source = { key: "e2e-checked", name: "Checked form", activationMethodId: method, country: "DE" };
  const sourceId = await post("/api/v1/opt-in-sources", source);
  const wording = { language: "de", text: poor, effectiveAt: "2026-01-01T00:00:00Z" };
  await post(`/api/v1/opt-in-sources/${sourceId}/wordings`, wording);
  await page.goto(`/launches/${method}`);
  const checklist = page
    .locator("section", { has: page.getByRole("heading", { name: "Launch checklist" }) })
    .last();
  await expect(checklist.getByText("Asks for an act of its own")).toBeVisible();
  await expect(checklist.getByRole("link", { name: "Checked form" }).first()).toBeVisible();
  await checklist.getByText("Points of law to check: Germany").click();
  await expect(checklist.getByRole("link", { name: "UWG, § 7" })).toBeVisible();
});
