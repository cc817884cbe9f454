import { readContact } from "../contacts/read-contact.ts";
import { guessDateFormat } from "./guess-date-format.ts";
import type { FieldContent } from "./import-fields.ts";
import { unwrapCell, unwrapContact } from "./unwrap-cell.ts";
import { readBasisWord, readCategoryWord, readKindWord, readStatusWord } from "./value-words.ts";

/** `sure`: the values can hardly be anything else. `unlike`: they are not what the field holds. `empty`: there are none. */
export type ValueFit = "sure" | "like" | "unlike" | "empty";

const mostly = 0.8;
const hardly = 0.5;

/** How well a column's samples fit what a field holds. */
export function fitValues(content: FieldContent, samples: readonly string[]): ValueFit {
  const values = samples.map(unwrapCell).filter((value) => value !== "");
  if (values.length === 0) return "empty";
  const share = (test: (value: string) => boolean) => values.filter(test).length / values.length;
  const judge = (part: number, isSure = false): ValueFit =>
    part >= mostly ? (isSure ? "sure" : "like") : part < hardly ? "unlike" : "like";
  switch (content) {
    case "contact":
      return judge(share(isContact), share(isPlainlyContact) >= mostly);
    case "time": {
      const guess = guessDateFormat(values);
      return guess.format !== null || guess.choose !== null ? "sure" : "unlike";
    }
    case "status":
      return judge(
        share((value) => readStatusWord(value) !== null),
        true,
      );
    case "signal-kind":
      return judge(
        share((value) => readKindWord(value) !== null),
        true,
      );
    case "basis":
      return judge(share((value) => readBasisWord(value) !== null));
    case "category":
      return judge(share((value) => readCategoryWord(value) !== null));
    case "error-code":
      return judge(share((value) => /^\(?#?\d{1,7}(\.0)?\)?(?=$|[\s:,;-])/.test(value)));
    case "phone-number-id":
      return judge(share((value) => /^(\w+:)?\+?[\d\s()./-]{4,24}$/.test(value)));
    case "id":
      return judge(
        share((value) => value.length <= 512 && !/\s.*\s/.test(value)),
        share((value) => /^wamid\./.test(value)) >= mostly,
      );
    case "key":
    case "text":
      return "like";
  }
}

function isContact(value: string): boolean {
  const plain = unwrapContact(value);
  // A rounded number is a contact all the same: each row then says what became of it.
  if (!plain.ok) return true;
  return (
    /^\+?[\p{Nd}\s()./-]{6,24}$/u.test(plain.text) ||
    readContact(plain.text).form === "phone" ||
    isPlainlyContact(value)
  );
}

/** With a `+`, as a user id, or as a hash: nothing else is written so. */
function isPlainlyContact(value: string): boolean {
  const plain = unwrapContact(value);
  return (
    (plain.ok && /^\+[\d\s()./-]{7,24}$/.test(plain.text)) ||
    ["hash", "user-id"].includes(readContact(value).form)
  );
}
