-- CreateTable
CREATE TABLE "signal_pair_week" (
    "organization_id" TEXT NOT NULL,
    "week" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "source" INTEGER NOT NULL,
    "campaign" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "last" INTEGER NOT NULL,
    "first" INTEGER NOT NULL,
    "split" BIGINT NOT NULL,

    CONSTRAINT "signal_pair_week_pkey" PRIMARY KEY ("organization_id","week","number","source","campaign","kind","basis")
);

-- What was counted so far; 1970 began on a Thursday, so Mondays are 3 days ahead of whole weeks.
insert into "signal_pair_week" ("organization_id", "week", "number", "source", "campaign", "kind", "basis", "last",
  "first", "split")
select "organization_id", "day" - (("day" + 3) % 7 + 7) % 7, "number", "source", "campaign", "kind", "basis",
  sum("last"), sum("first"), sum("split")
from (select *, floor("hour" / 24.0)::int as "day" from "signal_cell") "s"
group by 1, 2, 3, 4, 5, 6, 7
having sum("last") <> 0 or sum("first") <> 0 or sum("split") <> 0;
