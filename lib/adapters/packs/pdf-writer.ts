import { PDFDocument, rgb, StandardFonts, type PDFFont, type PDFImage, type PDFPage } from "pdf-lib";

const size = { width: 595.28, height: 841.89 };
const margin = 50;
const ink = rgb(0.08, 0.1, 0.09);
const soft = rgb(0.36, 0.41, 0.38);

export interface TextStyle {
  readonly size?: number;
  readonly bold?: boolean;
  readonly soft?: boolean;
  /** Space above, in points. */
  readonly above?: number;
}

/** Writes text and pictures from top to bottom on A4 pages, as many as it takes. */
export class PdfWriter {
  readonly #document: PDFDocument;
  readonly #fonts: { readonly plain: PDFFont; readonly bold: PDFFont };
  readonly #known: ReadonlySet<number>;
  #page: PDFPage;
  #y: number;
  /** True when a character had to be written as its number. */
  hasStandIns = false;

  private constructor(document: PDFDocument, fonts: { plain: PDFFont; bold: PDFFont }) {
    this.#document = document;
    this.#fonts = fonts;
    this.#known = new Set(fonts.plain.getCharacterSet());
    this.#page = document.addPage([size.width, size.height]);
    this.#y = size.height - margin;
  }

  static async open(facts: { readonly title: string; readonly madeAt: Date }): Promise<PdfWriter> {
    const document = await PDFDocument.create();
    document.setTitle(facts.title, { showInWindowTitleBar: true });
    document.setProducer("Staygreen");
    document.setCreator("Staygreen");
    document.setCreationDate(facts.madeAt);
    document.setModificationDate(facts.madeAt);
    document.setLanguage("en");
    return new PdfWriter(document, {
      plain: await document.embedFont(StandardFonts.Helvetica),
      bold: await document.embedFont(StandardFonts.HelveticaBold),
    });
  }

  /** Paragraphs; a line break begins another. */
  text(text: string, style: TextStyle = {}): void {
    const { size: points = 10, above = 0 } = style;
    const font = style.bold === true ? this.#fonts.bold : this.#fonts.plain;
    this.#y -= above;
    for (const paragraph of this.#writable(text).split("\n")) {
      for (const line of wrap(paragraph, font, points, size.width - 2 * margin)) {
        this.#room(points * 1.4);
        this.#y -= points * 1.4;
        this.#page.drawText(line, {
          ...{ x: margin, y: this.#y, size: points, font },
          color: style.soft === true ? soft : ink,
        });
      }
    }
  }

  /** A picture, made small enough for half a page. @returns false when it cannot be read. */
  async picture(bytes: Uint8Array, mediaType: string): Promise<boolean> {
    let image: PDFImage;
    try {
      image =
        mediaType === "image/png"
          ? await this.#document.embedPng(bytes)
          : await this.#document.embedJpg(bytes);
      await image.embed();
    } catch {
      // Whatever is wrong inside the file: the archive has it as it was sealed.
      return false;
    }
    const scale = Math.min(
      1,
      (size.width - 2 * margin) / image.width,
      (size.height - 2 * margin) / 2 / image.height,
    );
    this.#room(image.height * scale + 8);
    this.#y -= image.height * scale + 8;
    this.#page.drawImage(image, {
      ...{ x: margin, y: this.#y },
      ...{ width: image.width * scale, height: image.height * scale },
    });
    return true;
  }

  /** The bytes, with a number and `foot` on each page. */
  async close(foot: string): Promise<Uint8Array<ArrayBuffer>> {
    const pages = this.#document.getPages();
    const written = this.#writable(foot);
    pages.forEach((page, at) => {
      page.drawText(`${written}  ${at + 1} of ${pages.length}`, {
        ...{ x: margin, y: 25, size: 7, font: this.#fonts.plain, color: soft },
      });
    });
    return Uint8Array.from(await this.#document.save());
  }

  #room(height: number): void {
    if (this.#y - height >= margin) return;
    this.#page = this.#document.addPage([size.width, size.height]);
    this.#y = size.height - margin;
  }

  /** The font knows western letters only: others stand as their number, so that nothing is left out unseen. */
  #writable(text: string): string {
    return Array.from(text.normalize("NFC").replace(/\t/g, " ").replace(/\r\n?/g, "\n"), (sign) => {
      const code = sign.codePointAt(0) ?? 0;
      if (sign === "\n" || (code >= 0x20 && this.#known.has(code))) return sign;
      this.hasStandIns = true;
      return `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
    }).join("");
  }
}

/** Lines that fit; a word that is longer than a line is cut. */
function wrap(paragraph: string, font: PDFFont, points: number, width: number): string[] {
  const widths = new Map<string, number>();
  const widthOf = (text: string) => {
    const known = widths.get(text);
    if (known !== undefined) return known;
    const measured = font.widthOfTextAtSize(text, points);
    widths.set(text, measured);
    return measured;
  };
  const blank = widthOf(" ");
  const lines: string[] = [];
  let line: string[] = [];
  let used = 0;
  for (const word of paragraph.split(" ").flatMap((one) => cut(one, widthOf, width))) {
    const needed = widthOf(word);
    if (line.length > 0 && used + blank + needed > width) {
      lines.push(line.join(" "));
      line = [];
    }
    used = line.length === 0 ? needed : used + blank + needed;
    line.push(word);
  }
  lines.push(line.join(" "));
  return lines;
}

function cut(word: string, widthOf: (text: string) => number, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  let used = 0;
  for (const sign of word) {
    const needed = widthOf(sign);
    if (used + needed > width) {
      pieces.push(piece);
      [piece, used] = ["", 0];
    }
    piece += sign;
    used += needed;
  }
  return [...pieces, piece];
}
