import { explainTrouble } from "../../core/collection/explain-trouble.ts";
import type { GraphAnswer, GraphCredentials } from "../../core/collection/graph-api-port.ts";
import type { ServicePorts } from "../context.ts";
import { invalid, ServiceError } from "../errors.ts";

/**
 * Tries the credentials before they are stored, so that a typing error is told in the form and not an hour later.
 *
 * @throws ServiceError VALIDATION naming the field (token, app secret, portfolio or WABA), or UPSTREAM when Meta cannot be asked.
 */
export async function probeConnection(
  ports: Pick<ServicePorts, "graphApi">,
  credentials: GraphCredentials,
  covers: { businessId: string | null; wabaIds: readonly string[] },
): Promise<void> {
  if (covers.businessId !== null) {
    refuse(await ports.graphApi.listWabas(credentials, covers.businessId), "businessId");
  }
  for (const [index, wabaId] of covers.wabaIds.entries()) {
    refuse(await ports.graphApi.readWaba(credentials, wabaId), `wabaIds.${index}`);
  }
}

function refuse(answer: GraphAnswer<unknown>, path: string): void {
  if (answer.ok) return;
  const { message, action } = explainTrouble(answer.trouble);
  // Meta has no code of its own for it: the proof is made from the app secret.
  if (answer.trouble.message.includes("appsecret_proof")) {
    throw invalid(
      "appSecret",
      `does not belong to this token's app, or is missing. ${message}`.replace(/\.$/, ""),
    );
  }
  switch (answer.trouble.kind) {
    case "token-invalid":
    case "permission-missing":
      throw invalid("accessToken", `was refused. ${message} ${action}`.replace(/\.$/, ""));
    case "asset-lost":
    case "request-invalid":
    case "field-unknown":
      throw invalid(path, `cannot be read with this token. ${message}`.replace(/\.$/, ""));
    case "rate-limited":
    case "account-locked":
    case "transient":
      throw new ServiceError("UPSTREAM", `${message} Nothing was stored; try again in a few minutes.`);
  }
}
