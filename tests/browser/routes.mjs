// The addresses of the site, as the program lists them, and which of them have been seen.

import { execFileSync } from "node:child_process";

/** Routes that answer a file, or a page's search for one: fetched, not looked at. */
const FILES = [
  /\/rapport\.(pdf|csv|xlsx|json)$/,
  /^\/a\/\{slug\}\/fec\/\{fin\}$/,
  /^\/a\/\{slug\}\/emplois\/(modele|fichier)\/\{table\}$/,
  /\/documents\/\{empreinte\}$/,
];

/** Parameters whose every value is a page of its own, written by hand. */
const PAGES_OF_THEIR_OWN = /\{(acte|sujet)\}/;

/** One route that answers GET. */
class Route {
  constructor(pattern) {
    this.pattern = pattern;
    this.isFile = FILES.some((file) => file.test(pattern));
    this.shape = new RegExp(`^${pattern.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}$`);
    // What is written is matched before what is filled in: /pole/conventions is no entity.
    this.order = pattern.replace(/\{\w+\}/g, "~");
  }

  /** What this address shows: pages of one kind are drawn by one template from other rows. */
  kind(path) {
    return PAGES_OF_THEIR_OWN.test(this.pattern) ? `${this.pattern} ${path.split("/").at(-1)}` : this.pattern;
  }
}

/** Every route of the site that answers GET. */
export class Routes {
  constructor(program) {
    const told = JSON.parse(execFileSync(program, ["routes", "--json"], { encoding: "utf8" }));
    const gets = told.routes.filter((route) => route.method === "GET");
    this.all = gets.map((route) => new Route(route.path)).sort((a, b) => (a.order < b.order ? -1 : 1));
    this.seen = new Set();
  }

  /** The route of a path; undefined for what the site does not list, such as its assets. */
  of(path) {
    return this.all.find((route) => route.shape.test(path));
  }

  /** Notes that somebody looked at this address. */
  see(url) {
    const route = this.of(new URL(url).pathname);
    if (route) this.seen.add(route.pattern);
  }

  /** Patterns that nobody looked at. */
  unseen() {
    return this.all.map((route) => route.pattern).filter((pattern) => !this.seen.has(pattern));
  }
}
