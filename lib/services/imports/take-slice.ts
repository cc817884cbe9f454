import {
  bookPiece,
  claimPiece,
  findIdsByDisplayDigits,
  storeRejections,
  type PieceCounts,
  type StoredRejection,
} from "../../adapters/db/data-imports.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import {
  importForm,
  importLimits,
  importMapping,
  type ImportForm,
  type ImportProgress,
} from "../../contracts/imports.ts";
import type { ImportMapping } from "../../core/imports/import-mapping.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid, ServiceError } from "../errors.ts";
import { openReadTools, ReadBatch, storeBatch, type FactKind } from "../facts/told-batch.ts";
import { requireRight } from "../require-right.ts";
import { findImport } from "./find-import.ts";
import { toProgress } from "./import-dto.ts";
import type { FileRecord, ImportFiles } from "./import-files.ts";
import { judgeRecord, openRowJudging, withoutContent, type RecordJudging } from "./judge-records.ts";
import { withKind } from "./kind-of-import.ts";
import { orRefuse } from "./refuse-file.ts";

/** In one statement, so that facts, counts and the offset are one transaction; more would take memory and not less time. */
const recordsAtOnce = 2_500;

interface OpenImport {
  readonly id: string;
  readonly form: ImportForm;
  readonly mapping: ImportMapping;
  readonly fileSize: number;
  readonly dryRun: boolean;
}

/** Another request has taken the piece meanwhile, or the import has ended. */
class PieceTaken extends Error {
  override readonly name = "PieceTaken";
}

/**
 * Takes the bytes of a file from `offset` on, as far as they hold whole records. A piece of up to 2,500 records is one
 * transaction with its counts and the new offset: whatever kills the server, the totals are those of one clean run.
 * An offset that is behind already answers how far the import is, and changes nothing.
 *
 * @returns how far it is; the next slice begins at `byteOffset`, and must be longer when that did not move.
 * @throws ServiceError NOT_FOUND; CONFLICT (path "offset") for bytes that do not follow, or an import that has ended;
 * VALIDATION for a file that cannot be read on, with its line. What earlier slices held is in.
 */
export async function takeSlice(
  ctx: ServiceContext,
  files: ImportFiles,
  id: string,
  slice: { readonly offset: number; readonly last: boolean | null; readonly bytes: Uint8Array },
): Promise<ImportProgress> {
  requireRight(ctx, "facts.write");
  const { offset, bytes } = slice;
  let present = await findImport(ctx, id);
  if (offset < Number(present.byteOffset) || present.state === "done") return toProgress(present);
  refuseWhatDoesNotFollow(present.state, Number(present.byteOffset), offset);
  const one: OpenImport = {
    id,
    form: importForm.parse(present.form),
    mapping: importMapping.parse(present.mapping),
    fileSize: Number(present.fileSize),
    dryRun: present.dryRun,
  };
  const end = offset + bytes.byteLength;
  if (end > one.fileSize) throw invalid("offset", `and these bytes pass the file's end at ${one.fileSize}`);
  const isLast = end === one.fileSize;
  if (slice.last !== null && slice.last !== isLast) {
    throw invalid("last", `contradicts the file's size, ${one.fileSize} bytes`);
  }
  const numberIds = await findIdsByDisplayDigits(ctx.db, ctx.organizationId);
  let at = offset;
  for (;;) {
    const place = { isFirst: at === 0, isLast, mostRecords: recordsAtOnce };
    const rest = bytes.subarray(at - offset);
    const reading = orRefuse(present.lineCount, () => files.readSlice(one.form, rest, place));
    if (reading.consumedBytes === 0 && !isLast) return toProgress(present);
    const next = at + reading.consumedBytes;
    const isEnd = isLast && next === end;
    try {
      await withKind(one.mapping.kind, id, (kind) =>
        takePiece(ctx, one, kind, {
          records: reading.records,
          judging: { form: one.form, mapping: one.mapping, normalizePhone: files.normalizePhone, numberIds },
          linesBefore: present.lineCount,
          kept: present.rejectedCount < importLimits.rejections,
          from: at,
          to: next,
          lines: reading.lines,
          isLast: isEnd,
        }),
      );
    } catch (error) {
      if (error instanceof PieceTaken) return toProgress(await findImport(ctx, id));
      throw error;
    }
    present = await findImport(ctx, id);
    at = next;
    if (isEnd || at === end || present.state !== "open" || Number(present.byteOffset) !== at) {
      return toProgress(present);
    }
  }
}

