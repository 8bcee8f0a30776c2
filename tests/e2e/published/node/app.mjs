// An app on the published TypeScript SDK and nothing else. It prints its port when it listens.

import { createServer } from "node:http";
import { Inngest } from "inngest";
import { serve } from "inngest/node";

const client = new Inngest({ id: "rotated", isDev: false });
const double = client.createFunction(
  { id: "double", triggers: [{ event: "rotated/double" }] },
  async ({ event }) => 2 * event.data.number,
);

const server = createServer(serve({ client, functions: [double] }));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.on("SIGTERM", () => server.close(() => process.exit(0)).closeIdleConnections());
