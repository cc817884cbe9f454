import { useMutation, useQueryClient } from "@tanstack/react-query";
import { startSandbox } from "./queries.ts";

/** Connects the simulated account; everything on screen is read again afterwards. */
export function useStartSandbox() {
  const client = useQueryClient();
  return useMutation({ mutationFn: startSandbox, onSuccess: () => client.invalidateQueries() });
}
