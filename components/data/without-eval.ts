import { config } from "zod";

// zod compiles checks with `new Function` where it may; under our Content-Security-Policy even the attempt is reported.
config({ jitless: true });
