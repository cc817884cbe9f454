import { mostPageText, type FetchedPage, type PageLook } from "./page-look.ts";
import { tidyText, visibleText } from "./visible-text.ts";

/** The text of a page that was fetched. A page without text, or with more than is kept, is a failure: nothing is cut off. */
export function readLook(fetched: FetchedPage): PageLook {
  if (fetched.kind === "failed") return fetched;
  const text = fetched.isHtml ? visibleText(fetched.body) : tidyText(fetched.body);
  if (text === "") {
    return {
      kind: "failed",
      failure: "no-text",
      detail: "the page came without text; scripts of a page are not run",
    };
  }
  if (text.length > mostPageText) {
    return {
      kind: "failed",
      failure: "too-large",
      detail: `the page has more than ${mostPageText.toLocaleString("en")} characters of text`,
    };
  }
  return { kind: "text", address: fetched.address, text };
}
