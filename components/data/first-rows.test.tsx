import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { FirstRows } from "./first-rows.tsx";

const shown = (length: number) =>
  renderToStaticMarkup(
    <FirstRows rows={Array.from({ length }, (_, index) => `row-${index}`)} count={50} what="sources">
      {(rows) => rows.join(" ")}
    </FirstRows>,
  );

it("shows the first rows of a long list with a way to all, and a short one whole", () => {
  expect(shown(1_200)).toContain("row-49");
  expect(shown(1_200)).not.toContain("row-50");
  expect(shown(1_200)).toContain("Show all 1,200 sources");
  expect(shown(52)).toContain("row-51");
  expect(shown(52)).not.toContain("Show all");
});
