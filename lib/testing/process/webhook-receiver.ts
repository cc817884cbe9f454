import { createServer, type IncomingMessage } from "node:http";

export interface ReceivedMessage {
  readonly id: string;
  readonly type: string;
  readonly incidentId: string | null;
  readonly receivedAt: number;
}

/** A receiver of our outgoing webhooks that remembers what came, duplicates included. */
export interface WebhookReceiver {
  readonly url: string;
  readonly messages: ReceivedMessage[];
  /** Answers to the next requests, for example 503; 200 when empty. */
  readonly nextStatuses: number[];
  waitFor(matches: (message: ReceivedMessage) => boolean, timeoutMs: number): Promise<ReceivedMessage>;
  close(): Promise<void>;
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const messages: ReceivedMessage[] = [];
  const nextStatuses: number[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const status = nextStatuses.shift() ?? 200;
      if (status === 200) {
        const body = JSON.parse(text) as { type: string; data?: { incident?: { id?: string } | null } };
        messages.push({
          id: String(request.headers["webhook-id"]),
          type: body.type,
          incidentId: body.data?.incident?.id ?? null,
          receivedAt: performance.now(),
        });
        for (const wake of waiting) wake();
      }
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    messages,
    nextStatuses,
    waitFor: (matches, timeoutMs) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`no such message within ${timeoutMs} ms; received ${JSON.stringify(messages)}`));
        }, timeoutMs);
        const look = () => {
          const found = messages.find(matches);
          if (found === undefined) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
