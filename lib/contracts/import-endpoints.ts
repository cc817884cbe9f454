import { z } from "zod";
import * as imports from "./imports.ts";

const right = "facts.write" as const;
const none = z.strictObject({});

/** The part of the endpoint table (endpoints.ts) about files of facts. */
export const importEndpoints = {
  listImports: {
    method: "GET",
    path: "/api/v1/imports",
    summary: "Imports of CSV files, newest first",
    right,
    query: imports.importListQuery,
    response: imports.importList,
    status: 200,
  },
  previewImport: {
    method: "POST",
    path: "/api/v1/imports/preview",
    summary: "What a file holds, by its beginning: form, guessed mapping, first rows with their problems",
    right,
    body: imports.previewImportBody,
    response: imports.importPreview,
    status: 200,
    keepsNoAnswer: true,
  },
  createImport: {
    method: "POST",
    path: "/api/v1/imports",
    summary: "Begin an import: the file follows in slices",
    right,
    body: imports.createImportBody,
    response: imports.importShape,
    status: 201,
  },
  getImport: {
    method: "GET",
    path: "/api/v1/imports/{id}",
    summary: "One import, and how far it is",
    right,
    response: imports.importShape,
    status: 200,
  },
  updateImport: {
    method: "PATCH",
    path: "/api/v1/imports/{id}",
    summary: "Decide otherwise about the columns, before the first slice",
    right,
    body: imports.updateImportBody,
    response: imports.importShape,
    status: 200,
  },
  sendImportSlice: {
    method: "PUT",
    path: "/api/v1/imports/{id}/slices",
    summary:
      "The next bytes of the file, up to 2 MB; the answer says where the one after begins, and repeating changes nothing",
    right,
    query: imports.sliceQuery,
    body: imports.sliceBody,
    uploads: ["application/octet-stream"],
    response: imports.importProgress,
    status: 200,
  },
  listImportRejections: {
    method: "GET",
    path: "/api/v1/imports/{id}/rejections",
    summary: "Rows that were not taken, by line and column, without their content; format=csv downloads them",
    right,
    query: imports.rejectionListQuery,
    response: imports.rejectionList,
    status: 200,
  },
  cancelImport: {
    method: "POST",
    path: "/api/v1/imports/{id}/cancel",
    summary: "End an import where it is; what is in stays",
    right,
    body: none,
    response: imports.importShape,
    status: 200,
  },
  undoImport: {
    method: "POST",
    path: "/api/v1/imports/{id}/undo",
    summary: "Undo an import: exactly the facts that it added go, in the background",
    right,
    body: none,
    response: imports.importShape,
    status: 202,
  },
} as const;
