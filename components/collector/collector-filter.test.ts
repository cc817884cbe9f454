import { describe, expect, it } from "vitest";
import { collectorParams, numbersHref, readCollectorFilter } from "./collector-filter.ts";

const read = (query: string) => readCollectorFilter(new URLSearchParams(query));

describe("the collector page's address", () => {
  it("holds connection, account, place and what stands open; anything else is ignored", () => {
    expect(read("connection=c1&account=%20shop%20&cursor=x&aside=orphan&theme=1")).toEqual({
      connection: "c1",
      account: "shop",
      cursor: "x",
      aside: "orphan",
    });
    expect(read("aside=everything&account=%20&connection=")).toEqual({});
  });

  it("pages numbers without losing the rest", () => {
    const filter = read("connection=c1&account=shop&cursor=x");
    expect(numbersHref(filter, "y")).toBe("/collector?connection=c1&account=shop&cursor=y#numbers");
    expect(numbersHref(filter, null)).toBe("/collector?connection=c1&account=shop#numbers");
    expect(numbersHref({}, null)).toBe("/collector#numbers");
    expect(collectorParams(filter).toString()).toBe("limit=25&connectionId=c1&cursor=x");
  });
});
