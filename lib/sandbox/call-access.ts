import { createHmac, timingSafeEqual } from "node:crypto";
import type { CallContext } from "./call-context.ts";
import {
  badSecretProof,
  GraphError,
  invalidToken,
  missingSecretProof,
  missingToken,
  permissionMissing,
} from "./graph-error.ts";

/** Throws when the token, its proof or a fault forbids the call. */
export function checkAccess(context: CallContext): void {
  const { call, state, faults } = context;
  const { token } = call;
  if (token === null || token === "") throw missingToken();
  const isAppToken = token === `${state.appId}|${state.appSecret}`;
  if (!isAppToken && token !== state.accessToken) throw invalidToken();
  if (!isAppToken) {
    const dead = faults.use("token-invalid");
    if (dead !== undefined) throw invalidToken(dead.subcode);
    const expiry = faults.use("token-expires");
    if (expiry !== undefined && state.now() >= expiry.at) throw invalidToken(463);
  }
  checkProof(context, token);
  if (isAppToken && call.segments[0] !== "debug_token") throw permissionMissing(call.segments[0] ?? "");
  const refusal = faults.use("graph-error");
  if (refusal === undefined) return;
  throw new GraphError({
    code: refusal.code,
    httpStatus: refusal.httpStatus ?? 400,
    message: refusal.message ?? `(#${refusal.code}) The sandbox was told to fail.`,
    ...(refusal.type === undefined ? {} : { type: refusal.type }),
    ...(refusal.subcode === undefined ? {} : { subcode: refusal.subcode }),
    ...(refusal.isTransient === undefined ? {} : { isTransient: refusal.isTransient }),
  });
}

/** A proof is checked whenever it is sent, and demanded when the app is set so. */
function checkProof({ call, state }: CallContext, token: string): void {
  const proof = call.params.get("appsecret_proof");
  if (proof === null) {
    if (state.requireAppSecretProof) throw missingSecretProof();
    return;
  }
  const expected = Buffer.from(createHmac("sha256", state.appSecret).update(token).digest("hex"));
  const given = Buffer.from(proof);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw badSecretProof();
}
