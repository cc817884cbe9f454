/**
 * The house's import directions (docs/adr/0001). Every rule is an error; its comment says what to do instead.
 */
const core = "^lib/core/";
const contracts = "^lib/contracts/";
const smallFour = "^lib/adapters/(env|clock|random|log)\\.ts$";
const tests = "\\.test\\.tsx?$|^lib/testing/|^lib/bench/|^e2e/|^lib/tooling/";

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      comment: "Cycles, type-only ones included, hide which file comes first. Move the shared piece down.",
      from: {},
      to: { circular: true },
    },
    {
      name: "core-is-pure",
      severity: "error",
      comment: "lib/core imports lib/core only: no packages, no node:. Pass what is needed as an argument.",
      from: { path: core, pathNot: tests },
      to: { pathNot: core },
    },
    {
      name: "contracts-import-core-and-zod",
      severity: "error",
      comment: "A contract is a shape: core types and zod, nothing that acts.",
      from: { path: contracts, pathNot: tests },
      to: { pathNot: [core, contracts, "node_modules/zod"] },
    },
    {
      name: "adapters-do-not-know-each-other",
      severity: "error",
      comment: "An adapter knows one foreign thing. Let the runtime plug two together.",
      from: { path: "^lib/adapters/([^/]+)/", pathNot: tests },
      to: { path: "^lib/adapters/([^/]+)/", pathNot: ["^lib/adapters/$1/", smallFour] },
    },
    {
      name: "adapters-import-downwards",
      severity: "error",
      comment:
        "Adapters see core, contracts and the four small files; never services, jobs, runtime, app or components.",
      from: { path: "^lib/adapters/", pathNot: tests },
      to: { path: "^(lib/(services|jobs|runtime|sandbox|testing)/|app/|components/)" },
    },
    {
      name: "services-see-the-database-only",
      severity: "error",
      comment: "The rest of the outside reaches a service through the ports in services/context.ts.",
      from: { path: "^lib/services/", pathNot: tests },
      to: { path: "^(lib/(jobs|runtime|sandbox|testing|adapters/(?!db/))|app/|components/)" },
    },
    {
      name: "services-use-no-network-packages",
      severity: "error",
      comment: "Network, mail and crypto libraries belong to adapters.",
      from: { path: "^lib/services/", pathNot: tests },
      to: { dependencyTypes: ["npm"], pathNot: "node_modules/(zod|p-limit)" },
    },
    {
      name: "jobs-import-services",
      severity: "error",
      comment: "Jobs say when and who holds it; the work itself is a service.",
      from: { path: "^lib/jobs/", pathNot: tests },
      to: { path: "^(lib/(runtime|sandbox|testing|adapters/(?!db/|env|clock|random|log))|app/|components/)" },
    },
    {
      name: "sandbox-is-an-outside-thing",
      severity: "error",
      comment: "The Graph double must not know the product's services or database: it speaks HTTP.",
      from: { path: "^lib/sandbox/", pathNot: tests },
      to: { path: "^(lib/(services|jobs|runtime|testing|contracts|adapters)/|app/|components/)" },
    },
    {
      name: "components-show-only",
      severity: "error",
      comment: "Components import components, contracts and core. Data comes over HTTP or as props.",
      from: { path: "^components/", pathNot: tests },
      to: { path: "^(lib/(services|adapters|jobs|runtime|sandbox|testing)/|app/)" },
    },
    {
      name: "components-use-no-node",
      severity: "error",
      comment: "This file is shipped to browsers.",
      from: { path: "^components/", pathNot: tests },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "app-does-not-reach-down",
      severity: "error",
      comment:
        "app imports runtime, services, components, contracts and core; never the database or other adapters.",
      from: { path: "^app/", pathNot: tests },
      to: { path: "^lib/(adapters|jobs|sandbox|testing)/" },
    },
    {
      name: "nothing-imports-app",
      severity: "error",
      comment: "app is the top of the house.",
      from: { pathNot: ["^app/", tests, "^\\.next/"] },
      to: { path: "^app/" },
    },
    {
      name: "internal-is-private",
      severity: "error",
      comment: "internal.ts is private to its folder.",
      from: { path: "(.+)/[^/]+$" },
      to: { path: "/internal\\.ts$", pathNot: "^$1/internal\\.ts$" },
    },
    {
      name: "product-does-not-import-tests",
      severity: "error",
      comment:
        "lib/testing, lib/bench and lib/tooling serve the people who build; the product must run without them.",
      from: { path: "^(app|components|lib)/", pathNot: tests },
      to: { path: "^lib/(testing|bench|tooling)/" },
    },
    {
      name: "no-orphan-dependencies",
      severity: "error",
      comment: "A product file may import run-time dependencies only; add the package to dependencies.",
      from: { path: "^(app|components|lib)/", pathNot: tests },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "resolvable",
      severity: "error",
      comment: "This import leads nowhere.",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|data|lib/adapters/db/generated)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
