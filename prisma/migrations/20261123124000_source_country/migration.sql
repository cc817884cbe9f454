-- AlterTable
ALTER TABLE "opt_in_source" ADD COLUMN     "country" TEXT;
