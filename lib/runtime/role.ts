/** What a process does: everything, or with PostgreSQL one half of it. */
export type Role = "all" | "web" | "worker";
