/** Drawn twice as large as on the page, so that it stays sharp in a document. */
const scale = 2;
const margin = 16;
const titleHeight = 24;
const lineHeight = 18;

/** Of what a page's style sheet says, that which a picture outside of the page must carry itself. */
const carried = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-linecap",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "visibility",
  "display",
];

export interface ChartCaption {
  readonly title: string;
  /** Range and filters. */
  readonly subtitle: string;
  /** Where it is from and how fresh it was. */
  readonly source: string;
}

/** A chart as a picture with its title, range and source, in the colours of the page. Throws when it cannot be drawn. */
export async function chartPng(svg: SVGSVGElement, caption: ChartCaption): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect();
  if (width === 0 || height === 0) throw new Error("The chart is not on the page.");
  const image = await loadImage(standaloneSvg(svg, width, height));
  const page = getComputedStyle(document.body);
  const surface = backgroundOf(svg) ?? page.backgroundColor;
  const top = margin + titleHeight + lineHeight;
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil((width + 2 * margin) * scale);
  canvas.height = Math.ceil((top + height + lineHeight + 2 * margin) * scale);
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("This browser cannot draw pictures.");
  pen.scale(scale, scale);
  pen.fillStyle = surface;
  pen.fillRect(0, 0, width + 2 * margin, top + height + lineHeight + 2 * margin);
  pen.fillStyle = page.color;
  pen.textBaseline = "top";
  pen.font = `600 15px ${page.fontFamily}`;
  pen.fillText(caption.title, margin, margin, width);
  pen.globalAlpha = 0.8;
  pen.font = `12px ${page.fontFamily}`;
  pen.fillText(caption.subtitle, margin, margin + titleHeight, width);
  pen.fillText(caption.source, margin, top + height + margin, width);
  pen.globalAlpha = 1;
  pen.drawImage(image, margin, top + margin / 2, width, height);
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error("The picture could not be made."));
      else resolve(blob);
    }, "image/png");
  });
}

function standaloneSvg(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll<SVGElement>("*")];
  const to = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  from.forEach((element, index) => {
    const style = getComputedStyle(element);
    for (const name of carried) to[index]?.style.setProperty(name, style.getPropertyValue(name));
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  return new XMLSerializer().serializeToString(copy);
}

async function loadImage(svg: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  return image;
}

/** The colour that the chart stands on. */
function backgroundOf(element: Element): string | null {
  for (let one: Element | null = element; one !== null; one = one.parentElement) {
    const { backgroundColor } = getComputedStyle(one);
    if (backgroundColor !== "rgba(0, 0, 0, 0)" && backgroundColor !== "transparent") return backgroundColor;
  }
  return null;
}
