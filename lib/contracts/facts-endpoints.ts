import * as cells from "./cells.ts";
import * as facts from "./facts.ts";

const more = "one, an array of up to 10,000, or NDJSON; a row that is refused costs no other";

/** The part of the endpoint table (endpoints.ts) about facts and what they add up to. */
export const factsEndpoints = {
  ingestOptIns: {
    method: "POST",
    path: "/api/v1/opt-ins",
    summary: `People who opted in: ${more}`,
    right: "facts.write",
    body: facts.optInsBody,
    uploads: ["application/x-ndjson"],
    response: facts.factsResult,
    status: 200,
  },
  ingestExposures: {
    method: "POST",
    path: "/api/v1/exposures",
    summary: `Messages that were sent: ${more}`,
    right: "facts.write",
    body: facts.exposuresBody,
    uploads: ["application/x-ndjson"],
    response: facts.factsResult,
    status: 200,
  },
  ingestSignals: {
    method: "POST",
    path: "/api/v1/signals",
    summary: `Blocks, reports and opt-outs that you know of: ${more}`,
    right: "facts.write",
    body: facts.signalsBody,
    uploads: ["application/x-ndjson"],
    response: facts.factsResult,
    status: 200,
  },
  getCells: {
    method: "GET",
    path: "/api/v1/cells",
    summary: "Exposures, signals and rates with intervals, by any of the dimensions",
    right: "quality.read",
    query: cells.cellsQuery,
    response: cells.cellsShape,
    status: 200,
  },
  getFigures: {
    method: "GET",
    path: "/api/v1/figures",
    summary: "Sources, methods, campaigns, templates or numbers ranked, against the previous equal period",
    right: "quality.read",
    query: cells.figuresQuery,
    response: cells.figuresShape,
    status: 200,
  },
} as const;
