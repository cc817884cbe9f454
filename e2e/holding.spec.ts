import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import AxeBuilder from "@axe-core/playwright";
import { expect, request, test } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { signIn } from "./sign-in.ts";

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A sender's system that accepts every order. */
async function startReceiver(received: Received[]): Promise<{ server: Server; url: string }> {
  const server = createServer((asked, answer) => {
    let body = "";
    asked.on("data", (chunk) => (body += String(chunk)));
    asked.on("end", () => {
      received.push({ headers: asked.headers as Record<string, string>, body });
      answer.writeHead(202).end("noted");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders` };
}

test("a launch is held: set up with a dry run, asked by one person, agreed by another, ordered with a signature", async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const origin = baseURL ?? "";
  const received: Received[] = [];
  const { server, url } = await startReceiver(received);
  try {
    await signIn(page);
    await page.goto("/settings/holding");
    await page.getByLabel("Address").fill(url);
    await page.getByRole("button", { name: "Use this receiver" }).click();
    const secret = await page.getByLabel("Signing secret", { exact: true }).inputValue();
    await page.getByRole("button", { name: "I have copied it" }).click();
    // Live before the receiver accepted anything is refused, beside the field.
    await page.getByLabel("Orders").selectOption("live");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Needs a dry run that the receiver accepted")).toBeVisible();
    await page.getByRole("button", { name: "Send a dry run" }).click();
    await expect(page.getByText("Accepted. The receiver answered HTTP 202: noted")).toBeVisible();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved. Holds under way keep the rules they began with.")).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    const made = await page.request.post("/api/v1/activation-methods", {
      data: {
        name: "Raffle cards",
        kind: "paper",
        launchedAt: new Date(Date.now() - 86_400_000).toISOString(),
      },
      headers: { origin },
    });
    const { id } = (await made.json()) as { id: string };
    await page.request.post("/api/v1/opt-in-sources", {
      data: { key: "e2e-raffle", name: "Raffle", activationMethodId: id },
      headers: { origin },
    });
    await page.goto(`/launches/${id}`);
    await page.getByText("Ask for a hold").click();
    await page.getByLabel("Why").fill("The cards do not say WhatsApp.");
    await page.getByRole("button", { name: "Ask for the hold" }).click();
    await expect(page.getByText("Waits for approval")).toBeVisible();
    await expect(page.getByText("You have agreed. Somebody else has to.")).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    const invited = await page.request.post("/api/v1/invitations", {
      data: { email: "second@example.com", role: "on-call" },
      headers: { origin },
    });
    const token = new URL(((await invited.json()) as { link: string }).link, origin).pathname
      .split("/")
      .at(-1);
    const password = "tram-window-basil-43";
    const guest = await request.newContext({ baseURL: origin });
    await guest.post("/api/v1/invitations/accept", { data: { token, name: "Second Person", password } });
    await guest.dispose();
    const phone = await browser.newContext({ baseURL: origin, viewport: { width: 390, height: 844 } });
    const second = await phone.newPage();
    await signIn(second, { email: "second@example.com", password });
    await second.goto(`/launches/${id}`);
    await second.getByRole("button", { name: "Agree Raffle cards" }).click();
    await second.getByRole("button", { name: "Agree to the hold" }).click();
    await expect(second.getByText("In force: no sends.")).toBeVisible({ timeout: 20_000 });
    await phone.close();

    const order = received.at(-1);
    expect(new Webhook(secret).verify(order?.body ?? "", order?.headers ?? {})).toMatchObject({
      type: "order.hold",
      data: { dryRun: false, share: 0, sourceKeys: ["e2e-raffle"], reason: "The cards do not say WhatsApp." },
    });
    await page.reload();
    await expect(page.getByText(/, Second Person agreed\.$/)).toBeVisible();
    await expect(page.getByText("25 % from")).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});
