import { expect, request, test } from "@playwright/test";
import { signIn } from "./sign-in.ts";

test("every answer carries the security headers; a page's scripts run by nonce only", async ({
  request: api,
}) => {
  const page = await api.get("/sign-in");
  const headers = page.headers();
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
  expect(headers["x-powered-by"]).toBeUndefined();
  const nonce = /'nonce-([^']+)'/.exec(headers["content-security-policy"] ?? "")?.[1] ?? "";
  expect(nonce.length).toBeGreaterThan(20);
  const scripts = [...(await page.text()).matchAll(/<script[^>]*>/g)].map((match) => match[0]);
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
  expect((await api.get("/healthz")).headers()["cache-control"]).toBe("no-store");
});

test("F14 F20 F24 the webhook address refuses what is not Meta's, before it reads or stores anything", async ({
  request: api,
  baseURL,
}) => {
  const json = { "content-type": "application/json" };
  const post = (data: string | Buffer, headers: Record<string, string>) =>
    api.post("/api/webhooks/meta", { data, headers });
  expect((await post("{}", json)).status()).toBe(401);
  expect((await post("{}", { ...json, "x-hub-signature-256": `sha256=${"0".repeat(64)}` })).status()).toBe(
    401,
  );
  expect((await post("{}", { ...json, "x-hub-signature-256": "sha1=00" })).status()).toBe(401);
  expect((await post("{}", { "content-type": "text/plain" })).status()).toBe(415);
  expect((await post("{}", { ...json, "content-encoding": "gzip" })).status()).toBe(415);
  expect((await post(Buffer.alloc(5 * 1024 * 1024, "x"), json)).status()).toBe(413);
  // Without a length the bytes are counted as they come.
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(256 * 1024)),
  });
  const streamed = fetch(`${baseURL ?? ""}/api/webhooks/meta`, {
    method: "POST",
    headers: json,
    body: endless,
    duplex: "half",
  } as RequestInit);
  expect((await streamed).status).toBe(413);
  const handshake = "/api/webhooks/meta?hub.mode=subscribe&hub.challenge=1158201444";
  expect((await api.get(handshake)).status()).toBe(403);
  expect((await api.get(`${handshake}&hub.verify_token=wrong`)).status()).toBe(403);
});

test("F24 the right verify token gets the bare challenge back as text", async ({ page }) => {
  await signIn(page);
  const api = page.request;
  const { data } = (await (await api.get("/api/v1/connections")).json()) as { data: { id: string }[] };
  const setup = await api.get(`/api/v1/connections/${data[0]?.id ?? ""}/webhook-setup`);
  const { verifyToken } = (await setup.json()) as { verifyToken: string };
  const query = new URLSearchParams({
    "hub.mode": "subscribe",
    "hub.verify_token": verifyToken,
    "hub.challenge": "1158201444",
  });
  const answer = await api.get(`/api/webhooks/meta?${query.toString()}`);
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-type"]).toMatch(/^text\/plain/);
  expect(await answer.text()).toBe("1158201444");
});

test("bad input is problem+json that names the field, never a 500", async ({ page }) => {
  await signIn(page);
  const api = page.request;
  const cases = [
    { path: "/api/v1/phone-numbers?limit=0", fault: "limit" },
    { path: "/api/v1/phone-numbers?surprise=1", fault: "surprise" },
    { path: "/api/v1/phone-numbers?search=%00", fault: "search" },
    { path: "/api/v1/phone-numbers?cursor=garbage", fault: "cursor" },
    { path: "/api/v1/phone-numbers/330917284500611/history?from=yesterday", fault: "from" },
    { path: "/api/v1/reports/2026-W99", fault: "isoWeek" },
  ];
  for (const { path, fault } of cases) {
    const answer = await api.get(path);
    expect(answer.status(), path).toBe(422);
    expect(answer.headers()["content-type"], path).toContain("application/problem+json");
    const problem = (await answer.json()) as { errors: { path: string }[] };
    expect(
      problem.errors.map((each) => each.path),
      path,
    ).toEqual([fault]);
  }
  for (const data of ["{", '{"name":"\\u0000"}', "[]", '"text"', Buffer.from([0xff, 0xfe])]) {
    const answer = await api.post("/api/v1/api-keys", {
      data,
      headers: { "content-type": "application/json" },
    });
    expect(answer.status()).toBe(422);
  }
  const plain = await api.post("/api/v1/api-keys", {
    data: "name=x",
    headers: { "content-type": "text/plain" },
  });
  expect(plain.status()).toBe(422);
  expect((await api.get("/api/v1/incidents/of-another-organization")).status()).toBe(404);
});

test("F35 the same Idempotency-Key gives the same answer, and another body is refused", async ({ page }) => {
  await signIn(page);
  const send = (name: string) =>
    page.request.post("/api/v1/activation-methods", {
      data: { name, kind: "website" },
      headers: { "idempotency-key": "journey-1" },
    });
  const [first, again, other] = [await send("Checkout"), await send("Checkout"), await send("Another")];
  expect([first.status(), again.status(), other.status()]).toEqual([201, 201, 422]);
  expect(await again.json()).toEqual(await first.json());
});

test("a changing request that another site makes with a person's cookie is refused", async ({ page }) => {
  await signIn(page);
  for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
    const answer = await page.request.post("/api/v1/api-keys", {
      data: { name: "x", role: "admin" },
      headers,
    });
    expect(answer.status()).toBe(403);
  }
});

test("F37 guessing a password is slowed down with 429 and Retry-After", async ({ baseURL }) => {
  const api = await request.newContext({ ...(baseURL === undefined ? {} : { baseURL }) });
  const { csrfToken } = (await (await api.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const statuses: number[] = [];
  let retryAfter = "";
  for (let attempt = 0; attempt < 12; attempt++) {
    const answer = await api.post("/api/auth/callback/credentials", {
      form: { csrfToken, email: "guessed@example.com", password: `guess ${attempt}`, json: "true" },
    });
    statuses.push(answer.status());
    retryAfter = answer.headers()["retry-after"] ?? retryAfter;
  }
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
  expect(statuses.slice(10)).toEqual([429, 429]);
  expect(Number(retryAfter)).toBeGreaterThan(0);
});

test("the OpenAPI document and the metrics are there for those who may read them", async ({
  page,
  request: anonymous,
}) => {
  await signIn(page);
  const document = (await (await page.request.get("/api/openapi.json")).json()) as {
    openapi: string;
    paths: object;
  };
  expect(document.openapi).toBe("3.1.0");
  expect(Object.keys(document.paths)).toContain("/api/v1/phone-numbers/{id}/history");
  expect((await anonymous.get("/api/openapi.json")).status()).toBe(401);
  const metrics = await (await anonymous.get("/metrics")).text();
  for (const name of [
    "staygreen_phone_number_quality_rating",
    "staygreen_messaging_limit",
    "staygreen_poll_age_seconds",
  ]) {
    expect(metrics).toContain(`# TYPE ${name} gauge`);
  }
  expect(metrics.trimEnd().endsWith("# EOF")).toBe(true);
});
