interface ImportMetaEnv {
  /** That of the server that this is built for. */
  readonly BOLE_VERSION: string;
}
