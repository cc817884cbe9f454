import { describe, expect, it } from "vitest";
import type { NumberFacts } from "./number-week.ts";
import { weeklyReport, weeklyReportLine, type WatchFacts } from "./weekly-report.ts";

// The week of these tests: Monday 16 to Sunday 22 November 2026, UTC.
const week = {
  isoWeek: "2026-W47",
  from: new Date("2026-11-16T00:00:00Z"),
  to: new Date("2026-11-23T00:00:00Z"),
};
const afterwards = new Date("2026-11-24T09:00:00Z");
const wednesday = new Date("2026-11-18T12:00:00Z");
const at = (text: string) => new Date(`2026-11-${text}:00Z`);

/** Watched for long, polled to this day, GREEN since October. */
function number(name: string, more: Partial<NumberFacts> = {}): NumberFacts {
  return {
    id: `id of ${name}`,
    name,
    firstSeenAt: new Date("2026-10-01T00:00:00Z"),
    lastSeenAt: afterwards,
    heldForMs: 1_500_000,
    missingSince: null,
    connectionEnded: false,
    steps: [{ to: "GREEN", occurredAt: new Date("2026-10-01T00:00:00Z") }],
    rankedBefore: "GREEN",
    gaps: [],
    ...more,
  };
}

function held(rating: string | null, ...then: [string | null, string][]): Partial<NumberFacts> {
  return {
    rankedBefore: rating === "GREEN" || rating === "YELLOW" || rating === "RED" ? rating : null,
    steps: [
      { to: rating, occurredAt: new Date("2026-10-01T00:00:00Z") },
      ...then.map(([to, when]) => ({ to, occurredAt: at(when) })),
    ],
  };
}

function facts(numbers: NumberFacts[], more: Partial<WatchFacts> = {}): WatchFacts {
  const firstMs = Math.min(...numbers.map(({ firstSeenAt }) => firstSeenAt.getTime()));
  return {
    now: afterwards,
    timeZone: "UTC",
    scope: "real",
    firstObservedAt: numbers.length === 0 ? null : new Date(firstMs),
    numbers,
    incidents: [],
    ...more,
  };
}

const running = { now: wednesday };
const openIncident = { openedAt: at("17T10:00"), acknowledgedAt: null, resolvedAt: null };
const threeHours = { gaps: [{ from: at("17T06:00"), to: at("17T09:00") }] };
const threeDays = { gaps: [{ from: at("17T00:00"), to: at("20T00:00") }] };
const joined = (day: string, rating = "GREEN") => ({
  firstSeenAt: at(day),
  steps: [{ to: rating, occurredAt: at(day) }],
  rankedBefore: null,
});

