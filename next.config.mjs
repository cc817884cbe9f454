/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // The optimizer is an SSRF and RCE surface that a dashboard of charts and badges does not need.
  images: { unoptimized: true },
  serverExternalPackages: [
    "@electric-sql/pglite",
    "pglite-prisma-adapter",
    "@node-rs/argon2",
    "pg",
    "pg-boss",
    "pino",
  ],
  // Types and lint are `npm run check`; running them again here would double the time to a first start.
  typescript: { ignoreBuildErrors: true },
};
