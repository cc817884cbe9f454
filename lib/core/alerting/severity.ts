/** SEV1 and SEV2 page a person; SEV3 and INFO are to be read, not to wake anybody. */
export const severities = ["SEV1", "SEV2", "SEV3", "INFO"] as const;
export type Severity = (typeof severities)[number];

/** True when `severity` is `floor` or worse. */
export function reachesSeverity(severity: Severity, floor: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(floor);
}

export function worseSeverity(a: Severity, b: Severity): Severity {
  return severities.indexOf(a) <= severities.indexOf(b) ? a : b;
}

export function isSeverity(value: string): value is Severity {
  return severities.some((severity) => severity === value);
}
