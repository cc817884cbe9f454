/** The process is up; says nothing about the database, so that a restart is not the answer to its trouble. */
export function GET(): Response {
  return Response.json({ status: "up" }, { headers: { "cache-control": "no-store" } });
}
