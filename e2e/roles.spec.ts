import { expect, request, test, type APIRequestContext } from "@playwright/test";
import { signIn } from "./sign-in.ts";

const password = "seven green lanterns";
const landings = { growth: "/sources", "on-call": "/incidents", executive: "/reports" } as const;

async function invite(api: APIRequestContext, role: string, email: string): Promise<string> {
  const answer = await api.post("/api/v1/invitations", { data: { email, role } });
  expect(answer.status()).toBe(201);
  const { link } = (await answer.json()) as { link: string };
  return new URL(link).pathname;
}

test("an invited person chooses a password and lands on the page of the role", async ({ page, browser }) => {
  await signIn(page);
  for (const [role, landing] of Object.entries(landings)) {
    const path = await invite(page.request, role, `${role}@example.com`);
    const guest = await browser.newPage();
    await guest.goto(path);
    await guest.getByLabel("Your name").fill(`The ${role} person`);
    const fields = guest.locator("input[type=password]");
    await fields.nth(0).fill(password);
    await fields.nth(1).fill(password);
    await guest
      .getByRole("button", { name: /account|start|set|continue|join/i })
      .first()
      .click();
    await guest.waitForURL((url) => url.pathname === landing);
    await expect(guest.getByRole("heading", { level: 1 })).toBeVisible();
    await guest.context().close();
  }
});

test("an executive reads but may neither act nor set anything up", async ({ page, baseURL }) => {
  await signIn(page);
  const path = await invite(page.request, "executive", "reader@example.com");
  const guest = await request.newContext({ ...(baseURL === undefined ? {} : { baseURL }) });
  const token = path.split("/").at(-1) ?? "";
  const accepted = await guest.post("/api/v1/invitations/accept", {
    data: { token, name: "Reader", password },
  });
  expect(accepted.status()).toBe(200);
  const again = await guest.post("/api/v1/invitations/accept", { data: { token, name: "Reader", password } });
  expect(again.ok()).toBe(false);

  const key = await page.request.post("/api/v1/api-keys", { data: { name: "reader", role: "executive" } });
  const { key: secret } = (await key.json()) as { key: string };
  const program = await request.newContext({
    ...(baseURL === undefined ? {} : { baseURL }),
    extraHTTPHeaders: { authorization: `Bearer ${secret}` },
  });
  expect((await program.get("/api/v1/phone-numbers")).status()).toBe(200);
  for (const [method, refused] of [
    ["post", "/api/v1/connections"],
    ["post", "/api/v1/channels"],
    ["post", "/api/v1/invitations"],
    ["get", "/api/v1/api-keys"],
    ["get", "/api/v1/channels"],
  ] as const) {
    const answer = await program[method](refused, method === "post" ? { data: {} } : {});
    expect([403, 422], `${method} ${refused}`).toContain(answer.status());
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
  }
});
