import { createHmac } from "node:crypto";

/** A signed webhook body with statuses, as Meta batches them. */
export interface StatusBatch {
  readonly body: Buffer;
  readonly signature: string;
}

const perBatch = 1_000;
/** Of each batch: new messages sent, those of the batch before delivered, those before that read, some failed. */
const shares = { sent: 400, delivered: 380, read: 200, failed: 20 } as const;

/**
 * Makes bodies of 1,000 statuses, one status a change as Meta sends them, over messages that live through sent,
 * delivered and read in following batches. Deterministic by serial number.
 */
export function createStatusBatches(place: {
  readonly wabaId: string;
  readonly phoneNumberId: string;
  readonly digits: string;
  readonly appSecret: string;
  /** Unix seconds. */
  readonly startsAt: number;
}): (serial: number) => StatusBatch {
  const head = `{"object":"whatsapp_business_account","entry":[{"id":"${place.wabaId}","changes":[`;
  const changeHead = `{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"${place.digits}","phone_number_id":"${place.phoneNumberId}"},"statuses":[`;
  const status = (batch: number, index: number, name: string, serial: number) => {
    const person = 49_170_000_000_00 + ((batch * shares.sent + index) % 2_000_000);
    const pricing =
      name === "sent"
        ? `,"pricing":{"billable":true,"pricing_model":"PMP","type":"regular","category":"marketing"}`
        : "";
    const errors =
      name === "failed"
        ? `,"errors":[{"code":131049,"title":"Not delivered, ecosystem engagement","message":"Not delivered","error_data":{"details":"Held back."}}]`
        : "";
    const id = `wamid.HBgNNDkxNz${String(batch).padStart(8, "0")}x${String(index).padStart(4, "0")}RDZFNUI1QTk0`;
    return `${changeHead}{"id":"${id}","status":"${name}","timestamp":"${place.startsAt + serial}","recipient_id":"${person}","biz_opaque_callback_data":"c=spring-${batch % 7};s=source-${index % 23}"${pricing}${errors}}]}}`;
  };
  return (serial) => {
    const changes: string[] = [];
    for (let index = 0; index < shares.sent; index++) changes.push(status(serial, index, "sent", serial));
    for (let index = 0; index < shares.delivered; index++)
      changes.push(status(serial - 1, index, "delivered", serial));
    for (let index = 0; index < shares.read; index++) changes.push(status(serial - 2, index, "read", serial));
    for (let index = 0; index < shares.failed; index++)
      changes.push(status(serial - 1, shares.delivered + index, "failed", serial));
    const body = Buffer.from(`${head}${changes.join(",")}]}]}`);
    const digest = createHmac("sha256", place.appSecret).update(body).digest("hex");
    return { body, signature: `sha256=${digest}` };
  };
}

export const statusesPerBatch = perBatch;
