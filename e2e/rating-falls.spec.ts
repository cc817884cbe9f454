import { expect, test } from "@playwright/test";
import { signIn } from "./sign-in.ts";

/** The main job: whoever looks at the sandbox sees a rating fall within two minutes, without reloading. */
test("a rating falls while the overview is open; the incident is acknowledged and resolves by itself", async ({
  page,
}) => {
  test.setTimeout(300_000);
  await signIn(page);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  const fall = page.getByRole("link", { name: /quality rating fell from GREEN/ }).first();
  await expect(fall).toBeVisible({ timeout: 120_000 });

  await fall.click();
  await expect(page.getByRole("heading", { level: 1, name: /quality rating fell/ })).toBeVisible();
  const address = page.url();
  const acknowledge = page.getByRole("button", { name: "Acknowledge" });
  if (await acknowledge.isVisible()) {
    await page.keyboard.press("a");
    await expect(page.getByText("admin acknowledged.")).toBeVisible();
    await expect(acknowledge).toBeHidden();
  }
  await expect(page.getByText(/GREEN again after/)).toBeVisible({ timeout: 150_000 });
  expect(page.url()).toBe(address);
});

test("a phone number's page shows state, rating history and where it comes from", async ({ page }) => {
  await signIn(page);
  await page.goto("/phone-numbers");
  await page.getByRole("link", { name: "+49 30 23125412" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "+49 30 23125412" })).toBeVisible();
  await expect(page.getByText("people in 24 h").first()).toBeVisible();
  await expect(page.getByText(/Graph API poll through Sandbox/)).toBeVisible();
  await expect(
    page.getByRole("button", { name: "7 days" }).or(page.getByRole("link", { name: "7 days" })),
  ).toBeVisible();
});
