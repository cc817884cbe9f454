import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { signIn } from "./sign-in.ts";

const pages = [
  "/",
  "/phone-numbers",
  "/phone-numbers/330917284500611",
  "/incidents",
  "/incidents?state=resolved",
  "/sources",
  "/launches",
  "/launches?month=2026-01&state=held",
  "/reports",
  "/campaigns",
  "/collector",
  "/settings/connections",
  "/settings/channels",
  "/settings/people",
  "/settings/api-keys",
  "/settings/imports",
  "/settings/detection",
  "/settings/privacy",
  "/settings/account",
  "/settings/sandbox",
];

for (const colorScheme of ["light", "dark"] as const) {
  test(`every page is accessible (${colorScheme})`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await signIn(page);
    for (const path of pages) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 }), path).toHaveCount(1);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(
        serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`),
        path,
      ).toEqual([]);
    }
  });
}

test("every page fits a phone without sideways scrolling, and no page logs an error", async ({ page }) => {
  test.setTimeout(120_000);
  const faults: string[] = [];
  const note = (text: string) => faults.push(`${new URL(page.url()).pathname}: ${text}`);
  page.on("console", (message) => {
    if (message.type() === "error") note(message.text());
  });
  page.on("pageerror", (error) => note(error.message));
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page);
  for (const path of pages) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 }), path).toBeVisible();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
  expect(faults).toEqual([]);
});
