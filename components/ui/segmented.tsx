/** A choice of one, kept in the URL by the caller. */
export function Segmented<T extends string>({
  label,
  options,
  value,
  onChoose,
}: {
  label: string;
  options: readonly { readonly value: T; readonly label: string; readonly title?: string }[];
  value: T;
  onChoose: (value: T) => void;
}) {
  return (
    <div
      role="group"
      aria-label={label}
      className="border-line bg-sunken inline-flex flex-wrap gap-0.5 rounded-md border p-0.5 print:hidden"
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          title={option.title}
          aria-pressed={option.value === value}
          onClick={() => onChoose(option.value)}
          className="text-ink-2 hover:text-ink aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:ring-line-strong min-h-7 rounded px-2.5 text-sm font-medium aria-pressed:ring-1"
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
