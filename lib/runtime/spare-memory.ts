import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * How far the heap may grow over what is alive before V8 collects, in percent. By itself V8 goes by the memory of the
 * machine: on a large one it lets the heap grow to four times, while this program shares its machine with others.
 */
const growthPercent = 30;

/** Has V8 collect garbage sooner; to be called before anything is loaded. */
export function growHeapSlowly(): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
}

/**
 * Gives back at once what is used no more, in about 0.1 s. V8 does not see how heavy WebAssembly memories are: those of a
 * first start (setting up the embedded database, migrating it) would stay for minutes, some 400 MB.
 */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  setFlagsFromString("--no-expose-gc");
  collect();
}
