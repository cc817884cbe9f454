import next from "@next/eslint-plugin-next";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const clockMessage =
  "Time and randomness are arguments in core and come from ctx.clock / ctx.random in services.";

/** Warnings do not exist here: a rule is an error or off. */
export default tseslint.config(
  {
    ignores: [
      "node_modules/**",
      ".next/**",
      "data/**",
      "lib/adapters/db/generated/**",
      "next-env.d.ts",
      "bench-results/**",
      "playwright-report/**",
      "test-results/**",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "max-lines": ["error", { max: 400, skipBlankLines: true }],
      eqeqeq: "error",
      "no-console": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      // Index signatures are read with brackets (noPropertyAccessFromIndexSignature decides, not this rule).
      "@typescript-eslint/dot-notation": "off",
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Read the environment in lib/adapters/env.ts only." },
      ],
    },
  },
  {
    files: ["lib/core/**/*.ts", "lib/services/**/*.ts", "lib/jobs/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: clockMessage },
        { object: "Math", property: "random", message: clockMessage },
        { object: "process", property: "env", message: "Read the environment in lib/adapters/env.ts only." },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clockMessage },
      ],
    },
  },
  {
    files: [
      "lib/adapters/env.ts",
      "lib/runtime/**/*.ts",
      "lib/tooling/**/*.ts",
      "lib/bench/**/*.ts",
      "lib/testing/**/*.ts",
      "**/*.test.ts",
      "e2e/**/*.ts",
      "playwright.config.ts",
      "vitest.config.ts",
    ],
    rules: { "no-restricted-properties": "off", "no-console": "off" },
  },
  {
    files: ["**/*.test.ts", "e2e/**/*.ts", "lib/testing/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    // Tables of words, a language each.
    files: ["lib/core/wording/lexicons/*.ts"],
    rules: { "max-lines": "off" },
  },
  {
    // Dense typed arrays that every loop indexes by its own bounds: `!` says what the loop condition proves.
    files: ["lib/core/attribution/**/*.ts"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    files: ["app/**/*.tsx", "components/**/*.tsx", "app/**/*.ts", "components/**/*.ts"],
    plugins: { "react-hooks": reactHooks, "@next/next": next },
    rules: {
      ...reactHooks.configs["recommended-latest"]?.rules,
      ...next.configs.recommended.rules,
      ...next.configs["core-web-vitals"].rules,
    },
  },
  { files: ["**/*.mjs", "**/*.cjs"], ...tseslint.configs.disableTypeChecked },
);
