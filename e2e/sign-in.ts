import type { Page } from "@playwright/test";
import { e2eAdministrator } from "../lib/testing/setup/e2e-administrator.ts";

/** Signs in through the form and waits for the page of the person's role. */
export async function signIn(
  page: Page,
  person: { email: string; password: string } = e2eAdministrator,
): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}
