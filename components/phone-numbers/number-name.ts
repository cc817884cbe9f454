import type { PhoneNumberDto } from "@/lib/contracts/phone-numbers.ts";

/** How a number is called on screen: as people dial it, or by Meta's id until that is known. */
export function numberName(number: Pick<PhoneNumberDto, "id" | "displayPhoneNumber">): string {
  return number.displayPhoneNumber ?? `Number ${number.id}`;
}
