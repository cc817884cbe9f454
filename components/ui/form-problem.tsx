"use client";

import { asProblem } from "@/components/data/problem-error.ts";
import { otherFaults } from "./form-faults.ts";
import { Notice } from "./notice.tsx";

/** Why a form was not accepted, apart from what stands beside its fields. The typed values stay. */
export function FormProblem({ error, fields = [] }: { error: unknown; fields?: readonly string[] }) {
  if (error === null || error === undefined) return null;
  const problem = asProblem(error);
  const others = otherFaults(error, fields);
  const allBesideFields = problem.errors.length > 0 && others.length === 0;
  return (
    <Notice tone="red" live title={problem.title}>
      {problem.status === 401 ? (
        <p>
          Your session has ended. Sign in in another tab, then press the button again: nothing typed is lost.
        </p>
      ) : allBesideFields ? (
        <p>See the marked fields.</p>
      ) : (
        <p>{problem.detail}</p>
      )}
      {others.length === 0 ? null : (
        <ul className="list-disc pl-4">
          {others.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
