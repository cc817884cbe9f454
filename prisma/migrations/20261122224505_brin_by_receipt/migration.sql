-- CreateIndex
CREATE INDEX "exposure_recorded_at_idx" ON "exposure" USING BRIN ("recorded_at");

-- CreateIndex
CREATE INDEX "signal_recorded_at_idx" ON "signal" USING BRIN ("recorded_at");
