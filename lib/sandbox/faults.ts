/** Narrows a fault to some requests and to some uses. */
interface FaultScope {
  /** Path without version; `*` stands for any run of characters. Left out: every path. */
  readonly path?: string;
  readonly method?: string;
  /** Uses before the fault is spent. Left out: until cleared. */
  readonly times?: number;
}

/** Trouble of the connection or of the whole answer. */
type TransportFault =
  | { readonly kind: "latency"; readonly milliseconds: number }
  /** Accepts and never answers, or sends headers and half a body and then nothing. */
  | { readonly kind: "hang"; readonly stage: "before-headers" | "mid-body" }
  | { readonly kind: "reset"; readonly stage?: "before-headers" | "mid-body" }
  | { readonly kind: "html-502" }
  | { readonly kind: "http-status"; readonly status: number; readonly body?: string }
  | { readonly kind: "cut-json" }
  | { readonly kind: "empty-body" }
  /** Valid JSON of the wrong type; default a bare string. */
  | { readonly kind: "wrong-type-json"; readonly value?: unknown }
  | { readonly kind: "date-skew"; readonly seconds: number }
  | { readonly kind: "served-version"; readonly version: string }
  | { readonly kind: "usage-header"; readonly usage: number | "unparsable" | "missing" }
  /** The account's calls of this hour count as used up: code 80008 until cleared, with the minutes still to wait. */
  | { readonly kind: "calls-used-up"; readonly until: number };

/** Errors Meta itself would answer. */
type RefusalFault =
  | {
      readonly kind: "graph-error";
      readonly code: number;
      readonly subcode?: number;
      /** Default 400. */
      readonly httpStatus?: number;
      readonly isTransient?: boolean;
      readonly message?: string;
      readonly type?: string;
      /** Shown in the usage header, in minutes. */
      readonly minutesToRegainAccess?: number;
    }
  | {
      readonly kind: "waba-permission-removed";
      readonly wabaId: string;
      readonly answer: "not-visible" | "forbidden";
    }
  | { readonly kind: "token-invalid"; readonly subcode?: number };

/** Odd but real-looking contents. */
type ContentFault =
  | { readonly kind: "missing-paging" }
  /** Every page points back at the first: a paging loop. */
  | { readonly kind: "repeated-cursor" }
  | { readonly kind: "duplicate-id" }
  /** The page with this number (1 = first) fails; default code 2, transient. */
  | {
      readonly kind: "page-fails";
      readonly page: number;
      readonly code?: number;
      readonly httpStatus?: number;
    }
  | { readonly kind: "empty-quality-score"; readonly phoneNumberId?: string }
  | { readonly kind: "rating-na"; readonly phoneNumberId?: string }
  /** Any value for any field, for example an enum value nobody knows. Without id: on every node that has the field. */
  | { readonly kind: "field-value"; readonly field: string; readonly value: unknown; readonly id?: string }
  /** A field that nobody knew exists from now on, and is shown when asked for or when no fields are named. */
  | { readonly kind: "field-added"; readonly field: string; readonly value: unknown; readonly node?: string }
  /** The field no longer exists: code 100 naming it when asked for. */
  | { readonly kind: "field-removed"; readonly field: string; readonly id?: string }
  | { readonly kind: "id-as-number"; readonly id?: string }
  | { readonly kind: "number-missing"; readonly phoneNumberId: string }
  | { readonly kind: "null-batch-item"; readonly index: number }
  /** Whether `messaging_limit_tier` still answers (default it does). */
  | { readonly kind: "legacy-limit-field"; readonly answers: boolean }
  /** What the new limit field does below v24 (default it fails the call). */
  | { readonly kind: "new-limit-field-below-v24"; readonly behaviour: "fails" | "absent" }
  /** @param shownAt what debug_token tells instead of `at`; both unix milliseconds */
  | { readonly kind: "token-expires"; readonly at: number; readonly shownAt?: number }
  | { readonly kind: "scope-missing"; readonly scope: string };

export type Fault = FaultScope & (TransportFault | RefusalFault | ContentFault);
type FaultKind = Fault["kind"];

export interface FaultControls {
  /** Starts a fault; the answer ends it. */
  add(fault: Fault): () => void;
  clear(): void;
  /** Faults that can still bite. */
  list(): readonly Fault[];
}

/** The faults of one call. A fault counts as used only when it changed something. */
export interface CallFaults {
  /** First live fault of a kind that also passes `applies`; looking at it uses it once. */
  use<K extends FaultKind>(kind: K, applies?: (fault: FaultOf<K>) => boolean): FaultOf<K> | undefined;
}

type FaultOf<K extends FaultKind> = Extract<Fault, { readonly kind: K }>;

interface Rule {
  readonly fault: Fault;
  readonly pattern: RegExp;
  left: number;
}

/** The rules and, for the double itself, the view of them that one call gets. */
export function createFaultControls(): FaultControls & { forCall(method: string, path: string): CallFaults } {
  const rules = new Set<Rule>();
  return {
    add(fault) {
      const rule = {
        fault,
        pattern: globPattern(fault.path ?? "*"),
        left: fault.times ?? Number.POSITIVE_INFINITY,
      };
      rules.add(rule);
      return () => void rules.delete(rule);
    },
    clear: () => rules.clear(),
    list: () => [...rules].map((rule) => rule.fault),
    forCall: (method, path) =>
      callFaults(
        [...rules].filter(
          (rule) => rule.pattern.test(path) && (rule.fault.method ?? method).toUpperCase() === method,
        ),
        (rule) => void rules.delete(rule),
      ),
  };
}

function callFaults(candidates: readonly Rule[], onSpent: (rule: Rule) => void): CallFaults {
  // One call uses a rule once, however many nodes of its answer the rule touches.
  const used = new Set<Rule>();
  return {
    use<K extends FaultKind>(kind: K, applies?: (fault: FaultOf<K>) => boolean) {
      for (const rule of candidates) {
        if (rule.fault.kind !== kind || (rule.left <= 0 && !used.has(rule))) continue;
        const fault = rule.fault as FaultOf<K>;
        if (applies !== undefined && !applies(fault)) continue;
        if (!used.has(rule)) {
          used.add(rule);
          rule.left -= 1;
          if (rule.left <= 0) onSpent(rule);
        }
        return fault;
      }
      return undefined;
    },
  };
}

function globPattern(glob: string): RegExp {
  const path = glob.replace(/^\/v\d+\.\d+(?=\/)/, "");
  const escaped = path.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`);
}
