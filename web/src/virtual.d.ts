declare module "virtual:examples" {
  const examples: import("../build/examples.ts").Example[];
  export default examples;
}

declare module "virtual:entities" {
  const entities: import("../build/entities.ts").Entity[];
  export default entities;
}
