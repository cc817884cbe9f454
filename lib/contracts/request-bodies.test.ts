import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { createChannelBody, updateChannelBody } from "./channels.ts";
import { createConnectionBody, updateConnectionBody } from "./connections.ts";
import { updateOrganizationBody } from "./organization.ts";
import { pageQuery } from "./page.ts";
import {
  acceptInvitationBody,
  changePasswordBody,
  createApiKeyBody,
  createInvitationBody,
  updatePersonBody,
} from "./people.ts";

/** Faults as "path: message", the way the API reports them. */
function faults(shape: z.ZodType, input: unknown): string[] {
  return (
    shape.safeParse(input).error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? []
  );
}

const connection = { name: "Production", businessId: "118220034455667", accessToken: "EAAexampleexample" };
const email = { kind: "email", name: "On-call", to: ["on-call@example.com"] };
const slack = { kind: "slack", name: "Alerts", url: "https://hooks.slack.example/services/T/B/x" };
const webhook = { kind: "webhook", name: "Pager", url: "https://pager.example/hook" };
const invitation = { email: "k@example.com", role: "growth" };
const acceptance = { token: "0123456789abcdef", name: "K. Example", password: "correct horse battery" };

describe("bodies that people and programs send", () => {
  const bodies: readonly (readonly [string, z.ZodType, object])[] = [
    ["createConnection", createConnectionBody, connection],
    ["updateConnection", updateConnectionBody, { state: "paused" }],
    ["createChannel email", createChannelBody, email],
    ["createChannel slack", createChannelBody, slack],
    ["createChannel webhook", createChannelBody, webhook],
    ["updateChannel", updateChannelBody, { state: "off" }],
    ["updatePerson", updatePersonBody, { role: "admin" }],
    ["createInvitation", createInvitationBody, invitation],
    ["acceptInvitation", acceptInvitationBody, acceptance],
    ["changePassword", changePasswordBody, { currentPassword: "old", newPassword: acceptance.password }],
    ["createApiKey", createApiKeyBody, { name: "Grafana", role: "executive" }],
    ["createApiKey held to a scope", createApiKeyBody, { name: "ETL", role: "growth", scopes: ["ingest"] }],
    ["updateOrganization", updateOrganizationBody, { smallGroupSize: 20 }],
  ];

  it.each(bodies)("%s takes an ordinary body", (_name, shape, body) => {
    expect(faults(shape, body)).toEqual([]);
  });

  // A misspelled field that is silently dropped is a setting that silently does not hold.
  it.each(bodies)("%s refuses an unknown field by its name", (_name, shape, body) => {
    expect(faults(shape, { ...body, pollIntervall: 60 }).join()).toContain('"pollIntervall"');
  });

  it.each(bodies)("%s takes no organization, id or owner from outside", (_name, shape, body) => {
    for (const field of ["organizationId", "id", "managedBy"]) {
      expect(faults(shape, { ...body, [field]: "x" }).join()).toContain(`"${field}"`);
    }
  });

  it.each(bodies)("%s survives what is no object", (_name, shape) => {
    for (const input of [null, undefined, [], "x", 7, true])
      expect(shape.safeParse(input).success).toBe(false);
  });
});

describe("createConnectionBody", () => {
  it.each<[string, object, string]>([
    ["neither portfolio nor WABA", { businessId: undefined }, "businessId: give the business portfolio's id"],
    ["a portfolio's name for its id", { businessId: "Nordlicht" }, "businessId: must be Meta's numeric id"],
    [
      "a WABA's link for its id",
      { wabaIds: ["https://x.example/204718350099121"] },
      "wabaIds.0: must be Meta's numeric",
    ],
    ["an empty token", { accessToken: "   " }, "accessToken: is too short"],
    ["an empty name", { name: "  " }, "name: must not be empty"],
    ["polling without a pause", { pollIntervalSeconds: 0 }, "pollIntervalSeconds:"],
    ["half a second", { pollIntervalSeconds: 0.5 }, "pollIntervalSeconds:"],
  ])("refuses %s", (_name, part, fault) => {
    expect(faults(createConnectionBody, { ...connection, ...part }).join("\n")).toContain(fault);
  });

  it("takes WABAs without a portfolio, and trims what was pasted", () => {
    const body = {
      name: " Production ",
      wabaIds: [" 204718350099121\n"],
      accessToken: "  EAAexampleexample\n",
    };
    expect(createConnectionBody.parse(body)).toEqual({
      name: "Production",
      wabaIds: ["204718350099121"],
      accessToken: "EAAexampleexample",
    });
  });
});

