import { readSlice } from "../adapters/csv/read-slice.ts";
import { sniffImport } from "../adapters/csv/sniff-import.ts";
import { normalizePhone } from "../adapters/phone/normalize-phone.ts";
import type { ImportFiles } from "../services/imports/import-files.ts";

/** How files of facts are read. */
export const importFiles: ImportFiles = {
  sniff: (firstBytes, choice) => {
    const form = sniffImport(firstBytes, choice);
    return { ...form, header: [...form.header] };
  },
  readSlice,
  normalizePhone,
};
