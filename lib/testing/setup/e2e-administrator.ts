/** Who signs in during the journeys; the server is started with this person as its first administrator. */
export const e2eAdministrator = {
  email: "admin@example.com",
  password: "journey with a long passphrase",
} as const;
