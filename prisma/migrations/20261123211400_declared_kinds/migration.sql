-- AlterTable
ALTER TABLE "activation_method" ADD COLUMN     "declared_kinds" JSONB;

-- AlterTable
ALTER TABLE "opt_in_source" ADD COLUMN     "declared_kinds" JSONB;
