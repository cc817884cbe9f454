import type { ActivationMethodDto } from "@/lib/contracts/registry.ts";

/** Our kinds of opt-in method as people say them, in the order of the form. */
export const methodKindLabels: Readonly<Record<ActivationMethodDto["kind"], string>> = {
  website: "Website",
  ivr: "Phone menu (IVR)",
  "whatsapp-thread": "WhatsApp thread",
  sms: "SMS",
  "qr-code": "QR code",
  ad: "Click-to-WhatsApp ad",
  "in-person": "In person",
  paper: "Paper",
  "in-app-signup": "In-app sign-up",
  import: "Import",
  other: "Other",
};
