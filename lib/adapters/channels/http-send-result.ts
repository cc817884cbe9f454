import type { SendResult } from "../../core/alerting/notification.ts";
import type { HttpOutcome } from "./guarded-http.ts";
import { plainLine, shorten } from "./plain-text.ts";

/** Answers that say "later" although they are in the 400s: too slow, too early, too many. */
const laterStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * What an HTTP outcome means for a message (docs/faults.md F53, F54, F57): 2xx arrived; 3xx and most 4xx will not change by
 * trying again; 408, 425, 429, 5xx and network trouble may.
 *
 * @param receiver Who answered, as the subject of a sentence.
 * @param isBroken Whether a final answer means that no message will ever arrive there.
 */
export function httpSendResult(
  receiver: string,
  outcome: HttpOutcome,
  isBroken: (status: number, body: string) => boolean,
): SendResult {
  switch (outcome.kind) {
    case "refused":
      // A name that resolves badly now may be right tomorrow: only the URL's own fault breaks the channel.
      return {
        outcome: "failed",
        detail: `Not sent. ${outcome.reason}`,
        channelBroken: outcome.permanent,
      };
    case "network-error":
    case "timeout":
      return {
        outcome: "retry",
        detail: `${receiver} could not be reached: ${outcome.reason}.`,
        retryAfterSeconds: null,
      };
    case "response": {
      const { status } = outcome;
      const said = shorten(plainLine(outcome.body), 200);
      const detail = `${receiver} answered HTTP ${status}${said === "" ? "" : `: ${said}`}`;
      if (status >= 200 && status < 300) return { outcome: "sent", detail };
      if (status >= 500 || laterStatuses.has(status)) {
        return { outcome: "retry", detail, retryAfterSeconds: outcome.retryAfterSeconds };
      }
      const explained = status >= 300 && status < 400 ? `${detail} (redirects are not followed)` : detail;
      return { outcome: "failed", detail: explained, channelBroken: isBroken(status, outcome.body) };
    }
  }
}
