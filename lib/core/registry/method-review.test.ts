import { expect, it } from "vitest";
import { launchObjection, newestReviews, reviewState, type ReviewState } from "./method-review.ts";

const review = (personId: string, state: ReviewState) => ({
  personId,
  personName: personId.toUpperCase(),
  state,
});

it("counts the newest opinion of each person", () => {
  const reviews = [review("ada", "approved"), review("bo", "asked"), review("ada", "refused")];
  expect(newestReviews(reviews)).toEqual([review("ada", "approved"), review("bo", "asked")]);
  expect(launchObjection(reviews, null)).toBeNull();
});

it("asks for a reason when somebody's newest opinion is a refusal", () => {
  const reviews = [review("ada", "refused"), review("bo", "refused"), review("ada", "approved")];
  expect(launchObjection(reviews, null)).toMatch(/^ADA, BO refused this launch\./);
  expect(launchObjection(reviews, "Legal agreed by phone")).toBeNull();
});

it("reads a word that it does not know as not answered, never as approved", () => {
  expect(reviewState("approved")).toBe("approved");
  expect(reviewState("maybe")).toBe("asked");
});
