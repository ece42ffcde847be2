// Types of the documents in `src`, from the schema in the repository: a query that does not fit the
// schema ends the build.
import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "../schema.graphql",
  documents: "src/**/*.graphql",
  generates: {
    "generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        // The text of a document is what is sent, and what the pages show and link to.
        documentMode: "string",
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: {
          CountryCode: "string",
          CurrencyCode: "string",
          DateTime: "string",
          Decimal: "number",
          JSON: "unknown",
          PartialDate: "string",
          URL: "string",
        },
      },
    },
  },
};

export default config;
