import { expect, test } from "@playwright/test";
import { signIn } from "./sign-in.ts";

test("without a connection the first page offers two doors, and the sandbox's door leads to numbers", async ({
  page,
}) => {
  await signIn(page);
  await page.request.delete("/api/v1/sandbox");
  await page.goto("/");
  await expect(page.getByRole("link", { name: "Connect WhatsApp" })).toBeVisible();
  await page.getByRole("button", { name: "Explore the sandbox" }).click();
  await expect(page.getByText("Haselbrook Maison").first()).toBeVisible({ timeout: 30_000 });
});

test("a wrong token is told beside its field, and nothing typed is lost", async ({ page }) => {
  await signIn(page);
  const answer = await page.request.post("/api/v1/connections", {
    data: { name: "x", accessToken: "short", wabaIds: ["not-an-id"], surprise: 1 },
  });
  expect(answer.status()).toBe(422);
  const problem = (await answer.json()) as { errors: { path: string }[] };
  expect(problem.errors.map((fault) => fault.path).sort()).toEqual(["accessToken", "surprise", "wabaIds.0"]);
});
