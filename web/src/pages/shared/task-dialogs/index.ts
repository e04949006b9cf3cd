export { CloseTask } from './CloseTask';
export { PostponeItems, PostponeMenu } from './PostponeMenu';
export type { PostponeBy } from './PostponeMenu';
export { TaskFields } from './TaskFields';
