// Builds app/static/build from app/assets: one stylesheet, a few ES modules, two pictures.
//
// Every file is written under a name that carries the hash of its content, so that it may be
// cached for ever; manifest.json maps the plain name to it. Modules that import each other are
// written leaves first, because the importer must name the hashed file. There is no bundler:
// the largest thing we take in, GOV.UK Frontend, already comes as one module.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const sources = join(root, "app/assets");
const target = join(root, "app/static/build");
const packages = join(root, "node_modules");
const stamp = join(target, "sources.sha256");

const STYLES = ["scss/theme.scss"];
const MODULES = ["js/main.js"];
const PICTURES = ["images/wordmark.svg", "images/mark.svg"];
// Bare names our modules import, and scripts served as their makers ship them.
const TAKEN_IN = {
  "govuk-frontend": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
  "htmx.org": "htmx.org/dist/htmx.min.js",
};
const SCRIPTS = { "htmx.js": TAKEN_IN["htmx.org"] };

const digest = (text) => createHash("sha256").update(text).digest("hex");
const manifest = {};
const written = new Map();

function put(name, text) {
  const ending = extname(name);
  const hashed = `${basename(name, ending)}-${digest(text).slice(0, 12)}${ending}`;
  writeFileSync(join(target, hashed), text);
  manifest[name] = hashed;
  return hashed;
}

/** Write a module after those it imports, and return the hashed name to import it by. */
function putModule(path) {
  if (written.has(path)) return written.get(path);
  const text = readFileSync(path, "utf8")
    .replace(/^\/\/# sourceMappingURL=.*$/gm, "")
    .replace(/(\bfrom\s*|^\s*import\s*)"([^"]+)"/gm, (whole, before, name) => {
      const wanted = name.startsWith(".")
        ? resolve(dirname(path), name)
        : TAKEN_IN[name] && join(packages, TAKEN_IN[name]);
      if (!wanted)
        throw new Error(`${relative(root, path)} imports ${name}, which tools/build-assets.mjs does not know`);
      return `${before}"./${putModule(wanted)}"`;
    });
  const hashed = put(basename(path).replace(".min.", "."), text);
  written.set(path, hashed);
  return hashed;
}

function* walk(folder) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* walk(path);
    else yield path;
  }
}

/** One hash over everything that can change the result, to know when there is nothing to do. */
function sourceHash() {
  const parts = [fileURLToPath(import.meta.url), ...walk(sources)].map(
    (path) => relative(root, path) + digest(readFileSync(path)),
  );
  for (const name of ["govuk-frontend", "htmx.org", "sass"]) {
    parts.push(name + JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8")).version);
  }
  return digest(parts.join("\n"));
}

function isFresh(hash) {
  try {
    return readFileSync(stamp, "utf8").trim() === hash && statSync(join(target, "manifest.json")).isFile();
  } catch {
    return false;
  }
}

const hash = sourceHash();
if (isFresh(hash) && !process.argv.includes("--force")) {
  console.log("app/static/build is up to date");
} else {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const name of STYLES) {
    const { css } = compile(join(sources, name), { loadPaths: [packages], style: "compressed", quietDeps: true });
    put(basename(name).replace(".scss", ".css"), css);
  }
  for (const name of MODULES) putModule(join(sources, name));
  for (const [name, path] of Object.entries(SCRIPTS)) put(name, readFileSync(join(packages, path)));
  for (const name of PICTURES) put(basename(name), readFileSync(join(sources, name)));
  writeFileSync(join(target, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
  writeFileSync(stamp, hash + "\n");
  console.log(
    Object.values(manifest)
      .map((name) => `app/static/build/${name}  ${statSync(join(target, name)).size}`)
      .join("\n"),
  );
}
