/** A sortable identifier made by the database: 48 bits of its milliseconds, then 80 random bits, in hexadecimal. */
export const newIdSql = `(lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || substr(replace(gen_random_uuid()::text, '-', ''), 1, 20))`;
