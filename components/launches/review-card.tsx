"use client";

import { useQuery } from "@tanstack/react-query";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { useCan, useMe } from "@/components/me/me-provider.tsx";
import { RegistryForm } from "@/components/registry/registry-form.tsx";
import { given } from "@/components/registry/typed-values.ts";
import { peopleQuery } from "@/components/settings/people/queries.ts";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { SelectField, TextAreaField } from "@/components/ui/field.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { MethodReviewDto } from "@/lib/contracts/method-reviews.ts";
import type { ActivationMethodDto } from "@/lib/contracts/registry.ts";
import { hasRight } from "@/lib/core/access/rights.ts";
import { answerReview, askReview, reviewsQuery } from "./queries.ts";

const stateWords = { asked: "Asked, no answer yet", approved: "Approved", refused: "Refused" } as const;

/** Who was asked about a method, what they said, and the way to ask or answer. */
export function ReviewCard({ method }: { method: ActivationMethodDto }) {
  const reviews = useQuery(reviewsQuery(method.id));
  const mayAsk = useCan("registry.write") && method.state !== "retired";
  return (
    <Card title="Reviews">
      <div className="space-y-4">
        {mayAsk ? (
          <Disclosure summary="Ask somebody">
            <AskForm methodId={method.id} />
          </Disclosure>
        ) : null}
        <Loaded query={reviews} what="The list of reviews" skeleton={<SkeletonRows rows={2} />}>
          {(list) =>
            list.data.length === 0 ? (
              <p className="text-ink-3 text-sm">
                Nobody was asked. A launch against a refusal needs a reason.
              </p>
            ) : (
              <ol className="divide-line divide-y">
                {list.data.map((review) => (
                  <ReviewRow key={review.id} review={review} />
                ))}
              </ol>
            )
          }
        </Loaded>
      </div>
    </Card>
  );
}

function ReviewRow({ review }: { review: MethodReviewDto }) {
  const me = useMe();
  const mayReview = useCan("registry.review");
  const isMine = me.kind === "person" && me.id === review.personId && mayReview;
  return (
    <li className="space-y-2 py-3 first:pt-0">
      <p className="break-words">
        <span className="font-medium">{review.personName}</span>: {stateWords[review.state]}
        {review.words === null ? null : <> “{review.words}”</>}
      </p>
      <p className="text-ink-3 text-xs">
        Asked by {review.askedBy}, <InstantText at={review.askedAt} />
        {review.answeredAt === null ? null : (
          <>
            {" "}
            and answered <InstantText at={review.answeredAt} />
          </>
        )}
      </p>
      {review.question === null ? null : <p className="text-ink-2 text-sm">To look at: {review.question}</p>}
      {isMine && review.state === "asked" ? <AnswerForm review={review} /> : null}
    </li>
  );
}

function AnswerForm({ review }: { review: MethodReviewDto }) {
  return (
    <RegistryForm
      fields={["answer", "words"]}
      submitLabel="Answer"
      pendingLabel="Sending…"
      send={(typed) =>
        answerReview(review.activationMethodId, review.id, {
          answer: formText(typed, "answer") ?? "",
          ...given({ words: formText(typed, "words") }),
        })
      }
      done={() => "Your answer is kept."}
    >
      {(fault) => (
        <>
          <SelectField name="answer" label="Your answer" defaultValue="approved" fault={fault("answer")}>
            <option value="approved">I approve it</option>
            <option value="refused">I refuse it</option>
          </SelectField>
          <TextAreaField
            name="words"
            label="Why"
            maxLength={500}
            hint="Needed for a refusal. It is sealed as evidence."
            fault={fault("words")}
          />
        </>
      )}
    </RegistryForm>
  );
}

function AskForm({ methodId }: { methodId: string }) {
  const people = useQuery(peopleQuery);
  return (
    <Loaded query={people} what="The list of people" skeleton={<SkeletonRows rows={1} />}>
      {(list) => (
        <RegistryForm
          fields={["personId", "question"]}
          submitLabel="Ask"
          pendingLabel="Asking…"
          send={(typed) =>
            askReview(methodId, {
              personId: formText(typed, "personId") ?? "",
              ...given({ question: formText(typed, "question") }),
            })
          }
          done={({ personName }) => `${personName} was asked. Tell them: no message is sent.`}
        >
          {(fault) => (
            <>
              <SelectField name="personId" label="Whom" defaultValue="" fault={fault("personId")}>
                <option value="">Choose a person</option>
                {list.data
                  .filter(({ disabledAt, role }) => disabledAt === null && hasRight(role, "registry.review"))
                  .map((person) => (
                    <option key={person.id} value={person.id}>
                      {person.name}
                    </option>
                  ))}
              </SelectField>
              <TextAreaField
                name="question"
                label="What to look at (optional)"
                maxLength={500}
                fault={fault("question")}
              />
            </>
          )}
        </RegistryForm>
      )}
    </Loaded>
  );
}
