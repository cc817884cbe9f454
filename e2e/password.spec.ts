import { expect, request, test } from "@playwright/test";
import { signIn } from "./sign-in.ts";

test("a person changes the password; another browser is signed out, this one stays", async ({
  page,
  browser,
  baseURL,
}) => {
  await signIn(page);
  const first = { email: "changer@example.com", password: "seven green lanterns" };
  const invited = await page.request.post("/api/v1/invitations", {
    data: { email: first.email, role: "growth" },
  });
  const { link } = (await invited.json()) as { link: string };
  const anonymous = await request.newContext({ ...(baseURL === undefined ? {} : { baseURL }) });
  const token = link.split("/").at(-1) ?? "";
  await anonymous.post("/api/v1/invitations/accept", {
    data: { token, name: "Changer", password: first.password },
  });

  const here = await (await browser.newContext()).newPage();
  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(here, first);
  await signIn(elsewhere, first);

  await here.goto("/settings/account");
  await here.getByLabel("Present password").fill("not the password");
  await here.getByLabel("New password", { exact: true }).fill("eight amber windows");
  await here.getByLabel("New password again").fill("eight amber windows");
  await here.getByRole("button", { name: "Change the password" }).click();
  await expect(here.getByText("is not right")).toBeVisible();
  await here.getByLabel("Present password").fill(first.password);
  await here.getByRole("button", { name: "Change the password" }).click();
  await expect(here.getByText("Your password is changed.")).toBeVisible();

  expect((await here.request.get("/api/v1/me")).status()).toBe(200);
  expect((await elsewhere.request.get("/api/v1/me")).status()).toBe(401);
  await elsewhere.goto("/incidents?state=resolved");
  await expect(elsewhere).toHaveURL(/\/sign-in\?next=%2Fincidents%3Fstate%3Dresolved$/);
});
