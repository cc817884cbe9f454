import type { Notification } from "../../../core/alerting/notification.ts";
import { plainLine, shorten, webLink } from "../plain-text.ts";

/** An incoming webhook's message: blocks to show, `text` for previews, screen readers and clients without blocks. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}
type SlackBlock =
  | { type: "header"; text: { type: "plain_text"; text: string; emoji: false } }
  | { type: "section"; text: Mrkdwn }
  | { type: "context"; elements: readonly Mrkdwn[] };
/** `verbatim` stops Slack from turning names and addresses in the text into mentions and links. */
interface Mrkdwn {
  readonly type: "mrkdwn";
  readonly text: string;
  readonly verbatim: true;
}

/** Slack's own limits are 150 for a header and 3,000 for a text; beyond them the whole message is refused. */
const headerLength = 150;
const textLength = 2_900;

/** Renders a notification for a Slack incoming webhook. What came from outside is inert: no mentions, no links, no marks. */
export function renderSlack(notification: Notification): SlackMessage {
  const title = plainLine(notification.title);
  const lines = joinWithin(textLength, notification.lines.map(escapeMrkdwn).filter(isFilled));
  const action = joinWithin(1_000, [escapeMrkdwn(notification.action)]);
  const links = joinWithin(textLength, notification.links.map(renderLink).filter(isFilled), " · ");
  const footer = `${escapeMrkdwn(shorten(plainLine(notification.organizationName), 200))} · Staygreen`;
  return {
    text: joinWithin(textLength, [escapeMrkdwn(title), lines, action].filter(isFilled)),
    blocks: [
      {
        type: "header",
        text: {
          type: "plain_text",
          text: shorten(title === "" ? "Staygreen" : title, headerLength),
          emoji: false,
        },
      },
      ...[lines, action === "" ? "" : `*Now:* ${action}`, links].filter(isFilled).map(section),
      { type: "context", elements: [mrkdwn(footer)] },
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** Slack's three control characters. With them escaped, `<!channel>`, `<@U1>` and `<http…>` are mere text. */
function escapeMrkdwn(text: string): string {
  return plainLine(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function renderLink(link: Notification["links"][number]): string {
  const url = webLink(link.url);
  if (url === null) return "";
  const label = escapeMrkdwn(shorten(plainLine(link.label), 80)).replaceAll("|", "/");
  // A raw bar or bracket would end the address early.
  const address = url
    .replaceAll("&", "&amp;")
    .replaceAll("<", "%3C")
    .replaceAll(">", "%3E")
    .replaceAll("|", "%7C");
  // One half of a link is worse than none.
  return address.length > 2_000 ? "" : `<${address}|${label === "" ? "Open" : label}>`;
}

/** As many whole pieces as fit, and how many are missing; a single piece that is too long is cut before an entity. */
function joinWithin(length: number, pieces: readonly string[], separator = "\n"): string {
  let text = "";
  for (const [index, piece] of pieces.entries()) {
    const longer = index === 0 ? piece : `${text}${separator}${piece}`;
    if (longer.length > length) {
      if (text === "") return shorten(piece, length).replace(/&[a-z]{0,3}…$/, "…");
      return `${text}${separator}… and ${pieces.length - index} more`;
    }
    text = longer;
  }
  return text;
}

function section(text: string): SlackBlock {
  return { type: "section", text: mrkdwn(text) };
}

function mrkdwn(text: string): Mrkdwn {
  return { type: "mrkdwn", text, verbatim: true };
}

function isFilled(text: string): boolean {
  return text !== "";
}
