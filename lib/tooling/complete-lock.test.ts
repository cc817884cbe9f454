import { expect, it } from "vitest";
import { missingOptionalPackages } from "./complete-lock.ts";

it("finds optional packages that are not locked, with the platform that their name tells", () => {
  const packages = {
    "node_modules/parser": {
      optionalDependencies: {
        "@parser/linux-x64": "1.0.0",
        "@parser/binding-win32-arm64-msvc": "1.0.0",
        "@parser/wasm32-wasi": "1.0.0",
      },
    },
    "node_modules/@parser/linux-x64": { version: "1.0.0" },
  };
  expect(missingOptionalPackages(packages)).toEqual({
    "node_modules/@parser/binding-win32-arm64-msvc": {
      version: "1.0.0",
      optional: true,
      os: ["win32"],
      cpu: ["arm64"],
    },
    "node_modules/@parser/wasm32-wasi": { version: "1.0.0", optional: true, cpu: ["wasm32"] },
  });
});

it("finds a package that is locked inside or above the one that asks", () => {
  const asking = { optionalDependencies: { "a-darwin-x64": "1.0.0" } };
  const above = { "node_modules/p/node_modules/q": asking, "node_modules/a-darwin-x64": {} };
  const inside = { "node_modules/p": asking, "node_modules/p/node_modules/a-darwin-x64": {} };
  expect(missingOptionalPackages(above)).toEqual({});
  expect(missingOptionalPackages(inside)).toEqual({});
});

it("leaves alone what is no platform's package or has no exact version", () => {
  const optionalDependencies = { "pg-cloudflare": "1.0.0", "b-linux-x64": "^1.0.0" };
  expect(missingOptionalPackages({ "node_modules/p": { optionalDependencies } })).toEqual({});
});
