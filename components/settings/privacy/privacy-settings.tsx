"use client";

import { useQuery } from "@tanstack/react-query";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { ContactKeysCard } from "./contact-keys-card.tsx";
import { EraseForm } from "./erase-form.tsx";
import { organizationQuery } from "./queries.ts";
import { SmallGroupForm } from "./small-group-form.tsx";

export function PrivacySettings() {
  const organization = useQuery(organizationQuery);
  return (
    <>
      <PageHeader title="Privacy" below="What is kept about the people you write to, and what is shown." />
      <div className="space-y-4">
        <Card title="Small groups">
          <Loaded query={organization} what="The setting" skeleton={<SkeletonRows rows={1} />}>
            {({ smallGroupSize }) => <SmallGroupForm size={smallGroupSize} />}
          </Loaded>
        </Card>
        <ContactKeysCard />
        <Card title="Erase a person">
          <EraseForm />
        </Card>
        <Card title="What is kept, and how long">
          <Facts>
            <Fact name="Phone numbers" note="A contact is a keyed hash from the moment it comes in.">
              never stored
            </Fact>
            <Fact name="Texts and names" note="Dropped before a webhook is stored.">
              never stored
            </Fact>
            <Fact
              name="Raw webhooks"
              note="Encrypted; they hold the numbers that Meta sends. Set by RAW_RETENTION_DAYS."
            >
              {organization.data === undefined ? "…" : `${organization.data.rawRetentionDays} days`}
            </Fact>
            <Fact
              name="Messages and signals"
              note="Under a hash of the contact. Set by FACT_RETENTION_DAYS; what they counted for stays."
            >
              {organization.data === undefined ? "…" : `${organization.data.factRetentionDays + 30} days`}
            </Fact>
            <Fact name="Opt-ins" note="Under a hash of the contact: today's messages rest on them.">
              until the person is erased or the key is retired
            </Fact>
            <Fact name="Counts and rates" note="They name nobody.">
              for ever
            </Fact>
          </Facts>
        </Card>
      </div>
    </>
  );
}
