/** The answer to an accepted invitation is one field: worth no schema library on a page before sign-in. */
export const acceptedShape = {
  parse(value: unknown): { email: string } {
    if (typeof value === "object" && value !== null && "email" in value && typeof value.email === "string") {
      return { email: value.email };
    }
    throw new TypeError("email is missing");
  },
};
