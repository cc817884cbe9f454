import type { Notification } from "../../../core/alerting/notification.ts";
import { plainLine, shorten, webLink } from "../plain-text.ts";

/** One mail in both forms. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Content {
  readonly heading: string;
  readonly lines: readonly string[];
  readonly action: string;
  readonly links: readonly { readonly label: string; readonly url: string }[];
  readonly footer: string;
}

/** Renders a notification. Readable without images, styles or colours, so that light and dark mode both work. */
export function renderEmail(notification: Notification): RenderedMail {
  return layOut({
    heading: notification.title,
    lines: notification.lines,
    action: notification.action,
    links: notification.links,
    footer: `${notification.organizationName} · Staygreen`,
  });
}

/** Renders a mail of plain lines, for invitations. A line that is nothing but a web address becomes a link. */
export function renderLinesEmail(subject: string, lines: readonly string[]): RenderedMail {
  return layOut({ heading: subject, lines, action: "", links: [], footer: "Staygreen" });
}

function layOut(content: Content): RenderedMail {
  const heading = plainLine(content.heading);
  const lines = content.lines.map(plainLine);
  const action = plainLine(content.action);
  const footer = plainLine(content.footer);
  const links = content.links.flatMap(({ label, url }) => {
    const address = webLink(url);
    return address === null ? [] : [{ label: plainLine(label), address }];
  });
  const text = [
    heading,
    lines.join("\n"),
    action === "" ? "" : `What to do now: ${action}`,
    links.map(({ label, address }) => `${label}: ${address}`).join("\n"),
    `-- \n${footer}`,
  ];
  const html = [
    `<h1 style="font-size:20px;line-height:1.3;margin:0 0 16px">${escapeHtml(heading)}</h1>`,
    ...lines.map((line) => `<p style="margin:0 0 8px">${lineHtml(line)}</p>`),
    action === ""
      ? ""
      : `<p style="margin:16px 0"><strong>What to do now:</strong> ${escapeHtml(action)}</p>`,
    ...links.map(({ label, address }) => `<p style="margin:0 0 8px">${linkHtml(label, address)}</p>`),
    `<p style="margin:24px 0 0;font-size:13px">${escapeHtml(footer)}</p>`,
  ];
  return {
    subject: shorten(heading === "" ? "Staygreen" : heading, 200),
    text: `${text.filter((part) => part !== "").join("\n\n")}\n`,
    html: documentHtml(heading, html.filter((part) => part !== "").join("\n")),
  };
}

function documentHtml(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
${body}
</body>
</html>
`;
}

function lineHtml(line: string): string {
  const address = /^https?:\/\/\S+$/.test(line) ? webLink(line) : null;
  return address === null ? escapeHtml(line) : linkHtml(line, address);
}

function linkHtml(label: string, address: string): string {
  return `<a href="${escapeHtml(address)}">${escapeHtml(label === "" ? address : label)}</a>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