function refuseWhatDoesNotFollow(state: string, expected: number, offset: number): void {
  if (state !== "open") throw new ServiceError("CONFLICT", `This import is ${state}; begin a new one.`);
  if (offset === expected) return;
  throw new ServiceError("CONFLICT", `The next slice begins at byte ${expected}.`, {
    faults: [{ path: "offset", message: `must be ${expected}` }],
  });
}

interface Piece {
  readonly records: readonly FileRecord[];
  readonly judging: Parameters<typeof openRowJudging>[0];
  readonly linesBefore: number;
  /** Whether faults are still kept one by one. */
  readonly kept: boolean;
  readonly from: number;
  readonly to: number;
  readonly lines: number;
  readonly isLast: boolean;
}

/** @throws PieceTaken when somebody else has; then nothing of it is stored here. */
async function takePiece<Stored>(
  ctx: ServiceContext,
  one: OpenImport,
  kind: FactKind<Stored>,
  piece: Piece,
): Promise<void> {
  const { organizationId } = ctx;
  const tools = await openReadTools(ctx, organizationId);
  const rows = openRowJudging(piece.judging, tools.times.now);
  const { batch, rejections, rejected } = judgePiece(piece, { kind, tools, rows });
  const place = { organizationId, id: one.id };
  const claim = async (tx: Db) => {
    if (!(await claimPiece(tx, place, piece.from))) throw new PieceTaken();
  };
  const book = async (tx: Db, counts: PieceCounts) => {
    await storeRejections(tx, place, piece.kept ? rejections : []);
    const { to: byteOffset, lines, isLast } = piece;
    await bookPiece(tx, place, { byteOffset, lines, counts, isLast, at: ctx.clock.now() });
  };
  if (one.dryRun) {
    await inTransaction(ctx, async (tx) => {
      await claim(tx);
      const duplicates = batch.repeated + batch.superseded;
      await book(tx, { accepted: batch.rows.size, changed: 0, duplicates, rejected });
    });
    return;
  }
  const claiming: FactKind<Stored> = {
    ...kind,
    store: async (tx, organization, stored) => {
      await claim(tx);
      return kind.store(tx, organization, stored);
    },
  };
  await storeBatch(ctx, organizationId, claiming, batch, tools.hasher, (tx, { inserted, changed }) =>
    book(tx, {
      accepted: inserted,
      // A row that says otherwise than one before it changes it, whether the two come in one piece or in two.
      changed: changed + batch.superseded,
      duplicates: batch.rows.size - inserted - changed + batch.repeated,
      rejected,
    }),
  );
}

function judgePiece<Stored>(piece: Piece, judging: RecordJudging<Stored>) {
  const batch = new ReadBatch<Stored>();
  const rejections: StoredRejection[] = [];
  let rejected = 0;
  for (const [index, record] of piece.records.entries()) {
    const judged = judgeRecord(record, judging);
    if ("ready" in judged) {
      // Judged already: the batch merges rows that are one fact.
      batch.add({ ...judging.kind, read: () => judged.ready }, { index, value: null }, judging.tools);
      continue;
    }
    rejected++;
    judged.faults.forEach(({ column, message }, place) => {
      rejections.push({
        line: piece.linesBefore + record.line,
        place,
        column: column === "row" ? null : column,
        message: record.broken ?? withoutContent(message),
      });
    });
  }
  return { batch, rejections, rejected };
}
