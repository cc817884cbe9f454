import type { GraphTrouble } from "./graph-trouble.ts";

export interface ExplainedTrouble {
  readonly kind: string;
  readonly message: string;
  readonly action: string;
  readonly code: number | null;
  readonly traceId: string | null;
}

/** Trouble with Meta in words for a person: what happened and what to do. */
export function explainTrouble(trouble: GraphTrouble): ExplainedTrouble {
  const message = withoutTokens(trouble.message);
  return {
    kind: trouble.kind,
    ...words({ ...trouble, message }),
    code: trouble.code,
    traceId: trouble.traceId,
  };
}

/** Meta may quote a token in its answer, also one that is not ours; these words are stored and shown to everybody. */
function withoutTokens(text: string): string {
  return text.replace(/EAA[A-Za-z0-9]{10,}/g, "[token]");
}

const tokenSubcodes: Readonly<Record<number, string>> = {
  458: "the app was removed from the account",
  459: "Meta wants the token's owner to pass a security check",
  460: "the owner's password changed",
  463: "it has expired",
  464: "the owner's account is not confirmed",
  467: "it was invalidated",
  492: "its owner no longer has the needed role",
};

const insightCodes: Readonly<Record<number, { message: string; action: string }>> = {
  200005: {
    message: "Meta does not offer template analytics for this account.",
    action: "Nothing to do: its templates are shown without sends, reads and clicks.",
  },
  200007: {
    message: "Template analytics are not switched on for this account.",
    action:
      "Switch them on in WhatsApp Manager if you want them. This cannot be undone, so Staygreen never does it.",
  },
};

function words(trouble: GraphTrouble): { message: string; action: string } {
  const said = trouble.code === null ? "" : ` Meta's answer: ${trouble.message} (code ${trouble.code}).`;
  switch (trouble.kind) {
    case "token-invalid": {
      const why = trouble.subcode === null ? undefined : tokenSubcodes[trouble.subcode];
      return {
        message: `Meta no longer accepts the access token${why === undefined ? "" : `: ${why}`}.${said}`,
        action:
          "Make a new system user token in Meta Business Settings and paste it under Settings, Connections.",
      };
    }
    case "permission-missing":
      return {
        message: `The access token lacks a permission that reading needs.${said}`,
        action: "Give the token whatsapp_business_management, then press Poll now.",
      };
    case "asset-lost":
      return {
        message: `Meta does not show this account to the token: it is gone, or access was taken away.${said}`,
        action:
          "In Meta Business Settings, assign the account to the token's system user. It is tried again every hour; the history stays.",
      };
    case "rate-limited":
      return {
        message: `Meta's call limit is used up${trouble.waitMinutes === null ? "" : ` for about ${trouble.waitMinutes} min`}.${said}`,
        action:
          "Nothing to do: polling waits for the time Meta names and goes on by itself. Webhooks still arrive.",
      };
    case "field-unknown":
      return {
        message: `Meta does not know the field ${trouble.field ?? ""} here.${said}`,
        action: "Nothing to do: the field is left out and shown as not reported.",
      };
    case "request-invalid": {
      const insights = trouble.code === null ? undefined : insightCodes[trouble.code];
      if (insights !== undefined) return { message: `${insights.message}${said}`, action: insights.action };
      return {
        message: `Meta refused the request.${said}`,
        action: trouble.message.includes("appsecret_proof")
          ? "Paste the app secret of the app that the token belongs to, under Settings, Connections."
          : "Check the ids of the connection. If they are right, report this with the trace id.",
      };
    }
    case "account-locked":
      return {
        message: `Meta has locked or restricted the account.${said}`,
        action: "Open WhatsApp Manager, Account quality, and follow the steps there.",
      };
    case "transient":
      return {
        message: `Meta could not be reached or answered with a passing fault: ${trouble.message}.`,
        action: "Nothing to do yet: it is tried again with growing waits.",
      };
  }
}
