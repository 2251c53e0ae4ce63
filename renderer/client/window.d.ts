interface Window {
  readonly bench: import('../../core/contract/messages.ts').WindowApi;
}
