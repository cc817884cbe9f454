import type { ChannelConfig, Notification, SendResult } from "../../core/alerting/notification.ts";

type Answer = (config: ChannelConfig, notification: Notification) => SendResult | Promise<SendResult>;

/** The far end of every channel: keeps what arrived and answers as told. */
export interface ChannelReceiver {
  readonly received: { readonly config: ChannelConfig; readonly notification: Notification }[];
  /** From now on; "sent" until told otherwise. */
  answerWith(answer: Answer): void;
  readonly send: (config: ChannelConfig, notification: Notification) => Promise<SendResult>;
}

export function channelReceiver(): ChannelReceiver {
  const received: ChannelReceiver["received"] = [];
  let answer: Answer = () => ({ outcome: "sent", detail: "HTTP 200" });
  return {
    received,
    answerWith: (next) => {
      answer = next;
    },
    send: async (config, notification) => {
      received.push({ config, notification });
      return answer(config, notification);
    },
  };
}