const golden: [title: string, facts: WatchFacts, verdict: string][] = [
  [
    "all GREEN",
    facts([number("Shop MX"), number("Shop BR"), number("Shop DE")]),
    "A good week: all 3 phone numbers stayed GREEN.",
  ],
  ["the only number GREEN", facts([number("Shop MX")]), "A good week: Shop MX stayed GREEN."],
  [
    "all GREEN, running",
    facts([number("Shop MX"), number("Shop BR")], running),
    "A good week so far: both phone numbers stayed GREEN.",
  ],
  [
    "a rise from YELLOW",
    facts([number("Shop MX", held("YELLOW", ["GREEN", "18T09:00"])), number("Shop BR")]),
    "A good week: both phone numbers ended GREEN, 1 of them after a time below it.",
  ],
  [
    "GREEN with an incident left open",
    facts([number("Shop MX")], { incidents: [openIncident] }),
    "A good week: Shop MX stayed GREEN. 1 incident was still open at the end.",
  ],
  [
    "a short gap",
    facts([number("Shop MX", threeHours), number("Shop BR")]),
    "A good week: both phone numbers were GREEN whenever rated. The data is not whole: 1 of 2 phone numbers was not watched throughout (99 % of the time is covered).",
  ],
  [
    "a long gap",
    facts([number("Shop MX", threeDays)]),
    "No fall was seen: Shop MX was GREEN whenever rated. The data is not whole: the only phone number was not watched throughout (57 % of the time is covered).",
  ],
  [
    "a new number without a rating",
    facts([number("Shop MX"), number("Shop BR", held("UNKNOWN"))]),
    "A good week: 1 of 2 phone numbers stayed GREEN; 1 had no rating from Meta at the end.",
  ],
  [
    "no rating at all",
    facts([number("Shop MX", held(null)), number("Shop BR", held("NA"))]),
    "This week has no rating to judge: 2 had no rating from Meta at the end.",
  ],
  [
    "a fall that recovered",
    facts([
      number("Shop MX", held("GREEN", ["YELLOW", "17T09:00"], ["GREEN", "20T09:00"])),
      number("Shop BR"),
    ]),
    "A mixed week: Shop MX fell to YELLOW and was GREEN again later; both phone numbers ended GREEN.",
  ],
  [
    "a fall that stayed",
    facts([
      number("Shop MX", held("GREEN", ["YELLOW", "17T09:00"], ["RED", "18T09:00"])),
      number("Shop BR"),
      number("Shop DE"),
    ]),
    "1 of 3 phone numbers needs attention: Shop MX fell 2 times and ended RED.",
  ],
  [
    "below GREEN all week, and another half recovered",
    facts([
      number("Shop MX", held("YELLOW")),
      number("Shop BR", held("RED", ["YELLOW", "19T09:00"])),
      number("Shop DE"),
    ]),
    "2 of 3 phone numbers need attention: Shop BR rose from RED to YELLOW; Shop MX stayed YELLOW.",
  ],
  [
    "RED when polling stopped",
    facts([
      number("Shop MX", { ...held("GREEN", ["RED", "17T09:00"]), lastSeenAt: at("18T00:00") }),
      number("Shop BR"),
    ]),
    "1 of 2 phone numbers needs attention: Shop MX was RED when last read. The data is not whole: 1 of 2 phone numbers was not watched throughout (64 % of the time is covered).",
  ],
  [
    "UNKNOWN after RED",
    facts([number("Shop MX", held("RED", ["UNKNOWN", "18T09:00"]))]),
    "The only phone number needs attention: Shop MX was RED when last rated.",
  ],
  [
    "first seen at RED",
    facts([number("Shop MX"), number("Shop BR", joined("18T12:00", "RED"))]),
    "1 of 2 phone numbers needs attention: Shop BR was RED at its first rating.",
  ],
  [
    "one number recovered, another did not",
    facts(
      [
        number("Shop MX", held("GREEN", ["YELLOW", "17T09:00"], ["GREEN", "20T09:00"])),
        number("Shop BR", held("GREEN", ["RED", "17T09:00"], ["YELLOW", "20T09:00"])),
      ],
      running,
    ),
    "Both phone numbers need attention: Shop BR fell to RED; Shop MX fell to YELLOW.",
  ],
  [
    "two falls, half recovered",
    facts([
      number("Shop MX", held("GREEN", ["YELLOW", "17T09:00"], ["RED", "18T09:00"], ["YELLOW", "20T09:00"])),
    ]),
    "The only phone number needs attention: Shop MX fell 2 times, as low as RED, and ended YELLOW.",
  ],
  [
    "many low numbers",
    facts(["A", "B", "C", "D", "E"].map((name) => number(name, held("YELLOW")))),
    "All 5 phone numbers need attention: A stayed YELLOW; B stayed YELLOW; C stayed YELLOW; and 2 more.",
  ],
  [
    "the first week of watching",
    facts([number("Shop MX", joined("18T12:00")), number("Shop BR", joined("18T12:00"))]),
    "No fall was seen: both phone numbers were GREEN whenever rated. Watching began only on Wed 18 November 2026.",
  ],
  [
    "a number that joined a watched one",
    facts([number("Shop MX"), number("Shop BR", joined("18T12:00"))]),
    "A good week: both phone numbers were GREEN whenever rated.",
  ],
  [
    "a number whose connection was removed",
    facts([number("Shop MX"), number("Shop BR", { connectionEnded: true, lastSeenAt: at("18T12:00") })]),
    "A good week: 1 of 2 phone numbers stayed GREEN; 1 was not being read at the end.",
  ],
  [
    "nothing connected",
    facts([]),
    "Nothing was watched in this week: no phone number has been observed yet.",
  ],
  [
    "before the first observation",
    facts([
      number("Shop MX", { firstSeenAt: new Date("2026-11-24T08:00:00Z"), steps: [], rankedBefore: null }),
    ]),
    "Nothing was watched in this week: the first observation came on Tue 24 November 2026.",
  ],
  [
    "paused all week",
    facts([number("Shop MX", { lastSeenAt: new Date("2026-11-10T00:00:00Z") })]),
    "Nothing can be said about this week: the only phone number was not watched.",
  ],
];

