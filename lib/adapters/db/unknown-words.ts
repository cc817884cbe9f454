import type { MetWord } from "../../core/collection/known-words.ts";
import type { Db } from "./open-database.ts";

/** Counts words that nobody documented, in one statement; none when there are none. */
export async function recordUnknownWords(
  db: Db,
  place: { organizationId: string; connectionId: string | null; at: Date },
  words: readonly MetWord[],
): Promise<void> {
  if (words.length === 0) return;
  const rows = words.map(({ place: where, value, subjectId }) => ({
    place: where,
    value,
    subject_id: subjectId,
  }));
  await db.$executeRaw`
    insert into unknown_word as u (organization_id, place, value, first_seen_at, last_seen_at, seen_count,
      connection_id, subject_id, sample)
    select ${place.organizationId}, r.place, r.value, ${place.at}, ${place.at}, count(*)::int, ${place.connectionId},
      min(r.subject_id), jsonb_build_object(split_part(r.place, '.', 2), r.value)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(place text, value text, subject_id text)
    group by r.place, r.value order by r.place, r.value
    on conflict (organization_id, place, value) do update set
      last_seen_at = greatest(u.last_seen_at, excluded.last_seen_at), seen_count = u.seen_count + excluded.seen_count,
      connection_id = excluded.connection_id, subject_id = excluded.subject_id, sample = excluded.sample`;
}
