import { pdfPack } from "../adapters/packs/pdf-pack.ts";
import { zipPack } from "../adapters/packs/zip-pack.ts";
import type { EvidencePackDto, EvidencePackQuery } from "../contracts/evidence.ts";
import { packPage } from "../core/evidence/pack-page.ts";

type PackForm = Exclude<EvidencePackQuery["format"], "json">;

const mediaTypes: Readonly<Record<PackForm, string>> = {
  html: "text/html; charset=utf-8",
  pdf: "application/pdf",
  zip: "application/zip",
};

/** A pack as a file to be saved: it is handed over, and never shown under our address. */
export async function evidencePackResponse(pack: EvidencePackDto, form: PackForm): Promise<Response> {
  const name = `evidence-${pack.method.id.replace(/\W/g, "")}-${pack.madeAt.slice(0, 10)}.${form}`;
  return new Response(await write(pack, form), {
    headers: {
      "content-type": mediaTypes[form],
      "content-disposition": `attachment; filename="${name}"`,
    },
  });
}

async function write(pack: EvidencePackDto, form: PackForm): Promise<string | Uint8Array<ArrayBuffer>> {
  switch (form) {
    case "html":
      return packPage(pack);
    case "pdf":
      return pdfPack(pack);
    case "zip":
      return zipPack(pack, { "pack.pdf": await pdfPack(pack) });
  }
}
