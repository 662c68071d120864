interface ImportMetaEnv {
  /** Base URL of the gateway, without a trailing slash. Default: http://localhost:8080. */
  readonly VITE_GATEWAY_URL?: string;
}
