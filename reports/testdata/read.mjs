// Opens published files with readers that had no part in writing them, and
// prints what they saw as JSON: node read.mjs KIND FILE [ADDRESS]
import { readFileSync } from "node:fs";
import path from "node:path";

const [kind, file, address] = process.argv.slice(2);

const readers = {
  async arrow() {
    const { tableFromIPC } = await import("apache-arrow");
    const t = tableFromIPC(readFileSync(file));
    const rows = t.toArray().map((r) => Object.fromEntries(t.schema.fields.map((f) => [f.name, typeof r[f.name] === "bigint" ? Number(r[f.name]) : r[f.name]])));
    const types = Object.fromEntries(t.schema.fields.map((f) => [f.name, String(f.type)]));
    return { rows, types, metadata: Object.fromEntries(t.schema.metadata) };
  },
  async jsonstat() {
    const { default: JSONstat } = await import("jsonstat-toolkit");
    const ds = JSONstat(JSON.parse(readFileSync(file, "utf8")));
    const cells = [];
    for (let i = 0; i < ds.n; i++) {
      const d = ds.Data(i);
      cells.push({ value: d.value, status: d.status ?? null });
    }
    return { class: ds.class, label: ds.label, id: ds.id, size: ds.size, role: ds.role, cells, codes: Object.fromEntries(ds.id.map((d) => [d, ds.Dimension(d).id])) };
  },
  async xlsx() {
    const { default: read } = await import("read-excel-file/node");
    return await read(file);
  },
  async px() {
    const { default: Px } = await import("px");
    const p = new Px(readFileSync(file, "utf8"));
    return { title: p.keyword("TITLE"), variables: p.variables(), codes: Object.fromEntries(p.variables().map((v) => [v, [p.codes(v)].flat()])), data: p.data };
  },
  async datapackage() {
    const { Package } = await import("datapackage");
    const p = await Package.load(file, { basePath: path.dirname(file), strict: true });
    const rows = {};
    for (const r of p.resources) {
      if (r.tabular) rows[r.name] = (await r.read({ keyed: true })).length;
    }
    return { valid: p.valid, errors: p.errors.map(String), rows, resources: p.resources.map((r) => ({ name: r.name, path: r.descriptor.path, bytes: r.descriptor.bytes, hash: r.descriptor.hash })), licenses: p.descriptor.licenses ?? [] };
  },
  async rdf() {
    const { RdfXmlParser } = await import("rdfxml-streaming-parser");
    const parser = new RdfXmlParser({ baseIRI: address, strict: true });
    return await new Promise((done, fail) => {
      const out = [];
      parser.on("data", (q) => out.push([q.subject.value, q.predicate.value, term(q.object)]));
      parser.on("error", fail);
      parser.on("end", () => done(out));
      parser.end(readFileSync(file));
    });
  },
  async jsonld() {
    const { default: jsonld } = await import("jsonld");
    const quads = await jsonld.toRDF(JSON.parse(readFileSync(file, "utf8")), { base: address, safe: true });
    return quads.map((q) => [q.subject.value, q.predicate.value, term(q.object)]);
  },
};

// term writes an object so that an address, a text, its language and its type
// cannot be taken for each other.
function term(o) {
  if (o.termType === "NamedNode") return `<${o.value}>`;
  if (o.termType !== "Literal") return `${o.termType} ${o.value}`;
  return o.language ? `"${o.value}"@${o.language}` : `"${o.value}"^^${o.datatype.value}`;
}

process.stdout.write(JSON.stringify(await readers[kind]()));
