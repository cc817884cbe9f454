import * as history from "./history.ts";
import { pageQuery } from "./page.ts";

/** The part of the endpoint table (endpoints.ts) about histories and what they belong to. */
export const historyEndpoints = {
  listHistoryImports: {
    method: "GET",
    path: "/api/v1/history-imports",
    summary: "Past imports of history, newest first",
    right: "collector.read",
    query: pageQuery,
    response: history.historyImportList,
    status: 200,
  },
  importHistory: {
    method: "POST",
    path: "/api/v1/history-imports",
    summary:
      "Bring in past changes: up to 100,000 rows or 10 MB as CSV, NDJSON or JSON; the same row twice counts once",
    right: "registry.write",
    query: history.historyImportQuery,
    body: history.historyImportBody,
    uploads: ["text/csv", "application/x-ndjson"],
    response: history.historyImportResult,
    status: 200,
  },
  removeHistoryImport: {
    method: "DELETE",
    path: "/api/v1/history-imports/{id}",
    summary: "Undo an import: exactly its rows go",
    right: "registry.write",
    status: 204,
  },
  listWabas: {
    method: "GET",
    path: "/api/v1/wabas",
    summary: "WhatsApp Business Accounts with their current state",
    right: "quality.read",
    query: pageQuery,
    response: history.wabaStateList,
    status: 200,
  },
  getWabaHistory: {
    method: "GET",
    path: "/api/v1/wabas/{id}/history",
    summary: "Every change of a WABA, newest first",
    right: "quality.read",
    query: history.assetHistoryQuery,
    response: history.assetHistoryList,
    status: 200,
  },
  getPortfolioHistory: {
    method: "GET",
    path: "/api/v1/portfolios/{id}/history",
    summary: "Every change of a business portfolio, newest first",
    right: "quality.read",
    query: history.assetHistoryQuery,
    response: history.assetHistoryList,
    status: 200,
  },
  listTemplates: {
    method: "GET",
    path: "/api/v1/templates",
    summary: "Message templates with their current state",
    right: "quality.read",
    query: history.templateListQuery,
    response: history.templateList,
    status: 200,
  },
  getTemplateHistory: {
    method: "GET",
    path: "/api/v1/templates/{id}/history",
    summary: "Every change of a message template, newest first",
    right: "quality.read",
    query: history.assetHistoryQuery,
    response: history.assetHistoryList,
    status: 200,
  },
} as const;
