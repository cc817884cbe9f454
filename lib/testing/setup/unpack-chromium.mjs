// Run by unpacked-browser.ts in a process of its own, whose environment says where and what to unpack.
import chromium from "@sparticuz/chromium";

await chromium.executablePath();
