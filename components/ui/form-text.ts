/** The trimmed text of a form field; undefined when empty, so that optional fields are left out. */
export function formText(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? undefined : text;
}

/** Several values in one field, parted by commas, spaces or line breaks. */
export function formWords(form: FormData, name: string): string[] {
  return (formText(form, name) ?? "").split(/[\s,;]+/).filter((word) => word !== "");
}

/** A password exactly as typed, spaces included. */
export function formSecret(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
