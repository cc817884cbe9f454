import type { PhoneNumberBlueprint } from "./world-blueprint.ts";
import type { Colour, LimitTier, PhoneNumber } from "./world-model.ts";

/** A number that joins while the world is running. */
export interface LateNumber {
  readonly wabaId: string;
  readonly blueprint: PhoneNumberBlueprint;
}

/** What a story may see of the world and do to it. Unknown ids throw: they are our mistakes. */
export interface StoryStage {
  colourOf(phoneNumberId: string): Colour;
  templateStatusOf(templateId: string): string;
  limitOf(portfolioId: string): LimitTier;
  /** Whether the account may not send because of the platform's rules. */
  isRestricted(wabaId: string): boolean;
  isActive(sourceKey: string): boolean;
  launchSource(sourceKey: string): void;
  holdSource(sourceKey: string): void;
  onboardNumber(late: LateNumber): void;
  changePhoneNumber(phoneNumberId: string, change: Partial<Omit<PhoneNumber, "id" | "wabaId">>): void;
  setLimit(portfolioId: string, limit: LimitTier): void;
  /** Brings back templates disabled for at least this many hours. */
  appealDisabledTemplates(afterHours: number): void;
  /** A webhook in Meta's words about an account that the world's model has no part in. */
  announce(wabaId: string, change: { readonly field: string; readonly value: Record<string, unknown> }): void;
  /** Real instant (unix ms) so many simulated hours from now. */
  instantIn(hours: number): number;
}

/** Acts once per simulated hour, before the hour is simulated. */
export type Story = (step: number, stage: StoryStage) => void;

/** Several stories told at once, in the order given. */
export function together(...stories: readonly Story[]): Story {
  return (step, stage) => {
    for (const story of stories) story(step, stage);
  };
}
