import type { AuthOptions } from "next-auth";
import * as nextAuthModule from "next-auth";
import { encode } from "next-auth/jwt";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAuthOptions, type AuthWiring, type SignInAnswer } from "./next-auth-options.ts";
import { readSessionToken } from "./read-session-token.ts";

type Handler = (req: object, res: object, options: AuthOptions) => Promise<unknown>;
const imported = nextAuthModule as unknown as { default: Handler | { default: Handler } };
const nextAuth = typeof imported.default === "function" ? imported.default : imported.default.default;

const secret = "a secret of at least thirty-two characters";
const session = { organizationId: "default", sessionId: "s1", userId: "u1" };

/** One browser that talks to next-auth as a route of ours would. */
function browser(answer: SignInAnswer | Error, wiring: Partial<AuthWiring> = {}) {
  const signIn = vi.fn<AuthWiring["signIn"]>(() =>
    answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer),
  );
  const signOut = vi.fn(() => Promise.resolve());
  const options = createAuthOptions({
    secret,
    secureCookies: false,
    signIn,
    signOut,
    isSessionLive: () => Promise.resolve(true),
    log: { warn: () => undefined, error: () => undefined },
    ...wiring,
  });
  const jar = new Map<string, string>();
  const setCookies: string[] = [];
  async function call(method: string, path: string, body: Record<string, string> = {}) {
    const answerOf = { status: 200, body: undefined as unknown, location: "" };
    const put = (value: string | string[]) => {
      for (const cookie of [value].flat()) {
        setCookies.push(cookie);
        const [name = "", content = ""] = cookie.split(";")[0]!.split("=");
        if (content === "") jar.delete(name);
        else jar.set(name, decodeURIComponent(content));
      }
    };
    let pending: string[] = [];
    const res = {
      status: (status: number) => ((answerOf.status = status), res),
      getHeader: () => pending,
      setHeader: (name: string, value: string | string[]) => {
        if (name === "Set-Cookie") pending = [value].flat();
        if (name === "Location") answerOf.location = String(value);
        return res;
      },
      json: (value: unknown) => (answerOf.body = value),
      send: (value: unknown) => (answerOf.body = value),
      end: () => undefined,
    };
    await nextAuth(
      {
        method,
        body,
        query: { nextauth: path.split("/") },
        cookies: Object.fromEntries(jar),
        headers: {
          "x-staygreen-peer": "192.0.2.7",
          "x-forwarded-for": "203.0.113.9",
          "user-agent": "Firefox",
        },
      },
      res,
      options,
    );
    put(pending);
    return answerOf;
  }
  async function post(path: string, body: Record<string, string>) {
    const { csrfToken } = (await call("GET", "csrf")).body as { csrfToken: string };
    return call("POST", path, { ...body, csrfToken, json: "true" });
  }
  return {
    options,
    signIn,
    signOut,
    setCookies,
    call,
    signInWith: (body: Record<string, string>) => post("callback/credentials", body),
    leave: () => post("signout", {}),
    cookieHeader: () => [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
  };
}

const credentials = { email: "grete@example.com", password: "a long passphrase" };
const urlOf = (answer: { body: unknown }) =>
  new URL((answer.body as { url: string }).url, "http://localhost");

beforeEach(() => vi.stubEnv("NEXTAUTH_URL", "http://localhost:3000"));
afterEach(() => vi.unstubAllEnvs());

