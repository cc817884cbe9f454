export interface ApiKeyText {
  readonly organizationId: string;
  readonly id: string;
  readonly secret: string;
}

export const apiKeySecretBytes = 32;
/** 32 bytes are 43 characters of base64url, which may contain "_" themselves: hence a fixed length. */
const shape = /^sgk_([A-Za-z0-9_-]{1,100})_([0-9a-f]{1,64})_([A-Za-z0-9_-]{43})$/;

/** The prefix lets secret scanners recognise a key that was committed by mistake. */
export function formatApiKey(parts: ApiKeyText): string {
  return `sgk_${parts.organizationId}_${parts.id}_${parts.secret}`;
}

/** Null for text that is no key of ours. */
export function parseApiKey(text: string): ApiKeyText | null {
  const [, organizationId, id, secret] = shape.exec(text) ?? [];
  if (organizationId === undefined || id === undefined || secret === undefined) return null;
  return { organizationId, id, secret };
}
