import { percent, type Band, type Riser } from "./strip-geometry.ts";

export interface LaneMetrics {
  readonly laneHeight: number;
  readonly gap: number;
  readonly top: number;
}

export function laneTop(lane: number, { laneHeight, gap, top }: LaneMetrics): number {
  return top + lane * (laneHeight + gap);
}

export function stripHeight({ laneHeight, gap }: Pick<LaneMetrics, "laneHeight" | "gap">): number {
  return 3 * laneHeight + 2 * gap;
}

/** The outline keeps a stretch of seconds visible in a strip of weeks. */
const looks = ["fill-green stroke-green", "fill-amber stroke-amber", "fill-red stroke-red"] as const;
/** Paler and with a broken outline: said by a file, not seen. */
const importedOpacity = 0.35;

/**
 * The held spans: ranked ratings in their lane, not rated hatched over all lanes, gaps as a dashed outline. Positions
 * are attributes in percent: no inline styles, which a strict Content-Security-Policy would refuse.
 */
export function StripBands({
  bands,
  metrics,
  hatchId,
  titleOf,
}: {
  bands: readonly Band[];
  metrics: LaneMetrics;
  hatchId: string;
  titleOf?: (band: Band) => string;
}) {
  const height = stripHeight(metrics);
  return (
    <>
      <defs>
        <pattern
          id={hatchId}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line x1="0" y1="0" x2="0" y2="6" className="stroke-hatch" strokeWidth="1.6" />
        </pattern>
      </defs>
      {bands.map((band) => {
        const place = { x: percent(band.start), width: percent(band.end - band.start) };
        const title = titleOf === undefined ? null : <title>{titleOf(band)}</title>;
        if (band.lane !== null) {
          return (
            <rect
              key={band.fromMs}
              {...place}
              y={laneTop(band.lane, metrics)}
              height={metrics.laneHeight}
              fillOpacity={band.imported ? importedOpacity : 1}
              strokeDasharray={band.imported ? "2 2" : undefined}
              className={looks[band.lane] ?? ""}
            >
              {title}
            </rect>
          );
        }
        const isHatched = band.kind === "not-rated" || band.kind === "unknown";
        return (
          <rect
            key={band.fromMs}
            {...place}
            y={metrics.top + 0.5}
            height={height - 1}
            fill={isHatched ? `url(#${hatchId})` : "transparent"}
            strokeDasharray={isHatched ? undefined : "3 3"}
            className={isHatched ? "" : "stroke-line-strong"}
            strokeOpacity={band.kind === "gap" ? 0.55 : 1}
          >
            {title}
          </rect>
        );
      })}
    </>
  );
}

/** The three lanes where a rating is known, so that its height can be read. */
export function StripGuides({ bands, metrics }: { bands: readonly Band[]; metrics: LaneMetrics }) {
  return bands
    .filter((band) => band.lane !== null)
    .flatMap((band) =>
      [0, 1, 2].map((lane) => {
        const y = laneTop(lane, metrics) + metrics.laneHeight / 2;
        return (
          <line
            key={`${band.fromMs} ${lane}`}
            x1={percent(band.start)}
            x2={percent(band.end)}
            y1={y}
            y2={y}
            className="stroke-line"
          />
        );
      }),
    );
}

/** The vertical of each step, so that the strip reads as one line that moves. */
export function StripRisers({ risers, metrics }: { risers: readonly Riser[]; metrics: LaneMetrics }) {
  return risers.map((riser) => {
    const upper = Math.min(riser.fromLane, riser.toLane);
    const lower = Math.max(riser.fromLane, riser.toLane);
    const x = percent(riser.at);
    return (
      <line
        key={riser.atMs}
        x1={x}
        x2={x}
        y1={laneTop(upper, metrics)}
        y2={laneTop(lower, metrics) + metrics.laneHeight}
        className="stroke-ink-2"
        strokeWidth="1.5"
      />
    );
  });
}