describe("the verdict", () => {
  it.each(golden)("%s", (_, given, verdict) => {
    expect(weeklyReportLine(given, week).verdict).toBe(verdict);
  });

  it("never says why", () => {
    const all = golden.map(([, given]) => JSON.stringify(weeklyReport(given, week))).join("\n");
    expect(all).not.toMatch(/because|caus|due to|thanks to|led to|as a result|owing/i);
  });
});

describe("the report", () => {
  it("tells each number from start to end, what needs a look first", () => {
    const report = weeklyReport(
      facts([
        number("Green"),
        number("Unrated", held("UNKNOWN")),
        number("Fell", held("GREEN", ["YELLOW", "17T00:00"], ["RED", "18T00:00"])),
        number("Rose", held("RED", ["YELLOW", "19T12:00"])),
        number("Gap", {
          gaps: [
            { from: at("15T00:00"), to: at("17T00:00") },
            { from: at("22T00:00"), to: at("24T00:00") },
          ],
        }),
      ]),
      week,
    );
    expect(report.numbers).toEqual([
      { id: "id of Fell", name: "Fell", ratingAtStart: "GREEN", ratingAtEnd: "RED", falls: 2, coverage: 1 },
      { id: "id of Rose", name: "Rose", ratingAtStart: "RED", ratingAtEnd: "YELLOW", falls: 0, coverage: 1 },
      { id: "id of Unrated", name: "Unrated", ratingAtStart: null, ratingAtEnd: null, falls: 0, coverage: 0 },
      // Five of seven days.
      { id: "id of Gap", name: "Gap", ratingAtStart: null, ratingAtEnd: null, falls: 0, coverage: 5 / 7 },
      {
        id: "id of Green",
        name: "Green",
        ratingAtStart: "GREEN",
        ratingAtEnd: "GREEN",
        falls: 0,
        coverage: 1,
      },
    ]);
  });

  it("sees a fall through UNKNOWN, and none from UNKNOWN back to the same rating", () => {
    const [fell, same] = weeklyReport(
      facts([
        number("A", { ...held("UNKNOWN", ["YELLOW", "17T00:00"]), rankedBefore: "GREEN" }),
        number("B", { ...held("UNKNOWN", ["YELLOW", "17T00:00"]), rankedBefore: "YELLOW" }),
      ]),
      week,
    ).numbers;
    expect([fell?.falls, same?.falls]).toEqual([1, 0]);
  });

  it("previews the part of a running week that has passed", () => {
    const report = weeklyReport(
      facts([number("Shop MX", { ...threeHours, lastSeenAt: wednesday })], running),
      week,
    );
    expect(report).toMatchObject({ closed: false, to: "2026-11-23T00:00:00.000Z" });
    // 57 of the 60 hours since Monday.
    expect(report.numbers[0]?.coverage).toBeCloseTo(57 / 60, 12);
    expect(report.smallPrint).toContain(
      "The week is still running: everything is a preview as of Wed 18 November 2026, 12:00.",
    );
  });

  it("can be asked at the first moment of a week", () => {
    const report = weeklyReport(facts([number("Shop MX")], { now: week.from }), week);
    expect(report.numbers).toMatchObject([{ coverage: 0 }]);
    expect(report.verdict).toBe(
      "Nothing can be said about this week yet: the only phone number was not watched.",
    );
  });

  it("leaves out numbers that came later or had gone before", () => {
    const before = new Date("2026-11-10T00:00:00Z");
    const report = weeklyReport(
      facts([
        number("Here"),
        number("Later", { firstSeenAt: new Date("2026-11-23T00:00:00Z") }),
        number("Removed", { connectionEnded: true, lastSeenAt: before }),
        number("Missing", { missingSince: before, lastSeenAt: before }),
        number("Paused", { lastSeenAt: before }),
      ]),
      week,
    );
    expect(report.numbers.map(({ name }) => name)).toEqual(["Here", "Paused"]);
  });

  it("counts what happened to incidents in the week, and the median of first acknowledgements", () => {
    const minutesAfter = (opened: string, minutes: number) => ({
      openedAt: at(opened),
      acknowledgedAt: new Date(at(opened).getTime() + minutes * 60_000),
      resolvedAt: null,
    });
    const { incidents } = weeklyReport(
      facts([number("Shop MX")], {
        incidents: [
          minutesAfter("17T10:00", 4),
          minutesAfter("18T10:00", 9),
          // Opened in the week before, taken in this one.
          minutesAfter("15T23:30", 60),
          // Taken in the week after.
          minutesAfter("22T23:30", 60),
          { openedAt: at("14T10:00"), acknowledgedAt: null, resolvedAt: at("16T00:00") },
          { openedAt: at("17T10:00"), acknowledgedAt: null, resolvedAt: at("18T10:00") },
          { openedAt: at("23T00:00"), acknowledgedAt: null, resolvedAt: null },
          { openedAt: at("20T00:00"), acknowledgedAt: null, resolvedAt: at("23T00:00") },
        ],
      }),
      week,
    );
    // Taken after 4, 9 and 60 minutes: the one in the middle is 9.
    expect(incidents).toEqual({
      opened: 5,
      resolved: 2,
      stillOpen: 5,
      medianMinutesToAcknowledge: 9,
      acknowledged: 3,
    });
  });
});

