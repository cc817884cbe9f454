import type { StoredChannel } from "../../adapters/db/channels.ts";
import type { ChannelDto, CreateChannelBody } from "../../contracts/channels.ts";
import type { ChannelConfig } from "../../core/alerting/notification.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext, type ServicePorts } from "../context.ts";
import { invalid } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toChannelDto } from "./channel-dto.ts";
import { channelPlace } from "./open-channel-config.ts";

/**
 * Adds a channel. Its address is checked against the rules for outgoing requests and stored encrypted.
 *
 * @returns the channel, and for a webhook the signing secret, which is shown this once.
 * @throws ServiceError VALIDATION when the address may not be reached.
 */
export async function createChannel(
  ctx: ServiceContext,
  body: CreateChannelBody,
): Promise<ChannelDto & { secret: string | null }> {
  requireRight(ctx, "channels.write");
  if (body.kind !== "email") {
    const refusal = ctx.checkOutboundUrl(body.url);
    if (refusal !== null) throw invalid("url", `may not be used: ${refusal.replace(/\.$/, "")}`);
  }
  const config = toConfig(ctx, body);
  const channel = await insertChannel(ctx, {
    organizationId: ctx.organizationId,
    id: ctx.random.id(ctx.clock.now()),
    name: body.name,
    config,
    minSeverity: body.minSeverity,
    managedBy: "person",
  });
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, ctx, {
      action: "channel.create",
      subject: channel.id,
      detail: { name: body.name, kind: body.kind, target: channel.target },
    }),
  );
  return { ...toChannelDto(channel, null), secret: config.kind === "webhook" ? config.secret : null };
}

function toConfig(ctx: ServiceContext, body: CreateChannelBody): ChannelConfig {
  switch (body.kind) {
    case "email":
      return { kind: "email", to: body.to };
    case "slack":
      return { kind: "slack", url: body.url };
    case "webhook": {
      const made = `whsec_${Buffer.from(ctx.random.secret(24), "base64url").toString("base64")}`;
      return { kind: "webhook", url: body.url, secret: body.secret ?? made };
    }
  }
}

export interface NewChannel extends Pick<
  StoredChannel,
  "organizationId" | "id" | "name" | "minSeverity" | "managedBy"
> {
  readonly config: ChannelConfig;
}

/** Stores a channel with its address encrypted. */
export async function insertChannel(ports: ServicePorts, channel: NewChannel): Promise<StoredChannel> {
  const { config, ...plain } = channel;
  const sealed = await ports.sealer.seal(
    channelPlace(plain.organizationId, plain.id),
    JSON.stringify(config),
  );
  const now = ports.clock.now();
  const row = {
    ...plain,
    kind: config.kind,
    configCipher: Buffer.from(sealed),
    target: visibleTarget(config),
    state: "active" as const,
    lastError: null,
    createdAt: now,
    updatedAt: now,
  };
  const { lastError, ...data } = row;
  // Two processes that start at once may both make the channel that the environment asks for.
  await ports.db.channel.createMany({ data: [data], skipDuplicates: true });
  return { ...data, lastError };
}

/** The address without what makes it secret: in many services the path is the credential. */
function visibleTarget(config: ChannelConfig): string {
  return config.kind === "email" ? config.to.join(", ") : `${new URL(config.url).origin}/…`;
}
