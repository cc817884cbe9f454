import type { PortfolioBlueprint, WabaBlueprint } from "./world-blueprint.ts";

/** Describes equal WABAs with equal numbers under one portfolio; ids depend on the seed, so two worlds never share one. */
export function uniformPortfolios(options: {
  readonly wabas: number;
  readonly numbersPerWaba: number;
  readonly templatesPerWaba: number;
  readonly seed: number;
}): readonly PortfolioBlueprint[] {
  const { seed } = options;
  return [
    {
      id: fifteenDigits("118", seed, 1),
      name: `Uniform Group ${seed}`,
      wabas: Array.from({ length: options.wabas }, (_, index) => uniformWaba(index, options)),
    },
  ];
}

function uniformWaba(
  index: number,
  options: { readonly numbersPerWaba: number; readonly templatesPerWaba: number; readonly seed: number },
): WabaBlueprint {
  const { seed } = options;
  return {
    id: fifteenDigits("204", seed, index + 1),
    name: `Uniform Shop ${index + 1}`,
    phoneNumbers: Array.from({ length: options.numbersPerWaba }, (_, position) => {
      const ordinal = index * options.numbersPerWaba + position;
      return {
        id: fifteenDigits("330", seed, ordinal + 1),
        // 999 is a country code that nobody has; then a block for the seed and the running number.
        displayPhoneNumber: `+999 ${pad(Math.abs(seed) % 1000, 3)} ${pad(ordinal, 6)}`,
        verifiedName: `Uniform Shop ${index + 1} Line ${position + 1}`,
        // Distinct instants, so that the default order (newest first) is one order and not any.
        onboardedDaysAgo: 30 + ordinal / 24,
      };
    }),
    templates: Array.from({ length: options.templatesPerWaba }, (_, position) => ({
      id: fifteenDigits("721", seed, index * options.templatesPerWaba + position + 1),
      name: `notice_${position + 1}`,
      language: "en",
    })),
  };
}

function fifteenDigits(prefix: string, seed: number, ordinal: number): string {
  return `${prefix}${pad(Math.abs(seed) % 1000, 3)}${pad(ordinal, 9)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
