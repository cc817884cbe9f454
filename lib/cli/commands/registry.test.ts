import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apiDouble } from "../../testing/process/api-double.ts";
import { staygreen as runStaygreen } from "../../testing/process/run-staygreen.ts";

const double = apiDouble();
const staygreen = (args: string[]) => runStaygreen(args, { url: double.url });
const empty = {
  format: "staygreen-registry",
  version: 1,
  methods: [],
  sources: [],
  campaigns: [],
  wordings: [],
};
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "staygreen-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("registry", () => {
  it("is exported to standard output or to a new file, and never over an old one", async () => {
    double.plan("GET /api/v1/registry", empty);
    const file = path.join(folder, "registry.json");
    const { code, out } = await staygreen(["registry", "export"]);
    expect([code, JSON.parse(out.join("\n"))]).toEqual([0, empty]);
    expect(await staygreen(["registry", "export", file])).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(empty);
    expect(await staygreen(["registry", "export", file])).toMatchObject({
      code: 2,
      err: `file: ${file} exists already\n`,
    });
  });

  it("is brought in as it stands in the file, and says what came of it", async () => {
    const file = path.join(folder, "registry.json");
    writeFileSync(file, JSON.stringify(empty));
    double.plan("POST /api/v1/registry?dryRun=false", {
      applied: true,
      made: [{ list: "methods", key: "Flyer" }],
      changed: [{ list: "sources", key: "s", fields: ["name", "owner"] }],
      ...{ left: 3, faults: [] },
    });
    const { code, out } = await staygreen(["registry", "import", file]);
    expect([code, out]).toEqual([
      0,
      [
        "new      methods  Flyer",
        "changed  sources  s (name, owner)",
        "Brought in: 1 new, 1 changed, 3 as they are.",
      ],
    ]);
    expect(JSON.parse(double.asked[0]?.body ?? "")).toEqual(empty);
  });

  it("fails a dry run with every fault by row and field", async () => {
    const file = path.join(folder, "registry.json");
    writeFileSync(file, JSON.stringify(empty));
    double.plan("POST /api/v1/registry?dryRun=true", {
      ...{ applied: false, made: [], changed: [], left: 0 },
      faults: [{ path: "sources.3.method", message: "must be named" }],
    });
    const { code, out, err } = await staygreen(["registry", "import", file, "--dry-run"]);
    expect([code, err]).toEqual([1, "sources.3.method: must be named\n"]);
    expect(out).toEqual(["Nothing is stored. It would be: 0 new, 0 changed, 0 as they are."]);
    writeFileSync(file, "<");
    expect(await staygreen(["registry", "import", file])).toMatchObject({ code: 2 });
  });
});
