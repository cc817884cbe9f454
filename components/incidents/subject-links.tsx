import Link from "next/link";

const names: Readonly<Record<string, { label: string; href: ((id: string) => string) | null }>> = {
  phoneNumberId: { label: "Phone number", href: (id) => `/phone-numbers/${encodeURIComponent(id)}` },
  spikeId: { label: "Spike", href: (id) => `/spikes/${encodeURIComponent(id)}` },
  optInSourceId: { label: "Opt-in source", href: (id) => `/sources/${encodeURIComponent(id)}` },
  connectionId: { label: "Connection", href: (id) => `/collector#connection-${encodeURIComponent(id)}` },
  wabaId: { label: "WhatsApp account", href: null },
  portfolioId: { label: "Business portfolio", href: null },
  channelId: { label: "Channel", href: () => "/settings/channels" },
};

/** What an incident is about, each with the way there. */
export function SubjectLinks({ subject }: { subject: Readonly<Record<string, string>> }) {
  const entries = Object.entries(subject);
  if (entries.length === 0) return "The whole organization";
  return (
    <ul className="flex flex-wrap gap-x-4">
      {entries.map(([key, id]) => {
        const known = names[key];
        const text = `${known?.label ?? key} ${id}`;
        return (
          <li key={key}>
            {known?.href ? (
              <Link href={known.href(id)} className="link hit">
                {text}
              </Link>
            ) : (
              text
            )}
          </li>
        );
      })}
    </ul>
  );
}
