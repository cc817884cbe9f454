import { expect, test } from "@playwright/test";
import { signIn } from "./sign-in.ts";

test("an administrator begins a scenario and the collector shows what it does", async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page);
  await page.getByRole("link", { name: "Choose a scenario" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sandbox" })).toBeVisible();
  const card = page.getByRole("listitem").filter({ hasText: "A renamed field" });
  await card.getByRole("button", { name: /^Start/ }).click();
  await expect(card.getByText("Running")).toBeVisible();
  await page.goto("/collector");
  // The double answers a word that nobody has documented; it is shown as it is, with where it stands.
  await expect(page.getByText("ELASTIC").first()).toBeVisible({ timeout: 90_000 });
  await page.goto("/settings/sandbox");
  const story = page.getByRole("listitem").filter({ hasText: "An ordinary shop group" });
  await story.getByRole("button", { name: /^Start/ }).click();
  await expect(story.getByText("Running")).toBeVisible();
});
