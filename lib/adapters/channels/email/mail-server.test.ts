import { createServer, type AddressInfo, type Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { createMailServer, type OutgoingMail } from "./mail-server.ts";

const anna = "anna@example.com";
const mail: OutgoingMail = {
  subject: "A test",
  text: "text",
  html: "<p>text</p>",
  to: [anna],
  recipients: [anna],
  date: new Date("2026-05-04T14:10:00Z"),
  messageId: null,
  references: null,
};

const closers: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

async function mailbox(options: SMTPServerOptions = {}) {
  const received: { recipients: string[]; secure: boolean }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, session, callback) => {
      stream.resume().on("end", () => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ recipients, secure: session.secure });
        callback();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { received, port: (server.server.address() as AddressInfo).port };
}

async function rawServer(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const deliver = (smtpUrl: string, deadlineMs = 5_000, message = mail) =>
  createMailServer({ smtpUrl, from: "Staygreen <alerts@example.com>", deadlineMs }).deliver(message);

describe("createMailServer", () => {
  it("uses STARTTLS when it is offered", async () => {
    const { received, port } = await mailbox({ disabledCommands: [] });
    expect(await deliver(`smtp://127.0.0.1:${port}`)).toMatchObject([{ address: anna, result: "accepted" }]);
    expect(received).toEqual([{ recipients: [anna], secure: true }]);
  });

  it.each<[string, SMTPServerOptions, string]>([
    ["the versions differ", { disabledCommands: [], maxVersion: "TLSv1.2" }, "?tls.minVersion=TLSv1.3"],
    ["the certificate is wrong", { disabledCommands: [] }, "?tls.rejectUnauthorized=true"],
    ["the server offers none", {}, "?requireTLS=true"],
  ])("F55 TLS fails because %s: again later, and nothing in plain text", async (_why, options, query) => {
    const { received, port } = await mailbox(options);
    const [result] = await deliver(`smtp://127.0.0.1:${port}${query}`);
    expect(result?.result).toBe("later");
    expect(result?.said).toContain("the secure connection to the mail server failed");
    expect(received).toHaveLength(0);
  });

  it("smtps to a server without TLS: again later, and nothing in plain text", async () => {
    const { received, port } = await mailbox();
    expect(await deliver(`smtps://127.0.0.1:${port}`, 500)).toMatchObject([{ result: "later" }]);
    expect(received).toHaveLength(0);
  });

  it("signs in with the decoded user and password", async () => {
    const seen: unknown[] = [];
    const { received, port } = await mailbox({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, callback) => {
        seen.push(username, password);
        callback(null, { user: username });
      },
    });
    await deliver(`smtp://alerts%40example.com:p%40ss%2Fw%3Ard@127.0.0.1:${port}`);
    expect(seen).toEqual(["alerts@example.com", "p@ss/w:rd"]);
    expect(received).toHaveLength(1);
  });

  it("a refused sign-in is tried again, and the password is not in the words", async () => {
    const { received, port } = await mailbox({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => callback(new Error("no")),
    });
    const [result] = await deliver(`smtp://alerts:planted-password@127.0.0.1:${port}`);
    expect(result).toMatchObject({ result: "later", status: 535 });
    expect(result?.said).toContain("SMTP_URL");
    expect(result?.said).not.toContain("planted");
    expect(received).toHaveLength(0);
  });

  it("silence, one byte now and then, a reset, an early no, a closed port: again later", async () => {
    const silent = await rawServer(() => undefined);
    const slow = await rawServer((socket) => {
      const timer = setInterval(() => socket.write("2"), 20);
      socket.on("close", () => clearInterval(timer));
    });
    const cut = await rawServer((socket) => socket.resetAndDestroy());
    const rude = await rawServer((socket) => socket.end("554 go away\r\n"));
    for (const port of [silent, slow, cut, rude, 1]) {
      const [result] = await deliver(`smtp://127.0.0.1:${port}`, 200);
      expect(result?.result).toBe("later");
      expect(result?.said).not.toBe("");
    }
  });

  it("what is not an address reaches nobody, whatever addresses are hidden in it", async () => {
    const { received, port } = await mailbox();
    const odd = ["anna@example.com\r\nRCPT TO:<evil@example.com>", "a@example.com, evil@example.com", "evil"];
    const results = await deliver(`smtp://127.0.0.1:${port}`, 5_000, {
      ...mail,
      to: [...odd, anna],
      recipients: [...odd, anna],
    });
    expect(results.map(({ address, result }) => [address, result])).toEqual([
      ...odd.map((address) => [address, "refused"]),
      [anna, "accepted"],
    ]);
    expect(received.map(({ recipients }) => recipients)).toEqual([[anna]]);
  });
});
