import { useEffect, useRef } from "react";

/** After a refusal, moves focus to the first field at fault, unfolding the part of the form that hides it. */
export function useFocusFault(error: unknown) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error === null || error === undefined) return;
    const fault = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    fault?.closest("details")?.setAttribute("open", "");
    fault?.focus();
  }, [error]);
  return form;
}
