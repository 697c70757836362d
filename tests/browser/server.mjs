// Starts the command that serves the pages on a free port, and stops it.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const PATIENCE_MS = 120_000;

function freePort() {
  return new Promise((settle, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => settle(port));
    });
  });
}

/** Answers the origin of the pages once the command serves them. */
export async function startServer(command) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const [program, ...words] = command.map((word) => word.replaceAll("{port}", port));
  const child = spawn(program, words, { stdio: ["ignore", "inherit", "inherit"] });
  const ended = new Promise((settle) => {
    child.once("error", (error) => settle(`it does not start: ${error.message}`));
    child.once("exit", (code, signal) => settle(`it ended (${signal ?? code})`));
  });
  let over = null;
  ended.then((how) => { over = how; });
  const stop = async () => {
    if (over === null) child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(late);
  };
  for (const start = Date.now(); ; await pause(100)) {
    if (over !== null) throw new Error(`${program}: ${over} before it served a page`);
    const answer = await fetch(`${origin}/`, { redirect: "manual" }).catch(() => null);
    if (answer) return { origin, stop };
    if (Date.now() - start > PATIENCE_MS) {
      await stop();
      throw new Error(`${program} serves nothing on ${origin} after ${PATIENCE_MS / 1000} s`);
    }
  }
}
