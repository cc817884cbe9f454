import { describe, expect, it } from "vitest";
import { launchCalendar, type CalendarMethod } from "./launch-calendar.ts";

const day = (text: string) => new Date(`2026-06-${text}T08:00:00.000Z`);
const june = { from: new Date("2026-06-01T00:00:00Z"), to: new Date("2026-07-01T00:00:00Z") };
const method = (given: Partial<CalendarMethod>): CalendarMethod => ({
  id: "m1",
  name: "Flyer",
  state: "launched",
  launchedAt: day("05"),
  plannedLaunchAt: null,
  ramp: null,
  ...given,
});
const said = (facts: Partial<Parameters<typeof launchCalendar>[0]>, range = june) =>
  launchCalendar({ methods: [], moves: [], unannounced: [], ...facts }, range).map(
    ({ kind, at, until }) => `${kind} ${at.getUTCDate()}${until === null ? "" : ` to ${until.getUTCDate()}`}`,
  );

describe("launchCalendar", () => {
  it("shows a plan until it is launched, and then the launch beside what was planned", () => {
    expect(
      said({ methods: [method({ state: "draft", launchedAt: null, plannedLaunchAt: day("10") })] }),
    ).toEqual(["planned 10"]);
    expect(
      said({ methods: [method({ state: "scheduled", launchedAt: day("12"), plannedLaunchAt: day("12") })] }),
    ).toEqual(["planned 12"]);
    const [launch] = launchCalendar(
      { methods: [method({ plannedLaunchAt: day("03") })], moves: [], unannounced: [] },
      june,
    );
    expect(launch).toMatchObject({ kind: "launched", at: day("05"), plannedAt: day("03") });
    expect(said({ methods: [method({ state: "draft", launchedAt: null })] })).toEqual([]);
  });

  it("shows the steps of a ramp after the first, from the launch or its plan, and none of a retired method", () => {
    const ramp = {
      unit: "opt-ins" as const,
      steps: [
        { fromDay: 0, amount: 10 },
        { fromDay: 3, amount: 50 },
        { fromDay: 40, amount: 90 },
      ],
    };
    expect(said({ methods: [method({ ramp })] })).toEqual(["launched 5", "ramp-step 8"]);
    expect(
      said({ methods: [method({ ramp, state: "draft", launchedAt: null, plannedLaunchAt: day("10") })] }),
    ).toEqual(["planned 10", "ramp-step 13"]);
    expect(said({ methods: [method({ ramp, state: "retired" })] })).toEqual(["launched 5"]);
  });

  it("shows each hold with its end, those that reach into the range, and one that goes on", () => {
    const move = (action: string, at: Date) => ({ methodId: "m1", action, at });
    const moves = [
      move("resumed", day("08")),
      move("held", day("06")),
      move("held", day("10")),
      move("retired", day("12")),
      move("held", new Date("2026-06-01T00:00:00Z")),
      { methodId: "other", action: "held", at: day("09") },
    ];
    expect(said({ methods: [method({})], moves })).toEqual([
      "held 1 to 8",
      "launched 5",
      "held 10 to 12",
      "retired 12",
    ]);
    const late = { from: day("07"), to: day("09") };
    expect(said({ methods: [method({})], moves: [move("held", day("06"))] }, late)).toEqual(["held 6"]);
    expect(
      said({ methods: [method({})], moves: [move("held", day("02")), move("resumed", day("03"))] }, late),
    ).toEqual([]);
  });

  it("shows where people opted in unannounced, in order of time with the rest", () => {
    const unannounced = [{ sourceId: "s1", key: "qr-x", startedAt: day("04"), optIns: 12 }];
    expect(said({ methods: [method({})], unannounced })).toEqual(["unannounced 4", "launched 5"]);
  });
});