describe("createChannelBody", () => {
  it("hears SEV1 and SEV2 unless told otherwise", () => {
    expect(createChannelBody.parse(email).minSeverity).toBe("SEV2");
  });

  it.each<[string, object, string]>([
    ["no address", { ...email, to: [] }, "to: give at least one address"],
    ["a wrong address among good ones", { ...email, to: ["a@example.com", "on-call"] }, "to.1:"],
    ["another protocol", { ...slack, url: "ftp://files.example/" }, "url: must be a web address"],
    ["a script for an address", { ...webhook, url: "javascript:alert(1)" }, "url: must be a web address"],
    ["a short secret", { ...webhook, secret: "whsec_short" }, "secret: must look like whsec_"],
    ["a secret without its mark", { ...webhook, secret: "x".repeat(40) }, "secret: must look like whsec_"],
    ["an unknown kind", { ...email, kind: "pigeon" }, "kind:"],
    ["a severity nobody knows", { ...email, minSeverity: "SEV0" }, "minSeverity:"],
    ["an e-mail channel with an address of the web", { ...email, url: "https://x.example" }, '"url"'],
  ])("refuses %s", (_name, body, fault) => {
    expect(faults(createChannelBody, body).join("\n")).toContain(fault);
  });
});

describe("the size below which groups are not shown", () => {
  it.each([1, 1000])("may be %j", (smallGroupSize) => {
    expect(faults(updateOrganizationBody, { smallGroupSize })).toEqual([]);
  });
  it.each([0, 1001, 2.5, null, "20"])("may not be %j", (smallGroupSize) => {
    expect(faults(updateOrganizationBody, { smallGroupSize }).join()).toContain("smallGroupSize:");
  });
});

describe("people", () => {
  it("refuses a scope that nobody knows, by its place", () => {
    const body = { name: "ETL", role: "growth", scopes: ["all"] };
    expect(faults(createApiKeyBody, body).join()).toContain("scopes.0:");
  });

  // OWASP ASVS 6.2: length counts, composition does not.
  it.each([
    ["x".repeat(11), false],
    ["x".repeat(12), true],
    ["x".repeat(128), true],
    ["x".repeat(129), false],
    ["пароль из букв", true],
  ])("a password %j is long enough: %s", (password, fine) => {
    expect(faults(acceptInvitationBody, { ...acceptance, password }).length === 0).toBe(fine);
  });

  it.each(["owner", "Admin", "", "viewer"])("refuses the role %j", (role) => {
    expect(faults(createInvitationBody, { ...invitation, role }).join()).toContain("role:");
    expect(faults(updatePersonBody, { role }).join()).toContain("role:");
  });

  it.each(["2026-10-06", "tomorrow", "2026-13-01T00:00:00Z", "2026-10-06T09:00:00"])(
    "F39 an API key's end needs an instant with a zone: %s",
    (expiresAt) => {
      expect(faults(createApiKeyBody, { name: "Grafana", role: "growth", expiresAt }).join()).toContain(
        "expiresAt:",
      );
    },
  );
});

describe("pageQuery", () => {
  it.each([
    [{}, 50],
    [{ limit: "1" }, 1],
    [{ limit: "200" }, 200],
  ])("%j asks for %i rows", (query, limit) => {
    expect(pageQuery.parse(query).limit).toBe(limit);
  });
  it.each([
    { limit: "0" },
    { limit: "201" },
    { limit: "many" },
    { limit: "1.5" },
    { cursor: "x".repeat(401) },
    { page: "2" },
  ])("refuses %j", (query) => {
    expect(pageQuery.safeParse(query).success).toBe(false);
  });
});
