import { loadRegistryNames } from "../../adapters/db/registry-names.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { countryName } from "../../core/registry/countries.ts";

/** How people call what spikes are about. */
export interface SpikeNames {
  readonly number: (id: string) => string;
  /** A value of a dimension, said with the dimension: "source QR flyer". */
  readonly value: (dimension: string, value: string) => string;
}

export async function openSpikeNames(ctx: {
  readonly db: Db;
  readonly organizationId: string;
}): Promise<SpikeNames> {
  const { organizationId } = ctx;
  const [registry, numbers] = await Promise.all([
    loadRegistryNames(ctx.db, organizationId),
    ctx.db.phoneNumber.findMany({
      where: { organizationId },
      select: { id: true, displayPhoneNumber: true, verifiedName: true },
    }),
  ]);
  const numberOf = new Map(numbers.map((one) => [one.id, one]));
  const methods = new Map(
    [...registry.sources.values()].map(({ methodId, methodName }) => [methodId, methodName]),
  );
  const number = (id: string) => {
    const found = numberOf.get(id);
    const display = found?.displayPhoneNumber ?? `number ${id}`;
    return found?.verifiedName === null || found === undefined
      ? display
      : `${found.verifiedName} (${display})`;
  };
  return {
    number,
    value(dimension, value) {
      switch (dimension) {
        case "method":
          return value === "" ? "sources of no known method" : `method ${methods.get(value) ?? value}`;
        case "source":
          return value === ""
            ? "people without a known opt-in"
            : `source ${registry.sources.get(value)?.name ?? value}`;
        case "campaign":
          return value === ""
            ? "messages of no campaign"
            : `campaign ${registry.campaigns.get(value)?.name ?? value}`;
        case "country":
          return value === "" ? "sources whose country is not said" : `sources in ${countryName(value)}`;
        case "number":
          return number(value);
        case "template":
          return value === "" ? "messages of no known template" : `template ${value}`;
        default:
          return value === ""
            ? "people without a known opt-in"
            : `people who opted in in the week of ${value}`;
      }
    },
  };
}
