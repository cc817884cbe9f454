/** Images that a browser shows without running anything in them. Everything else is handed over to be saved. */
const shown = ["image/png", "image/jpeg", "image/webp"];

/**
 * A file of evidence as an answer that no browser takes for a page, whatever is in it. The server adds `nosniff` and a
 * policy under which nothing runs to every answer that is no page of ours.
 */
export function evidenceFileResponse(file: {
  readonly mediaType: string;
  readonly sha256: string;
  readonly content: Uint8Array<ArrayBuffer>;
}): Response {
  const isShown = shown.includes(file.mediaType);
  const other = file.mediaType === "text/plain" ? "txt" : "pdf";
  const extension = isShown ? file.mediaType.replace("image/", "") : other;
  return new Response(file.content, {
    headers: {
      "content-type": isShown ? file.mediaType : "application/octet-stream",
      "content-disposition": `${isShown ? "inline" : "attachment"}; filename="${file.sha256.slice(0, 16)}.${extension}"`,
      "cross-origin-resource-policy": "same-origin",
    },
  });
}
