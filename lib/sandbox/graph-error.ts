/** How the double refuses: everything a Graph error body may carry. */
export interface GraphErrorDetails {
  readonly code: number;
  readonly httpStatus: number;
  readonly message: string;
  readonly type?: string;
  readonly subcode?: number;
  readonly isTransient?: boolean;
  readonly details?: string;
}

/** Thrown inside the double and answered as an error body. */
export class GraphError extends Error {
  readonly details: GraphErrorDetails;

  constructor(details: GraphErrorDetails) {
    super(details.message);
    this.name = "GraphError";
    this.details = details;
  }
}

/** The body Meta sends with an error; only message, type, code and fbtrace_id are always there. */
export function errorBody(details: GraphErrorDetails, traceId: string): Record<string, unknown> {
  return {
    error: {
      message: details.message,
      type: details.type ?? "OAuthException",
      code: details.code,
      ...(details.subcode === undefined ? {} : { error_subcode: details.subcode }),
      ...(details.isTransient === undefined ? {} : { is_transient: details.isTransient }),
      ...(details.details === undefined
        ? {}
        : { error_data: { messaging_product: "whatsapp", details: details.details } }),
      fbtrace_id: traceId,
    },
  };
}

/** One unknown field fails the whole call and is named in the message. */
export function unknownField(field: string, nodeType: string): GraphError {
  return new GraphError({
    code: 100,
    httpStatus: 400,
    message: `(#100) Tried accessing nonexisting field (${field}) on node type (${nodeType})`,
  });
}

/** Missing and not visible to the token look the same. */
export function notVisible(id: string): GraphError {
  return new GraphError({
    code: 100,
    subcode: 33,
    httpStatus: 400,
    type: "GraphMethodException",
    message: `Unsupported get request. Object with ID '${id}' does not exist, or this token may not see it.`,
  });
}

export function permissionMissing(id: string): GraphError {
  return new GraphError({
    code: 200,
    httpStatus: 403,
    message: `(#200) The permission for asset ${id} is missing or was taken away.`,
  });
}

export function badParameter(message: string): GraphError {
  return new GraphError({ code: 100, httpStatus: 400, message: `(#100) ${message}` });
}

export function unknownPath(path: string): GraphError {
  return new GraphError({ code: 2500, httpStatus: 400, message: `Unknown path components: ${path}` });
}

const sessionTexts: Readonly<Record<number, string>> = {
  458: "The user has removed this app.",
  459: "The user must pass a security check first.",
  460: "The session was ended because the password changed.",
  463: "Session has expired.",
  464: "The user is not confirmed.",
  467: "The session was invalidated.",
  492: "The session user no longer has the role.",
};

/** @param subcode why the token is dead; left out for a token that never was one */
export function invalidToken(subcode?: number): GraphError {
  const text =
    subcode === undefined ? "Cannot parse access token." : (sessionTexts[subcode] ?? "Session is invalid.");
  return new GraphError({
    code: 190,
    httpStatus: 401,
    message: `Error validating access token: ${text}`,
    ...(subcode === undefined ? {} : { subcode }),
  });
}

export function missingToken(): GraphError {
  return new GraphError({
    code: 104,
    httpStatus: 401,
    message: "An access token is required to request this resource.",
  });
}

export function badSecretProof(): GraphError {
  return new GraphError({
    code: 100,
    httpStatus: 400,
    type: "GraphMethodException",
    message: "Invalid appsecret_proof provided in the API argument",
  });
}

export function missingSecretProof(): GraphError {
  return new GraphError({
    code: 100,
    httpStatus: 400,
    type: "GraphMethodException",
    message: "API calls from the server require an appsecret_proof argument",
  });
}

export function tooManyCalls(): GraphError {
  return new GraphError({
    code: 80008,
    httpStatus: 400,
    message: "(#80008) There have been too many calls to this WhatsApp Business account.",
    details: "Wait until the stated time before calling again.",
  });
}
