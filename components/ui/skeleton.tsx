/** Bars in the place of what is being read. */
export function SkeletonRows({ rows = 5, tall = false }: { rows?: number; tall?: boolean }) {
  return (
    <div aria-hidden="true" className="divide-line divide-y">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={`flex items-center gap-6 px-4 ${tall ? "h-16" : "h-11"}`}>
          <div className="skeleton h-3 w-24" />
          <div className="skeleton h-3 min-w-0 flex-1" />
          <div className="skeleton h-3 w-16 max-sm:hidden" />
        </div>
      ))}
    </div>
  );
}

export function SkeletonCard({ rows = 5, tall = false }: { rows?: number; tall?: boolean }) {
  return (
    <div className="rounded-card border-line bg-surface border">
      <div className="flex h-11 items-center px-4" aria-hidden="true">
        <div className="skeleton h-3 w-36" />
      </div>
      <div className="border-line border-t">
        <SkeletonRows rows={rows} tall={tall} />
      </div>
    </div>
  );
}
