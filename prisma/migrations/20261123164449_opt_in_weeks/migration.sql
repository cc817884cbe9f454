-- CreateTable
CREATE TABLE "opt_in_cell_week" (
    "organization_id" TEXT NOT NULL,
    "week" INTEGER NOT NULL,
    "source" INTEGER NOT NULL,
    "opt_ins" INTEGER NOT NULL,
    "gained" INTEGER NOT NULL,
    "newcomers" INTEGER NOT NULL,

    CONSTRAINT "opt_in_cell_week_pkey" PRIMARY KEY ("organization_id","week","source")
);

-- What was counted so far.
INSERT INTO "opt_in_cell_week" ("organization_id", "week", "source", "opt_ins", "gained", "newcomers")
SELECT "organization_id", "day" - (("day" + 3) % 7 + 7) % 7, "source", sum("opt_ins"), sum("gained"), sum("newcomers")
FROM "opt_in_cell_day" GROUP BY 1, 2, 3;