describe("the small print", () => {
  it("begins with the sandbox where there is nothing else", () => {
    const print = weeklyReport(facts([number("Shop MX")], { scope: "sandbox" }), week).smallPrint;
    expect(print[0]).toMatch(/^Sandbox: /);
    expect(weeklyReport(facts([number("Shop MX")]), week).smallPrint.join()).not.toMatch(/sandbox/i);
  });

  it("names every gap, once", () => {
    const print = weeklyReport(
      facts([
        number("Gap", threeHours),
        number("New", joined("18T12:00", "YELLOW")),
        number("Gone", { missingSince: at("19T00:00") }),
        number("Gap", { ...threeHours, id: "namesake" }),
      ]),
      week,
    ).smallPrint;
    expect(print).toEqual(
      expect.arrayContaining([
        "Gap was not watched for 3 h.",
        "New was first seen on Wed 18 November 2026, 12:00; earlier is not known.",
        "Gone has not been in Meta's list since Thu 19 November 2026, 00:00.",
      ]),
    );
    expect(new Set(print).size).toBe(print.length);
  });

  it("says when the clocks changed", () => {
    const berlin = {
      isoWeek: "2026-W43",
      from: new Date("2026-10-18T22:00:00Z"),
      to: new Date("2026-10-25T23:00:00Z"),
    };
    const print = weeklyReport(facts([number("Shop MX")], { timeZone: "Europe/Berlin" }), berlin).smallPrint;
    expect(print.at(-1)).toBe(
      "A week runs from Monday to Sunday in the time zone Europe/Berlin. Clocks changed in this week: it has 169 hours.",
    );
  });
});
