// Starts the program on a free port, and stops it.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
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

/** Answers the origin of the pages once the program serves them. It knows itself as localhost: passkeys
 * are made for names only. */
export async function startServer(program, words) {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const place = ["--listen", `127.0.0.1:${port}`, "--address", origin];
  const child = spawn(program, [...words, ...place], { stdio: ["ignore", "ignore", "inherit"] });
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
    const answer = await fetch(`http://127.0.0.1:${port}/`, { redirect: "manual" }).catch(() => null);
    if (answer) return { origin, stop };
    if (Date.now() - start > PATIENCE_MS) {
      await stop();
      throw new Error(`${program} serves nothing on ${origin} after ${PATIENCE_MS / 1000} s`);
    }
  }
}

/** The demonstration, its accounts' password with it. */
export async function startDemonstration(program, folder) {
  const server = await startServer(program, ["demo", "--dir", join(folder, "demo")]);
  return { ...server, password: "lavoir brouette tilleul" };
}
