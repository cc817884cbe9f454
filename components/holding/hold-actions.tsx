"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMe } from "@/components/me/me-provider.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ConfirmButton } from "@/components/ui/confirm-button.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import type { HoldDto } from "@/lib/contracts/holds.ts";
import { actOnHold, type HoldAct } from "./queries.ts";

/** What a person may do with a hold as it stands. */
export function HoldActions({ hold }: { hold: HoldDto }) {
  const me = useMe();
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: ({ what, body }: { what: HoldAct; body?: object }) => actOnHold(hold.id, what, body),
    onSettled: () => client.invalidateQueries(),
  });
  if (!me.rights.includes("registry.hold") || me.kind !== "person") return null;
  const run = (what: HoldAct, body?: object) => () =>
    act.mutate({ what, ...(body === undefined ? {} : { body }) });
  const { state, approvals, releaseApprovals, isKept } = hold;
  const agreed = approvals.some(({ id }) => id === me.id);
  const wantsRelease = releaseApprovals.some(({ id }) => id === me.id);
  const isOn = state === "held" || state === "ramping";
  const mayRelease = isOn || (state === "failed" && hold.heldAt !== null);
  const button = (what: HoldAct, label: string, body?: object) => (
    <Button pending={act.isPending && act.variables.what === what} onClick={run(what, body)}>
      {label}
    </Button>
  );
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-2">
        {state === "asked" && !agreed ? (
          <ConfirmButton
            label="Agree"
            about={hold.methodName}
            question={`Agree to hold ${hold.methodName}?`}
            confirmLabel={hold.dryRun ? "Agree to the dry run" : "Agree to the hold"}
            pending={act.isPending}
            onConfirm={run("approve")}
          >
            <p>{hold.reason}</p>
            <p className="mt-2">
              {hold.dryRun
                ? "A dry run goes to the system that sends. Nothing is held."
                : "The system that sends is ordered to send nothing to the contacts of this launch."}
            </p>
          </ConfirmButton>
        ) : null}
        {state === "asked" && agreed ? (
          <span className="text-ink-2 text-sm">You have agreed. Somebody else has to.</span>
        ) : null}
        {state === "asked" ? button("decline", "Decline") : null}
        {state === "failed" ? button("retry", "Send the order again") : null}
        {state === "failed" && hold.heldAt === null ? button("decline", "Give it up") : null}
        {isOn && !isKept ? button("keep", "Keep it as it is", { keep: true }) : null}
        {isOn && isKept ? button("keep", "Let the way back go on", { keep: false }) : null}
        {state === "ramping" ? button("hold-again", "Hold all sends again") : null}
        {mayRelease && !wantsRelease ? (
          <ConfirmButton
            label={releaseApprovals.length === 0 ? "Release before its time" : "Agree to the release"}
            about={hold.methodName}
            question={`Release ${hold.methodName} before its time?`}
            confirmLabel="Release"
            pending={act.isPending}
            onConfirm={run("release")}
          >
            <p>All sends start again at once, without the steps of the way back.</p>
            {hold.approvalsNeeded > 1 && releaseApprovals.length === 0 ? (
              <p className="mt-2">Another person has to agree before anything happens.</p>
            ) : null}
          </ConfirmButton>
        ) : null}
        {mayRelease && wantsRelease ? (
          <span className="text-ink-2 text-sm">
            You have asked for the release. Somebody else has to agree.
          </span>
        ) : null}
      </div>
      <FormProblem error={act.error} />
    </div>
  );
}
