import { afterEach, describe, expect, it } from "vitest";
import { createGuardedHttp, type GuardedHttp, type GuardedHttpOptions } from "./guarded-http.ts";

const clients: GuardedHttp[] = [];
afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));
function client(options: Partial<GuardedHttpOptions>): GuardedHttp {
  const made = createGuardedHttp({ allow: [], timeoutMs: 5_000, ...options });
  clients.push(made);
  return made;
}
const message = { headers: {}, body: "{}" };

describe("createGuardedHttp refuses before it connects", () => {
  it("refuses by the URL alone, for good, and sends nothing", async () => {
    const outcome = await client({ allow: [] }).post("http://127.0.0.1:8080/", message);
    expect(outcome).toMatchObject({ kind: "refused", permanent: true });
  });

  it("F57 refuses a name that leads to a private address, for now, and sends nothing", async () => {
    for (const address of [
      "127.0.0.1",
      "10.0.0.1",
      "169.254.169.254",
      "::1",
      "::ffff:127.0.0.1",
      "64:ff9b::7f00:1",
    ]) {
      const family = address.includes(":") ? 6 : 4;
      const http = client({ allow: [], resolve: () => Promise.resolve([{ address, family }]) });
      const outcome = await http.post(`https://hooks.example.com/planted-secret`, message);
      expect(outcome).toMatchObject({ kind: "refused", permanent: false });
      expect(JSON.stringify(outcome)).toContain(`hooks.example.com leads to ${address}`);
      expect(JSON.stringify(outcome)).not.toContain("planted-secret");
    }
  });

  it("F57 judges every resolution anew: first public, then private", async () => {
    // 127.0.0.1 is listed and stands for a public address; the second look-up leads elsewhere.
    const answers = ["127.0.0.1", "127.0.0.2"];
    const asked: string[] = [];
    const http = client({
      allow: ["127.0.0.1"],
      resolve: (hostname) => {
        asked.push(hostname);
        return Promise.resolve([{ address: answers[asked.length - 1] ?? "127.0.0.3", family: 4 }]);
      },
    });
    const target = "https://hooks.example.com:8443/";
    // Nobody answers there: that it was tried shows that the address passed.
    expect((await http.post(target, message)).kind).not.toBe("refused");
    expect(await http.post(target, message)).toMatchObject({ kind: "refused", permanent: false });
    expect(asked).toEqual(["hooks.example.com", "hooks.example.com"]);
  });

  it("connects to the permitted ones among a name's addresses", async () => {
    const http = client({
      allow: ["127.0.0.1"],
      resolve: () =>
        Promise.resolve([
          { address: "10.255.255.1", family: 4 },
          { address: "127.0.0.1", family: 4 },
        ]),
    });
    // Nobody listens on this machine's port; 10.255.255.1 would not say so but stay silent.
    expect(await http.post("https://hooks.example.com:8443/", message)).toEqual({
      kind: "network-error",
      reason: "the connection was refused",
    });
  });

  it("says that a name is not known", async () => {
    const resolve = () => Promise.reject(Object.assign(new Error("planted"), { code: "ENOTFOUND" }));
    const outcome = await client({ resolve }).post("https://nowhere.example.com/", message);
    expect(outcome).toEqual({ kind: "network-error", reason: "the host name is not known" });
    const none = await client({ resolve: () => Promise.resolve([]) }).post(
      "https://nowhere.example.com/",
      message,
    );
    expect(none).toMatchObject({ kind: "refused", permanent: false });
  });
});
