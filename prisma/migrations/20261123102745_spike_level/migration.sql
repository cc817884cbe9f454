-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "spike_level" TEXT NOT NULL DEFAULT 'usual';