describe("createAuthOptions", () => {
  it("signs in with the address of the connection, and the cookie names the session and nothing more", async () => {
    const page = browser({ kind: "ok", session });
    const answer = await page.signInWith(credentials);
    expect(answer.status).toBe(200);
    expect(page.signIn).toHaveBeenCalledWith({ ...credentials, address: "192.0.2.7", userAgent: "Firefox" });
    expect(await readSessionToken(page.cookieHeader(), secret, false)).toEqual(session);
    const { decode } = await import("next-auth/jwt");
    const token = /next-auth\.session-token=([^;]+)/.exec(page.cookieHeader())![1]!;
    const claims = await decode({ token, secret });
    expect(Object.keys(claims!).sort()).toEqual(["exp", "iat", "jti", "organizationId", "sessionId", "sub"]);
    expect((claims!["exp"] as number) - (claims!["iat"] as number)).toBe(12 * 3600);
  });

  it("exposes ids in the session and no e-mail address", async () => {
    const page = browser({ kind: "ok", session });
    await page.signInWith(credentials);
    expect((await page.call("GET", "session")).body).toEqual({
      expires: expect.any(String) as string,
      user: { id: "u1", organizationId: "default", sessionId: "s1" },
    });
  });

  it("sets cookies that scripts and other sites cannot use", async () => {
    const page = browser({ kind: "ok", session });
    await page.signInWith(credentials);
    expect(page.setCookies.length).toBeGreaterThan(2);
    for (const cookie of page.setCookies) expect(cookie).toMatch(/Path=\/;.*HttpOnly;.*SameSite=Lax/);
    const secure = browser({ kind: "ok", session }, { secureCookies: true });
    await secure.signInWith(credentials);
    for (const cookie of secure.setCookies) {
      expect(cookie).toMatch(/^__Host-next-auth\.[\w-]+=.*Path=\/;.*HttpOnly;.*Secure;.*SameSite=Lax/);
      expect(cookie).not.toContain("Domain=");
    }
    expect(await readSessionToken(secure.cookieHeader(), secret, true)).toEqual(session);
    expect(await readSessionToken(secure.cookieHeader(), secret, false)).toBeNull();
  });

  it.each([
    [{ kind: "refused" } as const, "CredentialsSignin"],
    [{ kind: "slow-down", retryAfterSeconds: 900 } as const, "slow-down:900"],
    [new Error("connect ECONNREFUSED 10.0.0.5"), "unavailable"],
  ])("tells a refusal by its name (%o)", async (answer, name) => {
    const page = browser(answer);
    const result = await page.signInWith(credentials);
    expect(result.status).toBe(401);
    expect(urlOf(result).searchParams.get("error")).toBe(name);
    expect(await readSessionToken(page.cookieHeader(), secret, false)).toBeNull();
  });

  it("asks nobody when a field is missing", async () => {
    const page = browser({ kind: "ok", session });
    expect((await page.signInWith({ email: "grete@example.com" })).status).toBe(401);
    expect(page.signIn).not.toHaveBeenCalled();
  });

  it("forgets a session whose row has ended", async () => {
    let live = true;
    const page = browser({ kind: "ok", session }, { isSessionLive: () => Promise.resolve(live) });
    await page.signInWith(credentials);
    live = false;
    expect((await page.call("GET", "session")).body).toEqual({});
    expect(await readSessionToken(page.cookieHeader(), secret, false)).toBeNull();
  });

  it("ends the session row at sign-out", async () => {
    const page = browser({ kind: "ok", session });
    await page.signInWith(credentials);
    await page.leave();
    expect(page.signOut).toHaveBeenCalledWith(session);
    expect(await readSessionToken(page.cookieHeader(), secret, false)).toBeNull();
  });

  it("sends people to our own page", () => {
    expect(browser({ kind: "refused" }).options.pages).toEqual({ signIn: "/sign-in", error: "/sign-in" });
  });
});

describe("readSessionToken", () => {
  const token = { sub: "u1", organizationId: "default", sessionId: "s1" };
  const header = async (claims: object, maxAge = 60, key = secret) =>
    `a=b; next-auth.session-token=${await encode({ token: { ...claims }, secret: key, maxAge })}; c=d`;

  it("reads our cookie among others", async () => {
    expect(await readSessionToken(await header(token), secret, false)).toEqual(session);
  });

  it("reads nothing else", async () => {
    const good = await header(token);
    const bad = [
      null,
      undefined,
      "",
      "next-auth.session-token",
      "next-auth.session-token=",
      "next-auth.session-token=abc.def",
      good.replace("next-auth.", "xnext-auth."),
      good.replace("; c=d", "x"),
      await header(token, -60),
      await header(token, 60, "another secret of thirty-two letters"),
      await header({ ...token, sessionId: 7 }),
      await header({ ...token, organizationId: "" }),
      await header({ sub: "u1" }),
    ];
    for (const text of bad) expect(await readSessionToken(text, secret, false)).toBeNull();
  });
});
