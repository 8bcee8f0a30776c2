import { lists } from './internal/lists.js';

/** Something that looks wrong about a request, and changes nothing in how it is judged. */
export interface RequestWarning {
  readonly code: 'dev_server_in_cloud_mode' | 'cloud_server_in_dev_mode';
  /** A sentence for people, without a final stop. */
  readonly message: string;
}

/** @internal All of them, by their numbers. */
export const warnings = lists.warnings.map((warning) => Object.freeze(warning as RequestWarning));
