declare module "virtual:examples" {
  const examples: import("../build/examples.ts").Example[];
  export default examples;
}

declare module "virtual:manifest" {
  const manifest: import("../build/manifest.ts").Manifest;
  export default manifest;
}

declare module "virtual:world" {
  const world: import("../build/world.ts").World;
  export default world;
}

declare module "virtual:entities" {
  const entities: import("../build/entities.ts").Entity[];
  export default entities;
}
