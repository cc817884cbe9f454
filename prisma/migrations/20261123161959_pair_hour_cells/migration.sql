-- CreateTable
CREATE TABLE "exposure_pair_hour" (
    "organization_id" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "source" INTEGER NOT NULL,
    "campaign" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,
    "first" INTEGER NOT NULL,
    "split" BIGINT NOT NULL,
    "delivered_last" INTEGER NOT NULL,
    "delivered_first" INTEGER NOT NULL,
    "delivered_split" BIGINT NOT NULL,
    "failed_last" INTEGER NOT NULL,
    "failed_first" INTEGER NOT NULL,
    "failed_split" BIGINT NOT NULL,

    CONSTRAINT "exposure_pair_hour_pkey" PRIMARY KEY ("organization_id","hour","number","source","campaign")
);

-- What was counted so far.
INSERT INTO "exposure_pair_hour" ("organization_id", "hour", "number", "source", "campaign", "last", "first", "split",
    "delivered_last", "delivered_first", "delivered_split", "failed_last", "failed_first", "failed_split")
SELECT "organization_id", "hour", "number", "source", "campaign", sum("last"), sum("first"), sum("split"),
    sum("delivered_last"), sum("delivered_first"), sum("delivered_split"), sum("failed_last"), sum("failed_first"),
    sum("failed_split")
FROM "exposure_cell_hour" GROUP BY 1, 2, 3, 4, 5;
