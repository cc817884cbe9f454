/**
 * The counts one attribution works on: one entry per leaf (a full tuple of attribute values), values coded as small
 * whole numbers, everything in typed arrays, so that the scan touches no strings.
 */
export interface LeafTable {
  readonly dimensions: readonly string[];
  /** Per dimension, the value behind each code; code 0 is the first value. */
  readonly values: readonly (readonly string[])[];
  readonly leaves: number;
  /** Codes, leaf by leaf: `codes[leaf * dimensions.length + dimension]`. */
  readonly codes: Int32Array;
  /** Exposures (or, better, expected events by the delay curve) before and in the window. */
  readonly baseExposures: Float64Array;
  readonly baseSignals: Float64Array;
  readonly exposures: Float64Array;
  readonly signals: Float64Array;
}

/** One leaf as rows give it: attribute values in the order of the dimensions, then the four counts. */
export interface LeafRow {
  readonly attributes: readonly string[];
  readonly baseExposures: number;
  readonly baseSignals: number;
  readonly exposures: number;
  readonly signals: number;
}

/**
 * Codes rows and adds up those with the same attributes. Throws a RangeError for negative or non-finite counts and for
 * a row with another number of attributes than there are dimensions.
 */
export function leafTable(dimensions: readonly string[], rows: Iterable<LeafRow>): LeafTable {
  const builder = new LeafTableBuilder(dimensions);
  for (const row of rows) {
    const leaf = builder.leafOf(row.attributes);
    builder.add(leaf, 0, row.baseExposures);
    builder.add(leaf, 1, row.baseSignals);
    builder.add(leaf, 2, row.exposures);
    builder.add(leaf, 3, row.signals);
  }
  return builder.build();
}

/** Takes counts one by one; for callers that read cells hour by hour. Columns: base exposures, base signals, exposures, signals. */
export class LeafTableBuilder {
  readonly #dimensions: readonly string[];
  readonly #codes: Map<string, number>[];
  readonly #leafOf = new Map<string, number>();
  readonly #tuples: number[] = [];
  readonly #columns: [number[], number[], number[], number[]] = [[], [], [], []];

  constructor(dimensions: readonly string[]) {
    this.#dimensions = dimensions;
    this.#codes = dimensions.map(() => new Map<string, number>());
  }

  /** The number of the leaf with these attribute values; a new one when they were not seen before. */
  leafOf(attributes: readonly string[]): number {
    if (attributes.length !== this.#dimensions.length)
      throw new RangeError("One value per dimension, please.");
    let key = "";
    for (const [dimension, value] of attributes.entries()) {
      const codes = this.#codes[dimension]!;
      let code = codes.get(value);
      if (code === undefined) codes.set(value, (code = codes.size));
      key += `${code},`;
    }
    let leaf = this.#leafOf.get(key);
    if (leaf === undefined) {
      leaf = this.#leafOf.size;
      this.#leafOf.set(key, leaf);
      for (const [dimension, value] of attributes.entries())
        this.#tuples.push(this.#codes[dimension]!.get(value)!);
      for (const column of this.#columns) column.push(0);
    }
    return leaf;
  }

  add(leaf: number, column: 0 | 1 | 2 | 3, count: number): void {
    if (!(count >= 0) || count === Number.POSITIVE_INFINITY)
      throw new RangeError("Counts are finite and not negative.");
    this.#columns[column][leaf]! += count;
  }

  build(): LeafTable {
    const [baseExposures, baseSignals, exposures, signals] = this.#columns;
    return {
      dimensions: this.#dimensions,
      values: this.#codes.map((codes) => [...codes.keys()]),
      leaves: signals.length,
      codes: Int32Array.from(this.#tuples),
      baseExposures: Float64Array.from(baseExposures),
      baseSignals: Float64Array.from(baseSignals),
      exposures: Float64Array.from(exposures),
      signals: Float64Array.from(signals),
    };
  }
}
