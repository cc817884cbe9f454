import { openApiDocument } from "@/lib/contracts/openapi.ts";
import { signedInRoute } from "@/lib/runtime/api-route.ts";
import { getRuntime } from "@/lib/runtime/current.ts";

export const GET = signedInRoute(() => {
  const { env, version } = getRuntime();
  return Response.json(openApiDocument(env.appUrl, version));
});
